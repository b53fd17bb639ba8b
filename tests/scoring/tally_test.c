#include "scoring/tally.h"
#include "tests/scoring/book.h"

static const struct rounding to_2 = {ROUND_HALF_UP, 2};

// ---- worked examples

static void weighs_theory_and_practice(void **state)
{
    (void)state;

    static const struct {
        enum round_mode mode;
        const char *total;
    } rows[] = {{ROUND_NONE, "89.825"},
                {ROUND_HALF_UP, "89.83"},
                {ROUND_HALF_EVEN, "89.82"},
                {ROUND_TRUNCATE, "89.82"},
                {ROUND_UP, "89.83"}};

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct book book;
        struct play play;
        book_plain(&book, 1);
        book.modules[0].weight = fraction(3, 10);
        book_module(&book, fraction(7, 10));
        book_part(&book, 1);
        book_aspect(&book, "0", "100", "0.25");
        book.stages[0].own = (struct rounding){rows[i].mode, 2};
        play_open(&play, &book, 0);
        play_panel(&play, 0, "86.5");
        play_panel(&play, 1, "91.25");
        assert_int_equal(play_tally(&play), V_OK);
        assert_figure(play.tally.modules[0], "25.95");
        assert_figure(play.tally.modules[1], "63.875");
        assert_figure(play.tally.stages[0].total, rows[i].total);
        play_close(&play);
    }
}

static void rounds_only_where_the_rules_say_so(void **state)
{
    (void)state;
    static const char *const totals[] = {"86.12", "86.13"}; // once at the end; practice first

    for (size_t first = 0; first < 2; first++) {
        struct book book;
        struct play play;
        book_plain(&book, 1);
        book.modules[0].weight = fraction(3, 10);
        book_module(&book, fraction(7, 10));
        struct rules_part *practice = book_part(&book, 2);
        book_aspect(&book, "0", "100", "0.01");
        practice->rounding = first ? to_2 : (struct rounding){ROUND_NONE, 0};
        book.stages[0].own = to_2;
        play_open(&play, &book, 0);
        play_panel(&play, 0, "80");
        play_panel(&play, 1, "88.74 88.75");
        assert_int_equal(play_tally(&play), V_OK);
        assert_figure(play.tally.stages[0].total, totals[first]);
        play_close(&play);
    }
}

