#include "scoring/rank.h"
#include "tests/scoring/field_book.h"

static void shares_places_by_each_convention_ex_33(void **state)
{
    (void)state;
    static const char *const marks[] = {"44", "42", "42", "41", "41", "41", "39"};
    static const char *const wants[] = {"a1 b2=c2=d4=e4=f4=g7 ", "a1 b2=c2=d3=e3=f3=g4 ",
                                        "a1 b3=c3=d6=e6=f6=g7 ", "a1 b2=c2=d4=e4=f4=g7 ",
                                        "a1 b2.5=c2.5=d5=e5=f5=g7 "};

    for (unsigned convention = RULES_STANDARD; convention <= RULES_FRACTIONAL; convention++) {
        struct book book;
        struct ring ring;
        book_plain(&book, 1);
        book.skills[0].convention = (enum rules_convention)convention;
        ring_open(&ring, &book, 7);
        ring_marks(&ring, 0, marks, ROWS(marks));
        size_t count = ring_rank(&ring, 0);
        assert_lines(&ring, count, wants[convention]);
        assert_int_equal(ring.lines[0].tie_step, 0);
        assert_int_equal(ring.lines[1].tie_step, 0);
        assert_int_equal(ring.lines[2].tie_step, RULES_NONE);
        assert_int_equal(rank_is_undecided(&book.rules, 0, ring.lines, count),
                         convention == RULES_ORDINAL);
        ring_close(&ring);
    }
}

// Ordinal 1 … 7 needs a chain that decides: here the ruling of a lot.
static void ordinal_places_follow_a_ruling_ex_33(void **state)
{
    (void)state;
    static const char *const marks[] = {"44", "42", "42", "41", "41", "41", "39"};
    static const uint32_t lots[] = {0, 2, 1, 3, 1, 2, 0};
    struct book book;
    struct ring ring;

    book_plain(&book, 1);
    book.skills[0].convention = RULES_ORDINAL;
    book.skills[0].tie_count = 1;
    book.skills[0].ties[0] = (struct rules_tie){.by = RULES_TIE_RULING};
    ring_open(&ring, &book, 7);
    ring_marks(&ring, 0, marks, ROWS(marks));
    for (size_t i = 0; i < ROWS(lots); i++) {
        ring_rule(&ring, i, (struct ruling){.kind = RULING_ORDER, .stage = 0, .number = lots[i]});
    }
    size_t count = ring_rank(&ring, 0);
    assert_lines(&ring, count, "a1 c2 b3 e4 f5 d6 g7 ");
    assert_int_equal(ring.lines[2].tie_step, 1);
    assert_false(rank_is_undecided(&book.rules, 0, ring.lines, count));
    ring_close(&ring);
}

static void gives_places_from_counts(void **state)
{
    (void)state;

    static const struct {
        enum rules_convention convention;
        uint32_t before, distinct, sharing, place;
        bool half;
    } rows[] = {{RULES_STANDARD, 3, 2, 3, 4, false},  {RULES_DENSE, 3, 2, 3, 3, false},
                {RULES_MODIFIED, 3, 2, 3, 6, false},  {RULES_STANDARD, 0, 0, 1, 1, false},
                {RULES_ORDINAL, 3, 2, 1, 4, false},   {RULES_FRACTIONAL, 3, 2, 3, 5, false},
                {RULES_FRACTIONAL, 1, 1, 2, 2, true}, {RULES_FRACTIONAL, 4, 1, 1, 5, false}};

    for (size_t i = 0; i < ROWS(rows); i++) {
        bool half = !rows[i].half;
        assert_int_equal(rank_place(rows[i].convention, rows[i].before, rows[i].distinct,
                                    rows[i].sharing, &half),
                         rows[i].place);
        assert_int_equal(half, rows[i].half);
    }
}

