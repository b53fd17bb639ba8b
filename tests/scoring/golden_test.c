// Published results of real contests, as single facts: the marks and figures as they stood in the
// protocols, without names. Sources are named at each table.
#include "scoring/rank.h"
#include "tests/scoring/book.h"

static const struct rounding to_2 = {ROUND_HALF_UP, 2};

// ---- one panel, one figure

// Diving, ten-metre platform and springboard: Sydney 2000 (7 judges, 1 + 1 dropped, x 0.6 x
// difficulty; LA Times, 27 September 2000) and Paris 2024 (2 + 2 dropped, x difficulty).
static void dives_of_2000_and_2024(void **state)
{
    (void)state;

    static const struct {
        uint32_t drop;
        struct ratio factor;
        const char *panel, *difficulty, *points;
    } rows[] = {
        {1, {3, 5}, "7.5 8.5 8 9 8 8 7.5", "3.4", "81.6"},
        {1, {3, 5}, "6 6.5 6 6 6.5 5.5 6.5", "3.5", "65.1"},
        {2, {1, 1}, "7.5 7.5 7.5 8 7.5 7.5 8", "3.2", "72"},
        {2, {1, 1}, "4 5.5 5.5 4.5 5 5 4.5", "3.7", "53.65"},
        {2, {1, 1}, "5.5 5 4.5 5 5.5 5 4.5", "4.1", "61.5"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct book book;
        struct play play;
        struct rules_part *part = book_plain(&book, 7);
        part->technical = "referee";
        part->declares = RULES_DECLARES_DIFFICULTY;
        part->reduce = RULES_SUM;
        part->drop_high = part->drop_low = rows[i].drop;
        part->factor = rows[i].factor;
        play_open(&play, &book, 0);
        play_panel(&play, 0, rows[i].panel);
        struct declared declared = {.has = RULES_DECLARES_DIFFICULTY,
                                    .difficulty = points(rows[i].difficulty)};
        assert_int_equal(play_declare(&play, 0, &declared), V_OK);
        assert_int_equal(play_tally(&play), V_OK);
        assert_figure(play.tally.stages[0].total, rows[i].points);
        play_close(&play);
    }
}

// Snowboard halfpipe, 2026: six judges, one highest and one lowest dropped, mean of four.
static void halfpipe_runs_of_2026(void **state)
{
    (void)state;
    struct book book;
    struct rules_part *part = book_plain(&book, 6);

    part->drop_high = part->drop_low = 1;
    part->judges = to_2;
    assert_panel(&book, "89 92 91 91 91 91", "91");
    assert_panel(&book, "95 95 96 95 95 95", "95");
}

// mwcup 2013 (its charter, article 44): mean of the judges' totals, half up to one decimal.
static void means_of_two_judges_half_up_to_one_place(void **state)
{
    (void)state;
    struct book book;

    book_plain(&book, 2)->judges = (struct rounding){ROUND_HALF_UP, 1};
    assert_panel(&book, "87.0 87.5", "87.3");
    assert_panel(&book, "91.8 89.5", "90.7");
    assert_panel(&book, "82 94.5", "88.3");
}

// Ice dance, Grand Prix Final 2017, free dance: mean and product are rounded, each on its own.
static void components_are_rounded_twice(void **state)
{
    (void)state;

    static const struct {
        const char *panel, *mean;
    } rows[] = {
        {"9.00 9.50 8.75 9.00 8.75 8.50 9.00 9.00 9.00", "8.93"},
        {"9.25 9.75 9.25 9.50 9.00 9.00 9.25 9.50 9.50", "9.32"},
        {"9.25 9.50 8.75 9.25 9.25 9.00 9.25 9.00 9.25", "9.18"},
        {"9.25 9.50 9.00 9.50 9.25 9.00 9.25 9.50 9.25", "9.29"},
        {"9.25 9.50 9.00 9.75 9.25 9.00 9.50 9.00 9.25", "9.25"},
    };

    static const char *const totals[] = {"55.17", "55.164"}; // the second: without `product`

    for (size_t once = 0; once < 2; once++) {
        struct book book;
        struct play play;
        book_open(&book);
        book_skill(&book);
        book_stage(&book);
        book_module(&book, RATIO_ONE);
        for (uint32_t i = 0; i < ROWS(rows); i++) {
            struct rules_part *part = book_part(&book, 9);
            book_aspect(&book, "0.25", "10", "0.25");
            part->drop_high = part->drop_low = 1;
            part->factor = fraction(6, 5);
            part->judges = to_2;
            part->product = once ? (struct rounding){ROUND_NONE, 0} : to_2;
        }
        play_open(&play, &book, 0);
        for (uint32_t i = 0; i < ROWS(rows); i++) {
            struct ratio mean = RATIO_ZERO;
            play_panel(&play, i, rows[i].panel);
            assert_int_equal(play_tally(&play), V_OK);
            if (once) {
                assert_true(ratio_multiply(play.tally.parts[i], fraction(5, 6), &mean));
                assert_figure(mean, rows[i].mean);
            }
        }
        assert_figure(play.tally.modules[0], totals[once]);
        play_close(&play);
    }
}

// ---- equal totals

// Two judged figures (or three with a deduction) per row, in the published order.
struct published {
    const char *first, *second, *deduction;
    const char *total;
    uint32_t place;
};

static void open_sum(struct book *book, const struct rules_tie *ties, uint32_t tie_count)
{
    book_open(book);
    struct rules_skill *skill = book_skill(book);
    book_stage(book);
    for (int i = 0; i < 2; i++) {
        book_module(book, RATIO_ONE);
        book_part(book, 1);
        book_aspect(book, "0", "200", "0.001");
    }
    book_module(book, RATIO_ONE);
    struct rules_part *deduction = book_part(book, 0);
    deduction->technical = "referee";
    deduction->declares = RULES_DECLARES_DEDUCTION;
    skill->tie_count = tie_count;
    memcpy(skill->ties, ties, tie_count * sizeof *ties);
}

// The best of the rows has place `offset` + 1 in the whole field; rows are fed in backwards.
static void assert_published(const struct book *book, const struct published *rows, size_t count,
                             uint32_t offset)
{
    struct play plays[8];
    struct rank_line lines[8];

    assert_in_range(count, 1, ROWS(plays));
    for (size_t i = 0; i < count; i++) {
        struct play *play = &plays[i];
        struct declared declared = {.has = RULES_DECLARES_DEDUCTION,
                                    .deduction = points(rows[i].deduction)};
        play_open(play, book, 0);
        play_panel(play, 0, rows[i].first);
        play_panel(play, 1, rows[i].second);
        assert_int_equal(play_declare(play, 2, &declared), V_OK);
        assert_int_equal(play_tally(play), V_OK);
        assert_figure(play->tally.stages[0].total, rows[i].total);
        lines[count - 1 - i] = (struct rank_line){.tally = &play->tally, .who = (uint32_t)i};
    }
    rank_order(&book->rules, 0, lines, count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(lines[i].place + offset, rows[lines[i].who].place);
    }
    for (size_t i = 0; i < count; i++) {
        play_close(&plays[i]);
    }
}

static const struct rules_tie by_first = {.by = RULES_TIE_MODULE, .index = 0};
static const struct rules_tie by_second = {.by = RULES_TIE_MODULE, .index = 1};

// Cup of China 2017, short programs (pairs, ladies): elements decide.
static void equal_short_programs_go_by_elements(void **state)
{
    (void)state;
    static const struct published pairs[] = {{"30.27", "22.88", "0", "53.15", 6},
                                             {"26.20", "27.95", "1", "53.15", 7}};
    static const struct published ladies[] = {{"35.01", "31.89", "0", "66.9", 6},
                                              {"34.66", "32.24", "0", "66.9", 7}};
    struct book book;

    open_sum(&book, &by_first, 1);
    assert_published(&book, pairs, ROWS(pairs), 5);
    assert_published(&book, ladies, ROWS(ladies), 5);
}

// European championships 2017, ladies' free skating: components decide.
static void equal_free_programs_go_by_components(void **state)
{
    (void)state;
    static const struct published ladies[] = {{"39.94", "42.68", "2", "80.62", 23},
                                              {"37.48", "45.14", "2", "80.62", 22}};
    struct book book;

    open_sum(&book, &by_second, 1);
    assert_published(&book, ladies, ROWS(ladies), 21);
}

// Eurovision semifinals of 2016 and 2022 (jury, televote): the televote decides.
static void equal_songs_go_by_the_televote(void **state)
{
    (void)state;
    static const struct published first[] = {{"102", "95", "0", "197", 5},
                                             {"78", "119", "0", "197", 4}};
    static const struct published second[] = {{"35", "20", "0", "55", 13},
                                              {"39", "16", "0", "55", 14}};
    struct book book;

    open_sum(&book, &by_second, 1);
    assert_published(&book, first, ROWS(first), 3);
    assert_published(&book, second, ROWS(second), 12);
}

// European championships 2023, horizontal bar: difficulty, execution; execution first, then
// difficulty.
static void equal_exercises_go_by_execution(void **state)
{
    (void)state;
    static const struct published rows[] = {
        {"5.900", "8.333", "0", "14.233", 1}, {"6.300", "7.900", "0", "14.2", 2},
        {"5.700", "8.266", "0", "13.966", 3}, {"5.300", "8.366", "0", "13.666", 4},
        {"5.600", "8.066", "0", "13.666", 5}, {"5.800", "7.300", "0", "13.1", 6},
        {"5.500", "7.433", "0", "12.933", 7}, {"5.100", "7.400", "0", "12.5", 8}};
    const struct rules_tie ties[] = {by_second, by_first};
    struct book book;

    open_sum(&book, ties, ROWS(ties));
    assert_published(&book, rows, ROWS(rows), 0);
}

// Pan American games 2023, floor: two are equal in everything and share the second place.
static void equal_in_everything_is_a_shared_place(void **state)
{
    (void)state;
    static const struct published rows[] = {
        {"6.100", "8.133", "0", "14.233", 1}, {"5.500", "8.233", "0", "13.733", 2},
        {"5.500", "8.233", "0", "13.733", 2}, {"5.400", "8.233", "0", "13.633", 4},
        {"4.800", "8.366", "0", "13.166", 5}, {"5.300", "7.433", "0.100", "12.633", 6},
        {"4.500", "8.000", "0", "12.5", 7},   {"4.400", "7.900", "0.100", "12.2", 8}};
    const struct rules_tie ties[] = {by_second, by_first};
    struct book book;

    open_sum(&book, ties, ROWS(ties));
    assert_published(&book, rows, ROWS(rows), 0);
}

RUN(cmocka_unit_test(dives_of_2000_and_2024), cmocka_unit_test(halfpipe_runs_of_2026),
    cmocka_unit_test(means_of_two_judges_half_up_to_one_place),
    cmocka_unit_test(components_are_rounded_twice),
    cmocka_unit_test(equal_short_programs_go_by_elements),
    cmocka_unit_test(equal_free_programs_go_by_components),
    cmocka_unit_test(equal_songs_go_by_the_televote),
    cmocka_unit_test(equal_exercises_go_by_execution),
    cmocka_unit_test(equal_in_everything_is_a_shared_place))