static void drops_the_highest_and_the_lowest_once_each(void **state)
{
    (void)state;

    static const struct {
        uint32_t seats;
        const char *panel, *mean;
    } rows[] = {
        {3, "99 98 97", "98"}, {4, "100 99 98 97", "98.5"},    {5, "88 90 85 99 60", "87.667"},
        {3, "90 90 90", "90"}, {4, "8.2 8.5 8.6 9.1", "8.55"}, {5, "9 9 1 1 5", "5"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct book book;
        struct rules_part *part = book_plain(&book, rows[i].seats);
        part->drop_high = part->drop_low = 1;
        part->judges = (struct rounding){ROUND_HALF_UP, 3};
        assert_panel(&book, rows[i].panel, rows[i].mean);
    }
}

static void drops_unequally_if_told_so(void **state)
{
    (void)state;
    struct book book;
    struct rules_part *part = book_plain(&book, 5);

    part->reduce = RULES_SUM;
    part->drop_low = 2;
    assert_panel(&book, "5 4 3 2 1", "12");
    part->drop_low = 0;
    part->drop_high = 4;
    assert_panel(&book, "5 4 3 2 1", "1");
    part->drop_high = 0;
    assert_panel(&book, "5 4 3 2 1", "15");
}

static void assert_dive(uint32_t drop, struct ratio factor, const char *panel,
                        const char *difficulty, const char *want)
{
    struct book book;
    struct play play;
    struct rules_part *part = book_plain(&book, 7);

    part->technical = "referee";
    part->declares = RULES_DECLARES_DIFFICULTY;
    part->reduce = RULES_SUM;
    part->drop_high = part->drop_low = drop;
    part->factor = factor;
    play_open(&play, &book, 0);
    play_panel(&play, 0, panel);
    struct declared declared = {.has = RULES_DECLARES_DIFFICULTY, .difficulty = points(difficulty)};
    assert_int_equal(play_declare(&play, 0, &declared), V_OK);
    assert_int_equal(play_tally(&play), V_OK);
    assert_figure(play.tally.stages[0].total, want);
    play_close(&play);
}

static void scores_a_dive(void **state)
{
    (void)state;
    assert_dive(2, RATIO_ONE, "7.5 7.0 7.5 7.0 7.5 8.0 6.5", "3.0", "66");
    assert_dive(1, fraction(3, 5), "8 7 7 7 7 7 6.5", "2.0", "42");
}

static void scores_a_dive_of_two_with_three_panels(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    static const char *const panels[] = {"7.0 7.5 8.0", "6.5 7.0 7.0", "7.0 7.5 8.0 8.0 8.5"};
    struct declared declared = {.has = RULES_DECLARES_DIFFICULTY, .difficulty = points("3.0")};

    book_plain(&book, 3);
    for (uint32_t i = 0; i < 3; i++) {
        struct rules_part *part = i == 0 ? &book.parts[0] : book_part(&book, i == 1 ? 3 : 5);
        if (i > 0) {
            book_aspect(&book, "0", "10", "0.5");
        }
        part->technical = "referee";
        part->declares = RULES_DECLARES_DIFFICULTY;
        part->reduce = RULES_SUM;
        part->drop_high = part->drop_low = 1;
        part->factor = fraction(3, 5);
    }
    play_open(&play, &book, 0);
    for (uint32_t i = 0; i < 3; i++) {
        play_panel(&play, i, panels[i]);
        assert_int_equal(play_declare(&play, i, &declared), V_OK);
    }
    assert_int_equal(play_tally(&play), V_OK);
    assert_figure(play.tally.stages[0].total, "68.4");
    play_close(&play);
}

// A declared scale from min to max in equal steps of value.
static struct declared element(const char *base, int least, const char *const *values,
                               uint32_t count)
{
    struct declared declared = {.has = RULES_DECLARES_BASE | RULES_DECLARES_SCALE,
                                .base = points(base),
                                .scale_count = count};

    for (uint32_t i = 0; i < count; i++) {
        point_t grade = (least + (int)i) * (point_t)POINT_ONE;
        declared.scale[i] = (struct scale_step){grade, points(values[i])};
    }
    return declared;
}

static void scores_a_skating_element(void **state)
{
    (void)state;
    static const char *const scale[] = {"-2.5", "-2", "-1.5", "-1", "-0.5", "0",
                                        "0.5",  "1",  "1.5",  "2",  "2.5"};
    struct book book;
    struct play play;

    struct rules_part *part = book_plain(&book, 9);
    part->technical = "controller";
    part->declares = RULES_DECLARES_BASE | RULES_DECLARES_SCALE;
    part->drop_high = part->drop_low = 1;
    part->judges = to_2;
    book.aspects[0] = (struct rules_aspect){
        .min = points("-5"), .max = points("5"), .step = POINT_ONE, .scaled = true};
    struct declared declared = element("5.00", -5, scale, 11);
    play_open(&play, &book, 0);
    play_panel(&play, 0, "3 3 2 3 4 3 2 3 5");
    assert_int_equal(play_declare(&play, 0, &declared), V_OK);
    assert_int_equal(play_tally(&play), V_OK);
    assert_figure(play.tally.stages[0].total, "6.5");
    play_close(&play);
}

static void scores_a_skating_component(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    struct rules_part *part = book_plain(&book, 9);
    part->technical = "controller";
    part->declares = RULES_DECLARES_FACTOR;
    part->drop_high = part->drop_low = 1;
    part->judges = part->product = to_2;
    play_open(&play, &book, 0);
    play_panel(&play, 0, "8.25 8.5 8.25 8.0 8.75 8.5 8.25 8.5 8.25");
    struct declared declared = {.has = RULES_DECLARES_FACTOR, .factor = points("1.67")};
    assert_int_equal(play_declare(&play, 0, &declared), V_OK);
    assert_int_equal(play_tally(&play), V_OK);
    assert_figure(play.tally.stages[0].total, "13.96");
    play_close(&play);
}

// ---- each step of the way, worked out by hand

// Three judges, two aspects, one highest and one lowest dropped.
static struct rules_part *open_pipeline(struct book *book)
{
    struct rules_part *part = book_plain(book, 3);

    book_aspect(book, "0", "100", "0.01");
    part->drop_high = part->drop_low = 1;
    return part;
}

static void send_pipeline(struct play *play)
{
    static const char *const sheets[3][2] = {{"10", "0.33"}, {"0.55", "10"}, {"5.55", "6.66"}};

    for (uint32_t seat = 0; seat < 3; seat++) {
        point_t values[] = {points(sheets[seat][0]), points(sheets[seat][1])};
        assert_int_equal(play_marks(play, 0, seat, values), V_OK);
    }
}

static void goes_over_each_aspect_or_over_each_sheet(void **state)
{
    (void)state;
    static const char *const totals[] = {"12.21", "10.55"}; // 5.55 + 6.66; of 10.33 10.55 12.21

    for (unsigned combine = RULES_PER_ASPECT; combine <= RULES_PER_SHEET; combine++) {
        struct book book;
        struct play play;
        open_pipeline(&book)->combine = (enum rules_combine)combine;
        play_open(&play, &book, 0);
        send_pipeline(&play);
        assert_int_equal(play_tally(&play), V_OK);
        assert_figure(play.tally.stages[0].total, totals[combine]);
        play_close(&play);
    }
}

static void takes_every_step_in_its_order(void **state)
{
    (void)state;

    // per aspect: 5.55 -> 5.6, 6.66 -> 6.7; x 1.1 = 6.16, 7.37 -> 6, 7; 13 + 4.25 - 0.5 = 16.75
    // -> 16.8 per sheet: 10.55 -> 10.6; x 1.1 = 11.66 -> 11 (cut); 11 + 4.25 - 0.5 = 14.75 -> 14.8
    static const struct {
        const char *part, *module, *own;
    } rows[] = {{"16.8", "5.2", "5.2"}, {"14.8", "4.5", "4.5"}}; // 17 x 0.305; 15 x 0.305 = 4.575

    for (unsigned combine = RULES_PER_ASPECT; combine <= RULES_PER_SHEET; combine++) {
        struct book book;
        struct play play;
        struct rules_part *part = open_pipeline(&book);
        part->combine = (enum rules_combine)combine;
        part->technical = "referee";
        part->declares = RULES_DECLARES_BASE | RULES_DECLARES_DIFFICULTY | RULES_DECLARES_FACTOR |
                         RULES_DECLARES_DEDUCTION;
        part->judges = (struct rounding){ROUND_HALF_UP, 1};
        part->factor = fraction(1, 2);
        part->product = (struct rounding){ROUND_TRUNCATE, 0};
        part->rounding = (struct rounding){ROUND_HALF_EVEN, 1};
        book.modules[0].sum = (struct rounding){ROUND_UP, 0};
        book.modules[0].weight = fraction(305, 1000);
        book.modules[0].rounding = (struct rounding){ROUND_TRUNCATE, 1};
        if (combine == RULES_PER_ASPECT) {
            book.modules[0].rounding = (struct rounding){ROUND_UP, 1};
        }
        struct declared declared = {.has = part->declares,
                                    .base = points("4.25"),
                                    .difficulty = points("2"),
                                    .factor = points("1.1"),
                                    .deduction = points("0.5")};
        play_open(&play, &book, 0);
        send_pipeline(&play);
        assert_int_equal(play_declare(&play, 0, &declared), V_OK);
        assert_int_equal(play_tally(&play), V_OK);
        assert_figure(play.tally.parts[0], rows[combine].part);
        assert_figure(play.tally.modules[0], rows[combine].module);
        assert_figure(play.tally.stages[0].own, rows[combine].own);
        play_close(&play);
    }
}

// ---- stages

static void carries_own_figures_and_not_totals(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    static const char *const totals[] = {"40.5", "72", "64.1"};

    book_plain(&book, 1);
    for (uint32_t i = 1; i < 3; i++) { // semifinal: + preliminary; final: + semifinal
        struct rules_stage *stage = book_stage(&book);
        stage->carry_count = 1;
        stage->carry[0] = i - 1;
        book_module(&book, RATIO_ONE);
        book_part(&book, 1);
        book_aspect(&book, "0", "100", "0.1");
    }
    book.stages[1].total = (struct rounding){ROUND_UP, 0};
    play_open(&play, &book, 0);
    play_panel(&play, 0, "40.5");
    play_panel(&play, 1, "30.7");
    play_panel(&play, 2, "33.4");
    assert_int_equal(play_tally(&play), V_OK);
    for (uint32_t i = 0; i < 3; i++) {
        assert_figure(play.tally.stages[i].total, totals[i]);
        assert_true(play.tally.stages[i].complete);
    }
    assert_figure(play.tally.stages[1].own, "30.7");
    play_close(&play);
}

static void weighs_own_scores_only_in_a_total_that_carries(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    book_plain(&book, 1);
    struct rules_stage *final = book_stage(&book);
    final->carry_count = 1;
    book_module(&book, RATIO_ONE);
    book_part(&book, 1);
    book_aspect(&book, "0", "100", "0.1");
    book.stages[0].weight = (struct ratio){1, 3};
    final->weight = (struct ratio){2, 3};
    play_open(&play, &book, 0);
    play_panel(&play, 0, "40.5");
    play_panel(&play, 1, "30.6");
    assert_int_equal(play_tally(&play), V_OK);
    assert_figure(play.tally.stages[0].total, "40.5");
    assert_figure(play.tally.stages[1].own, "30.6");
    assert_figure(play.tally.stages[1].total, "33.9"); // 13.5 + 20.4
    play_close(&play);
}

static void is_not_complete_while_a_carried_stage_is_open(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    book_plain(&book, 2);
    struct rules_stage *final = book_stage(&book);
    final->carry_count = 1;
    book_module(&book, RATIO_ONE);
    book_part(&book, 1);
    book_aspect(&book, "0", "100", "1");
    play_open(&play, &book, 0);
    play_panel(&play, 0, "40");
    play_panel(&play, 1, "30");
    assert_int_equal(play_tally(&play), V_OK);
    assert_false(play.tally.stages[0].complete);
    assert_false(play.tally.stages[1].complete);
    assert_int_equal(play.tally.stages[1].done, 1);
    assert_int_equal(play.tally.stages[1].expected, 1);
    play_panel(&play, 0, "- 42");
    assert_int_equal(play_tally(&play), V_OK);
    assert_true(play.tally.stages[1].complete);
    assert_figure(play.tally.stages[1].total, "71");
    play_close(&play);
}

RUN(cmocka_unit_test(weighs_theory_and_practice),
    cmocka_unit_test(rounds_only_where_the_rules_say_so),
    cmocka_unit_test(drops_the_highest_and_the_lowest_once_each),
    cmocka_unit_test(drops_unequally_if_told_so), cmocka_unit_test(scores_a_dive),
    cmocka_unit_test(scores_a_dive_of_two_with_three_panels),
    cmocka_unit_test(scores_a_skating_element), cmocka_unit_test(scores_a_skating_component),
    cmocka_unit_test(goes_over_each_aspect_or_over_each_sheet),
    cmocka_unit_test(takes_every_step_in_its_order),
    cmocka_unit_test(carries_own_figures_and_not_totals),
    cmocka_unit_test(weighs_own_scores_only_in_a_total_that_carries),
    cmocka_unit_test(is_not_complete_while_a_carried_stage_is_open))