// Whose ruling says nothing stands after all whose does, equal among themselves.
static void who_has_no_ruling_stands_after_who_has(void **state)
{
    (void)state;
    static const char *const marks[] = {"9", "9", "9", "9"};
    struct book book;
    struct ring ring;

    book_plain(&book, 1);
    book.skills[0].no_shared_places = true;
    book.skills[0].tie_count = 1;
    book.skills[0].ties[0] = (struct rules_tie){.by = RULES_TIE_RULING, .lower_is_better = true};
    ring_open(&ring, &book, 4);
    ring_marks(&ring, 0, marks, ROWS(marks));
    ring_rule(&ring, 3, (struct ruling){.kind = RULING_ORDER, .stage = 0, .number = 1});
    ring_rule(&ring, 1, (struct ruling){.kind = RULING_ORDER, .stage = 0, .number = 2});
    size_t count = ring_rank(&ring, 0);
    assert_lines(&ring, count, "d1 b2 a3=c3=");
    assert_true(rank_is_undecided(&book.rules, 0, ring.lines, count));
    assert_false(rank_is_undecided(&book.rules, 0, ring.lines, 2));
    ring_close(&ring);
}

static void lower_is_better_where_places_are_added_ex_25(void **state)
{
    (void)state;
    static const char *const panels[] = {"3 3 2 2 3", "2 1 3 1 2", "1 2 1 3 1"};
    struct book book;
    struct ring ring;
    struct rules_part *part = book_plain(&book, 5);

    part->drop_high = part->drop_low = 1;
    part->reduce = RULES_SUM;
    book.skills[0].lower_is_better = true;
    ring_open(&ring, &book, 3);
    ring_marks(&ring, 0, panels, ROWS(panels));
    size_t count = ring_lines(&ring, 0);
    rank_order(&book.rules, 0, ring.lines, count);
    assert_lines(&ring, count, "c1 b2 a3 ");
    assert_figure(ring.lines[0].tally->stages[0].total, "4");
    assert_figure(ring.lines[2].tally->stages[0].total, "8");
    ring_close(&ring);
}

// Total 88.00 for all: time (a part that adds nothing), then practice, then theory.
static void open_workshop(struct book *book)
{
    book_plain(book, 1); // theory
    book_module(book, RATIO_ONE);
    book_part(book, 1); // practice
    book_aspect(book, "0", "100", "0.5");
    book_module(book, RATIO_ZERO);
    book_part(book, 1); // seconds
    book_aspect(book, "0", "10000", "1");
    book->skills[0].tie_count = 3;
    book->skills[0].ties[0] =
        (struct rules_tie){.by = RULES_TIE_PART, .index = 2, .lower_is_better = true};
    book->skills[0].ties[1] = (struct rules_tie){.by = RULES_TIE_MODULE, .index = 1};
    book->skills[0].ties[2] = (struct rules_tie){.by = RULES_TIE_MODULE, .index = 0};
}

static const char *const workshop[3][5] = {{"20", "20.5", "20.5", "20", "21"},
                                           {"68", "67.5", "67.5", "68", "67"},
                                           {"7200", "7100", "7100", "7100", "7000"}};

static void follows_the_tie_chain_in_its_order(void **state)
{
    (void)state;
    struct book book;
    struct ring ring;

    open_workshop(&book);
    ring_open(&ring, &book, 5);
    for (uint32_t part = 0; part < 3; part++) {
        ring_marks(&ring, part, workshop[part], ring.count);
    }
    size_t count = ring_lines(&ring, 0);
    rank_order(&book.rules, 0, ring.lines, count);
    assert_lines(&ring, count, "e1 d2 b3=c3=a5 ");
    static const uint32_t steps[] = {0, 1, 2, RULES_NONE, 1};
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(ring.lines[i].tie_step, steps[i]);
    }
    ring_close(&ring);
}

static void practice_before_time_gives_another_winner(void **state)
{
    (void)state;
    struct book book;
    struct ring ring;

    open_workshop(&book);
    book.skills[0].ties[0] = book.skills[0].ties[1];
    book.skills[0].tie_count = 1;
    ring_open(&ring, &book, 2);
    for (uint32_t part = 0; part < 3; part++) {
        ring_marks(&ring, part, workshop[part], ring.count);
    }
    size_t count = ring_lines(&ring, 0);
    rank_order(&book.rules, 0, ring.lines, count);
    assert_lines(&ring, count, "a1 b2 ");
    ring_close(&ring);
}

