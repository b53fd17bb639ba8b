// The numbered examples of the research (RULES.md) that one competitor's row can show, from the
// entries to the total.
#include "tests/scoring/book.h"

static const struct rounding to_2 = {ROUND_HALF_UP, 2};

static struct rules_aspect *only_aspect(struct book *book)
{
    return &book->aspects[0];
}

// The total of a part with one seat and one aspect after one entry.
static void assert_entry(const struct book *book, const char *entry, const char *total)
{
    assert_panel(book, entry, total);
}

static void ex_1_takes_a_percentage_off_by_choice(void **state)
{
    (void)state;
    static const struct rules_band choices[] = {{.value = {1, 4}}, {.value = {835, 10000}}};
    struct book book;

    book_plain(&book, 1)->rounding = to_2;
    only_aspect(&book)->input = RULES_CHOICE;
    only_aspect(&book)->bands = choices;
    only_aspect(&book)->band_count = ROWS(choices);
    assert_entry(&book, "2", "0.08");
    assert_entry(&book, "1", "0.25");
}

static void ex_2_makes_a_mark_of_a_judgement(void **state)
{
    (void)state;

    static const struct {
        const char *full, *score, *mark;
    } rows[] = {{"2.00", "2", "1.33"}, {"1.50", "2", "1"}, {"1.50", "1", "0.5"}};

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct book book;
        book_plain(&book, 1);
        only_aspect(&book)->input = RULES_JUDGEMENT;
        only_aspect(&book)->full = points(rows[i].full);
        only_aspect(&book)->rounding = to_2;
        assert_entry(&book, rows[i].score, rows[i].mark);
    }
}

static const struct rules_band within_one[] = {{{0, 1}, {3, 1}, {1, 1}, {"", ""}}};

// Three judges of 0-3, full mark 2.00; their scores may be one apart.
static void open_judgement(struct book *book)
{
    struct rules_part *part = book_plain(book, 3);

    part->judges = to_2;
    part->variance = (struct rules_variance){RULES_RANGE, RULES_REFUSE, within_one, 1};
    only_aspect(book)->input = RULES_JUDGEMENT;
    only_aspect(book)->full = points("2.00");
}

static void ex_3_takes_the_mean_of_three_scores_and_refuses_a_range_above_one(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    open_judgement(&book);
    assert_panel(&book, "2 3 2", "1.56");
    play_open(&play, &book, 0);
    play_panel(&play, 0, "1 3"); // not all are in: nothing to compare yet
    assert_int_equal(play_marks(&play, 0, 2, (point_t[]){points("2")}), V_JUDGES_APART);
    assert_false(contest_has_sheet(&book.rules, 0, play.row, 0, 2));
    play_close(&play);
}