// Three stages of one part; the last carries the second.
static void open_stages(struct book *book)
{
    book_plain(book, 1);
    for (uint32_t i = 1; i < 3; i++) {
        book_stage(book);
        book_module(book, RATIO_ONE);
        book_part(book, 1);
        book_aspect(book, "0", "100", "1");
    }
    book->stages[2].carry_count = 1;
    book->stages[2].carry[0] = 1;
    book->skills[0].tie_count = 3;
    for (uint32_t i = 0; i < 3; i++) {
        book->skills[0].ties[i] = (struct rules_tie){.by = RULES_TIE_STAGE_OWN, .index = i};
    }
}

static void a_stage_that_is_not_carried_has_no_say_in_a_tie(void **state)
{
    (void)state;
    static const char *const marks[3][2] = {{"90", "10"}, {"40", "50"}, {"60", "50"}};
    struct book book;
    struct ring ring;

    open_stages(&book);
    ring_open(&ring, &book, 2);
    for (uint32_t part = 0; part < 3; part++) {
        ring_marks(&ring, part, marks[part], ROWS(marks[part]));
    }
    size_t count = ring_lines(&ring, 2);
    rank_order(&book.rules, 2, ring.lines, count);
    assert_lines(&ring, count, "b1 a2 "); // 100 each; by the second stage, not by the first
    assert_int_equal(ring.lines[1].tie_step, 2);
    unsigned char key[RULES_KEY_MAX];
    assert_int_equal(rank_key(&book.rules, 0, ring.lines[0].tally, key), 1 + 2 * RATIO_KEY);
    assert_int_equal(rank_key(&book.rules, 2, ring.lines[0].tally, key), 1 + 3 * RATIO_KEY);
    ring_close(&ring);
}

static void those_still_being_marked_stand_last_without_a_place(void **state)
{
    (void)state;
    static const char *const panels[] = {"99 99", "10 10", "50", "70 80"};
    struct book book;
    struct ring ring;

    book_plain(&book, 2);
    book_part(&book, 1);
    book_aspect(&book, "0", "100", "1");
    ring_open(&ring, &book, 5); // the fifth has not started
    for (uint32_t i = 0; i < 4; i++) {
        play_panel(&ring.plays[i], 0, panels[i]);
        play_panel(&ring.plays[i], 1, i == 0 ? "-" : "1");
    }
    unsigned char key[RULES_KEY_MAX];
    size_t count = ring_lines(&ring, 0);
    assert_int_equal(count, 4);
    assert_int_equal(rank_key(&book.rules, 0, &ring.plays[4].tally, key), 0);
    assert_int_equal(rank_key(&book.rules, 0, &ring.plays[0].tally, key), 1 + RATIO_KEY);
    assert_int_equal(key[0], RANK_RUNNING);
    rank_order(&book.rules, 0, ring.lines, count);
    assert_lines(&ring, count, "d1 b2 a0 c0 ");
    ring_close(&ring);
}

static void equal_lines_share_and_who_makes_no_place(void **state)
{
    (void)state;
    static const char *const marks[] = {"70", "70", "70"};
    struct book book;
    struct ring ring;

    book_plain(&book, 1);
    ring_open(&ring, &book, 3);
    ring_marks(&ring, 0, marks, ROWS(marks));
    size_t count = ring_lines(&ring, 0);
    ring.lines[0].who = 7; // was the last row
    rank_order(&book.rules, 0, ring.lines, count);
    assert_lines(&ring, count, "a1=b1=h1=");
    rank_order(&book.rules, 0, ring.lines, 0); // an empty board is a board
    ring_close(&ring);
}

// Theory 30 %, practice 70 %, and the seconds of an assembly.
static void open_assembly(struct book *book)
{
    book_plain(book, 1);
    book->modules[0].weight = fraction(3, 10);
    book_module(book, fraction(7, 10));
    struct rules_part *practice = book_part(book, 1);
    book_aspect(book, "0", "100", "0.5");
    practice->technical = "referee";
    practice->declares = RULES_DECLARES_TIME;
    book->skills[0].tie_count = 2;
    book->skills[0].ties[0] =
        (struct rules_tie){.by = RULES_TIE_TIME, .index = 1, .lower_is_better = true};
    book->skills[0].ties[1] = (struct rules_tie){.by = RULES_TIE_MODULE, .index = 1};
}

static void declare_time(struct play *play, uint32_t part, const char *seconds)
{
    struct declared declared = {.has = RULES_DECLARES_TIME, .time = points(seconds)};

    assert_int_equal(play_declare(play, part, &declared), V_OK);
}

static void the_shorter_time_stands_before_practice_ex_12(void **state)
{
    (void)state;
    static const char *const theory[] = {"86.5", "88"};
    static const char *const practice[] = {"88.5", "88"};
    struct book book;
    struct ring ring;

    open_assembly(&book);
    book.stages[0].own = (struct rounding){ROUND_HALF_UP, 0}; // 87.9 and 88.0
    ring_open(&ring, &book, 2);
    ring_marks(&ring, 0, theory, 2);
    ring_marks(&ring, 1, practice, 2);
    declare_time(&ring.plays[0], 1, "7200");
    declare_time(&ring.plays[1], 1, "7100");
    assert_ranking(&ring, 0, "b1 a2 ");
    assert_int_equal(ring.lines[1].tie_step, 1);
    assert_total(&ring, 0, "88");
    assert_total(&ring, 1, "88");
    book.skills[0].ties[0] = book.skills[0].ties[1];
    assert_ranking(&ring, 0, "a1 b2 "); // practice first
    struct ratio value;
    assert_true(
        rank_tie_value(&book.rules, 0, &book.skills[0].ties[0], &ring.plays[0].tally, &value));
    assert_figure(value, "61.95");
    ring_close(&ring);
}

static void all_judges_decide_where_the_trimmed_mean_does_not(void **state)
{
    (void)state;
    static const char *const panels[] = {"7 8 8 9", "6 8 8 9"};
    struct book book;
    struct ring ring;
    struct rules_part *part = book_plain(&book, 4);

    part->drop_high = part->drop_low = 1;
    book.skills[0].tie_count = 1;
    book.skills[0].ties[0] = (struct rules_tie){.by = RULES_TIE_UNTRIMMED, .index = 0};
    ring_open(&ring, &book, 2);
    ring_marks(&ring, 0, panels, 2);
    assert_ranking(&ring, 0, "a1 b2 ");
    assert_int_equal(ring.lines[1].tie_step, 1);
    ring_close(&ring);
}

// ---- statuses and codes

static void statuses_stand_below_the_finishers_in_their_order(void **state)
{
    (void)state;
    static const char *const marks[] = {"5", "9", "9", "9", "9", "-", "7", "-"};
    struct book book;
    struct ring ring;

    book_plain(&book, 1);
    book.skills[0].effects[RULES_NO_SHOW].hidden = true;
    ring_open(&ring, &book, 8);
    ring_marks(&ring, 0, marks, ROWS(marks));
    ring_status(&ring, 1, RULES_DSQ);
    ring_status(&ring, 2, RULES_WITHDRAWN);
    ring_status(&ring, 3, RULES_DNF);
    ring_status(&ring, 4, RULES_NO_SHOW);
    ring_status(&ring, 5, RULES_DNS); // no sheet has come, but he is listed
    assert_ranking(&ring, 0, "g1 a2 d0 f0 c0 b0 ");
    unsigned char key[RULES_KEY_MAX];
    assert_int_equal(rank_key(&book.rules, 0, &ring.plays[4].tally, key), 0);
    assert_int_equal(rank_key(&book.rules, 0, &ring.plays[7].tally, key), 0);
    assert_int_equal(rank_key(&book.rules, 0, &ring.plays[5].tally, key), 1 + RATIO_KEY);
    assert_int_equal(key[0], RANK_DNS);
    ring_close(&ring);
}