static void ex_9_weighs_theory_and_practice(void **state)
{
    (void)state;

    static const struct {
        enum round_mode mode;
        const char *total;
    } rows[] = {{ROUND_HALF_UP, "89.83"}, {ROUND_HALF_EVEN, "89.82"}};

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct book book;
        struct play play;
        book_plain(&book, 1);
        book.modules[0].weight = fraction(3, 10);
        book_module(&book, fraction(7, 10));
        book_part(&book, 1);
        book_aspect(&book, "0", "100", "0.25");
        book.stages[0].total = (struct rounding){rows[i].mode, 2};
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

static void ex_10_depends_on_where_the_rules_round(void **state)
{
    (void)state;
    static const char *const totals[] = {"86.12", "86.13"}; // at the end; practice first

    for (size_t first = 0; first < 2; first++) {
        struct book book;
        struct play play;
        book_plain(&book, 1);
        book.modules[0].weight = fraction(3, 10);
        book_module(&book, fraction(7, 10))->sum = first ? to_2 : (struct rounding){ROUND_NONE, 0};
        book_part(&book, 2);
        book_aspect(&book, "0", "100", "0.01");
        book.stages[0].own = to_2;
        play_open(&play, &book, 0);
        play_panel(&play, 0, "80");
        play_panel(&play, 1, "88.74 88.75");
        assert_int_equal(play_tally(&play), V_OK);
        assert_figure(play.tally.stages[0].total, totals[first]);
        play_close(&play);
    }
}

static void assert_trimmed(const char *panel, uint32_t seats, const char *mean)
{
    struct book book;
    struct rules_part *part = book_plain(&book, seats);

    part->drop_high = part->drop_low = 1;
    part->judges = (struct rounding){ROUND_HALF_UP, 3};
    assert_panel(&book, panel, mean);
}

static void ex_13_14_15_drop_one_highest_and_one_lowest(void **state)
{
    (void)state;
    assert_trimmed("99 98 97", 3, "98");
    assert_trimmed("100 99 98 97", 4, "98.5");
    assert_trimmed("88 90 85 99 60", 5, "87.667");
    assert_trimmed("90 90 90", 3, "90");
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

static void ex_16_18_score_a_dive(void **state)
{
    (void)state;
    assert_dive(2, RATIO_ONE, "7.5 7.0 7.5 7.0 7.5 8.0 6.5", "3.0", "66");
    assert_dive(1, fraction(3, 5), "8 7 7 7 7 7 6.5", "2.0", "42");
}

static void ex_17_scores_a_dive_of_two(void **state)
{
    (void)state;
    static const char *const panels[] = {"7.0 7.5 8.0", "6.5 7.0 7.0", "7.0 7.5 8.0 8.0 8.5"};
    struct declared declared = {.has = RULES_DECLARES_DIFFICULTY, .difficulty = points("3.0")};
    struct book book;
    struct play play;

    book_open(&book);
    book_skill(&book);
    book_stage(&book);
    book_module(&book, RATIO_ONE);
    for (uint32_t i = 0; i < 3; i++) {
        struct rules_part *part = book_part(&book, i == 2 ? 5 : 3);
        book_aspect(&book, "0", "10", "0.5");
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

static void ex_19_adds_a_grade_of_execution_to_the_base(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct rules_part *part = book_plain(&book, 9);
    struct declared declared = {.has = RULES_DECLARES_BASE | RULES_DECLARES_SCALE,
                                .base = points("5.00"),
                                .scale_count = 11};

    part->technical = "controller";
    part->declares = RULES_DECLARES_BASE | RULES_DECLARES_SCALE;
    part->drop_high = part->drop_low = 1;
    part->judges = to_2;
    *only_aspect(&book) = (struct rules_aspect){
        .min = points("-5"), .max = points("5"), .step = POINT_ONE, .scaled = true};
    for (int i = 0; i < 11; i++) {
        declared.scale[i].grade = (i - 5) * (point_t)POINT_ONE;
        declared.scale[i].value = (i - 5) * (point_t)POINT_ONE / 2;
    }
    play_open(&play, &book, 0);
    play_panel(&play, 0, "3 3 2 3 4 3 2 3 5");
    assert_int_equal(play_declare(&play, 0, &declared), V_OK);
    assert_int_equal(play_tally(&play), V_OK);
    assert_figure(play.tally.results[0].figure, "1.5");
    assert_figure(play.tally.stages[0].total, "6.5");
    play_close(&play);
}

static void ex_20_multiplies_a_component(void **state)
{
    (void)state;
    struct book book;
    struct rules_part *part = book_plain(&book, 9);

    part->drop_high = part->drop_low = 1;
    part->judges = part->product = to_2;
    part->factor = fraction(167, 100);
    assert_panel(&book, "8.25 8.5 8.25 8.0 8.75 8.5 8.25 8.5 8.25", "13.96");
}

static const struct rules_band fig_tolerance[] = {{{8, 1}, {10, 1}, {3, 10}, {"", ""}},
                                                  {{7, 1}, {8, 1}, {4, 10}, {"", ""}},
                                                  {{6, 1}, {7, 1}, {5, 10}, {"", ""}},
                                                  {{0, 1}, {6, 1}, {6, 10}, {"", ""}}};

static void ex_21_22_take_the_middle_two_or_all(void **state)
{
    (void)state;
    struct book book;
    struct rules_part *part = book_plain(&book, 4);

    part->reduce = RULES_MIDDLE_TWO;
    part->drop_high = part->drop_low = 1;
    part->tolerance = fig_tolerance;
    part->tolerance_count = ROWS(fig_tolerance);
    assert_panel(&book, "8.2 8.5 8.6 9.1", "8.55");
    assert_panel(&book, "6.8 7.0 7.6 7.9", "7.325");
}

// Five attempts, each a part with one time; lower is better, DNF may stand for a time.
static void open_attempts(struct book *book, struct rounding rounding)
{
    book_open(book);
    book_skill(book)->lower_is_better = true;
    book_stage(book);
    struct rules_module *module = book_module(book, RATIO_ONE);
    module->roll_up = RULES_AVERAGE;
    module->drop_best = module->drop_worst = 1;
    module->sum = rounding;
    for (uint32_t i = 0; i < 5; i++) {
        book_part(book, 1);
        book_aspect(book, "0", "1000", "0.01")->codes = 1U << RULES_DNF | 1U << RULES_DNS;
    }
}

// "-" is DNF.
static void send_attempts(struct play *play, const char *const times[5])
{
    for (uint32_t i = 0; i < 5; i++) {
        point_t value = POINT_CODE(RULES_DNF);
        (void)point_parse(times[i], strlen(times[i]), &value);
        assert_int_equal(play_marks(play, i, 0, &value), V_OK);
    }
}

static void assert_attempts(struct rounding rounding, const char *const times[5],
                            const char *average)
{
    struct book book;
    struct play play;

    open_attempts(&book, rounding);
    play_open(&play, &book, 0);
    send_attempts(&play, times);
    assert_int_equal(play_tally(&play), V_OK);
    assert_true(play.tally.stages[0].complete);
    if (average) {
        assert_figure(play.tally.stages[0].total, average);
    } else {
        assert_same(play.tally.stages[0].total, RATIO_CODE(RULES_DNF));
    }
    play_close(&play);
}

static void ex_29_30_take_the_average_of_five_attempts(void **state)
{
    (void)state;
    static const char *const ex_29[] = {"12.34", "11.20", "13.50", "-", "12.00"};
    static const char *const ex_30[] = {"900", "-", "700", "800", "900"};
    static const char *const two[] = {"900", "-", "700", "-", "900"};

    assert_attempts(to_2, ex_29, "12.61");
    assert_attempts((struct rounding){ROUND_HALF_UP, 0}, ex_30, "867");
    assert_attempts(to_2, two, NULL); // one may be the worst, two are too many
}

RUN(cmocka_unit_test(ex_1_takes_a_percentage_off_by_choice),
    cmocka_unit_test(ex_2_makes_a_mark_of_a_judgement),
    cmocka_unit_test(ex_3_takes_the_mean_of_three_scores_and_refuses_a_range_above_one),
    cmocka_unit_test(ex_9_weighs_theory_and_practice),
    cmocka_unit_test(ex_10_depends_on_where_the_rules_round),
    cmocka_unit_test(ex_13_14_15_drop_one_highest_and_one_lowest),
    cmocka_unit_test(ex_16_18_score_a_dive), cmocka_unit_test(ex_17_scores_a_dive_of_two),
    cmocka_unit_test(ex_19_adds_a_grade_of_execution_to_the_base),
    cmocka_unit_test(ex_20_multiplies_a_component),
    cmocka_unit_test(ex_21_22_take_the_middle_two_or_all),
    cmocka_unit_test(ex_29_30_take_the_average_of_five_attempts))