static void a_status_may_keep_its_place(void **state)
{
    (void)state;
    static const char *const marks[] = {"5", "9", "7"};
    struct book book;
    struct ring ring;

    book_plain(&book, 1);
    book.skills[0].effects[RULES_DNF].ranked = true;
    ring_open(&ring, &book, 3);
    ring_marks(&ring, 0, marks, 3);
    ring_status(&ring, 2, RULES_DNF);
    assert_ranking(&ring, 0, "b1 c2 a3 ");
    ring_close(&ring);
}

// Marks "dnf" instead of the first two competitors' figures.
static void open_coded(struct ring *ring, struct book *book)
{
    static const char *const marks[] = {"-", "-", "12", "11"};
    static const char *const singles[] = {"9", "10", "10", "11"};
    point_t dnf = POINT_CODE(RULES_DNF);

    book_plain(book, 1);
    book->aspects[0].codes = 1U << RULES_DNF;
    book_module(book, RATIO_ONE)->aside = true;
    book_part(book, 1);
    book_aspect(book, "0", "100", "1");
    book->skills[0].lower_is_better = true;
    book->skills[0].tie_count = 1;
    book->skills[0].ties[0] =
        (struct rules_tie){.by = RULES_TIE_MODULE, .index = 1, .lower_is_better = true};
    ring_open(ring, book, 4);
    ring_marks(ring, 0, marks, 4);
    ring_marks(ring, 1, singles, 4);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(play_marks(&ring->plays[i], 0, 0, &dnf), V_OK);
    }
}

static void a_total_that_is_a_code_has_no_place(void **state)
{
    (void)state;
    struct book book;
    struct ring ring;

    open_coded(&ring, &book);
    assert_ranking(&ring, 0, "d1 c2 a0 b0 ");
    assert_int_equal(rank_class_of(&book.rules, 0, &ring.plays[0].tally), RANK_CODED);
    ring_close(&ring);
}

static void a_ranked_code_stands_after_every_value(void **state)
{
    (void)state;
    struct book book;
    struct ring ring;

    open_coded(&ring, &book);
    book.skills[0].effects[RULES_DNF].ranked = true;
    assert_ranking(&ring, 0, "d1 c2 a3 b4 ");
    unsigned char key[RULES_KEY_MAX];
    (void)rank_key(&book.rules, 0, &ring.plays[0].tally, key);
    for (size_t i = 1; i <= RATIO_KEY; i++) {
        assert_int_equal(key[i], 0xFF);
    }
    book.skills[0].tie_count = 0;
    assert_ranking(&ring, 0, "d1 c2 a3=b3=");
    ring_close(&ring);
}

RUN(cmocka_unit_test(shares_places_by_each_convention_ex_33),
    cmocka_unit_test(ordinal_places_follow_a_ruling_ex_33),
    cmocka_unit_test(gives_places_from_counts),
    cmocka_unit_test(who_has_no_ruling_stands_after_who_has),
    cmocka_unit_test(lower_is_better_where_places_are_added_ex_25),
    cmocka_unit_test(follows_the_tie_chain_in_its_order),
    cmocka_unit_test(practice_before_time_gives_another_winner),
    cmocka_unit_test(a_stage_that_is_not_carried_has_no_say_in_a_tie),
    cmocka_unit_test(those_still_being_marked_stand_last_without_a_place),
    cmocka_unit_test(equal_lines_share_and_who_makes_no_place),
    cmocka_unit_test(the_shorter_time_stands_before_practice_ex_12),
    cmocka_unit_test(all_judges_decide_where_the_trimmed_mean_does_not),
    cmocka_unit_test(statuses_stand_below_the_finishers_in_their_order),
    cmocka_unit_test(a_status_may_keep_its_place),
    cmocka_unit_test(a_total_that_is_a_code_has_no_place),
    cmocka_unit_test(a_ranked_code_stands_after_every_value))
