// Entries of every input: what a sheet may say, sheets that come bit by bit, and station logs.
#include "tests/scoring/book.h"

static struct rules_aspect *open_one(struct book *book, enum rules_input input)
{
    book_plain(book, 1);
    book->aspects[0].input = input;
    book->aspects[0].full = points("6");
    return &book->aspects[0];
}

static enum verdict enter(struct play *play, uint32_t cell, point_t value)
{
    struct mark mark = {0, value, cell};

    return play_send(play, &(struct sheet){0, 0, 1, &mark, NULL});
}

static const struct rules_band choices[] = {
    {.value = {1, 1}}, {.value = {2, 1}}, {.value = {3, 1}}};
static const struct rules_fault faults[] = {
    {.id = "gap", .each = 5 * (point_t)POINT_ONE, .begun = true, .amount = 2 * (point_t)POINT_ONE},
    {.id = "crack", .lost = true}};

static void takes_what_the_input_allows(void **state)
{
    (void)state;

    static const struct {
        enum rules_input input;
        const char *entry;
        enum verdict verdict;
        const char *worth;
    } rows[] = {
        {RULES_PASS_FAIL, "1", V_OK, "6"},
        {RULES_PASS_FAIL, "0", V_OK, "0"},
        {RULES_PASS_FAIL, "2", V_MARK_OUT_OF_RANGE, NULL},
        {RULES_PASS_FAIL, "0.5", V_MARK_OFF_STEP, NULL},
        {RULES_TICK, "1", V_OK, "1"},
        {RULES_TICK, "-1", V_MARK_OUT_OF_RANGE, NULL},
        {RULES_JUDGEMENT, "3", V_OK, "6"},
        {RULES_JUDGEMENT, "4", V_MARK_OUT_OF_RANGE, NULL},
        {RULES_JUDGEMENT, "1.5", V_MARK_OFF_STEP, NULL},
        {RULES_NUMBER, "2", V_OK, "3"},
        {RULES_NUMBER, "4", V_OK, "6"},
        {RULES_NUMBER, "5", V_MARK_OUT_OF_RANGE, NULL},
        {RULES_CHOICE, "3", V_OK, "3"},
        {RULES_CHOICE, "0", V_MARK_OUT_OF_RANGE, NULL},
        {RULES_CHOICE, "4", V_MARK_OUT_OF_RANGE, NULL},
        {RULES_PLACE, "1", V_OK, "1"},
        {RULES_PLACE, "0", V_MARK_OUT_OF_RANGE, NULL},
        {RULES_PLACE, "100", V_OK, "100"},
        {RULES_PLACE, "101", V_MARK_OUT_OF_RANGE, NULL},
        {RULES_SCORE, "0.01", V_OK, "0.01"},
        {RULES_SCORE, "0.001", V_MARK_OFF_STEP, NULL},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct book book;
        struct play play;
        struct rules_aspect *aspect = open_one(&book, rows[i].input);
        aspect->target = (struct ratio){4, 1};
        aspect->bands = rows[i].input == RULES_CHOICE ? choices : NULL;
        aspect->band_count = rows[i].input == RULES_CHOICE ? ROWS(choices) : 0;
        play_open(&play, &book, 0);
        assert_int_equal(enter(&play, 0, points(rows[i].entry)), rows[i].verdict);
        assert_int_equal(play_tally(&play), V_OK);
        assert_int_equal(play.tally.stages[0].complete, rows[i].verdict == V_OK);
        assert_figure(play.tally.stages[0].own, rows[i].worth ? rows[i].worth : "0");
        play_close(&play);
    }
}

static void open_faults(struct book *book, struct play *play)
{
    struct rules_aspect *aspect = open_one(book, RULES_DEDUCTION);

    aspect->faults = faults;
    aspect->fault_count = ROWS(faults);
    book_aspect(book, "0", "10", "1");
    book_lay_out(book);
    play_open(play, book, 0);
}

static void a_deduction_takes_a_quantity_for_each_fault(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct mark marks[] = {{0, points("6"), 0}, {0, 0, 1}, {1, points("4"), 0}};
    struct sheet sheet = {0, 0, 3, marks, NULL};

    open_faults(&book, &play);
    assert_int_equal(play_send(&play, &sheet), V_OK);
    assert_int_equal(play_tally(&play), V_OK);
    assert_figure(play.tally.stages[0].own, "6"); // 6 - 2 begun steps of 2, and 4
    marks[1].value = POINT_ONE;
    assert_int_equal(play_send(&play, &sheet), V_OK);
    assert_int_equal(play_tally(&play), V_OK);
    assert_figure(play.tally.stages[0].own, "4"); // the item is lost
    marks[1].cell = 0;
    assert_int_equal(play_send(&play, &sheet), V_ASPECT_TWICE);
    marks[1].cell = 2;
    assert_int_equal(play_send(&play, &sheet), V_ASPECT_UNKNOWN);
    marks[1] = (struct mark){0, -1, 1};
    assert_int_equal(play_send(&play, &sheet), V_MARK_OUT_OF_RANGE);
    play_close(&play);
}

static void a_sheet_gives_back_what_it_was_given(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    const struct mark marks[] = {{0, points("6"), 0}, {0, 0, 1}, {1, points("4"), 0}};
    struct mark back[RULES_CELLS_MAX];
    uint32_t count = 0;

    open_faults(&book, &play);
    assert_int_equal(play_send(&play, &(struct sheet){0, 0, 3, marks, NULL}), V_OK);
    assert_true(contest_sheet(&book.rules, 0, play.row, 0, 0, back, &count));
    assert_int_equal(count, 3);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(back[i].aspect, marks[i].aspect);
        assert_int_equal(back[i].cell, marks[i].cell);
        assert_int_equal(back[i].value, marks[i].value);
    }
    // Replaced whole: nothing of the first sheet stays.
    assert_int_equal(play_send(&play, &(struct sheet){0, 0, 2, marks + 1, NULL}), V_OK);
    assert_true(contest_sheet(&book.rules, 0, play.row, 0, 0, back, &count));
    assert_int_equal(count, 2);
    play_close(&play);
}

static void a_target_may_come_with_the_entry(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct mark marks[] = {{0, points("50"), 0}, {0, points("80"), 1}};
    struct rules_aspect *aspect = open_one(&book, RULES_TARGET);

    aspect->target = (struct ratio){100, 1};
    aspect->cap = (struct ratio){11, 10};
    book_lay_out(&book);
    play_open(&play, &book, 0);
    assert_int_equal(play_send(&play, &(struct sheet){0, 0, 1, marks, NULL}), V_OK);
    assert_int_equal(play_tally(&play), V_OK);
    assert_figure(play.tally.stages[0].own, "3");
    assert_int_equal(play_send(&play, &(struct sheet){0, 0, 2, marks, NULL}), V_OK);
    assert_int_equal(play_tally(&play), V_OK);
    assert_figure(play.tally.stages[0].own, "3.75");
    assert_int_equal(play_send(&play, &(struct sheet){0, 0, 1, marks + 1, NULL}), V_ASPECT_MISSING);
    marks[1].value = 0;
    assert_int_equal(play_send(&play, &(struct sheet){0, 0, 2, marks, NULL}), V_MARK_OUT_OF_RANGE);
    aspect->target = (struct ratio){0, 0}; // the definition has none
    assert_int_equal(play_send(&play, &(struct sheet){0, 0, 1, marks, NULL}), V_ASPECT_MISSING);
    play_close(&play);
}

static void a_code_stands_for_a_value_where_the_aspect_allows_it(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    open_one(&book, RULES_SCORE)->codes = 1U << RULES_DNF;
    play_open(&play, &book, 0);
    assert_int_equal(enter(&play, 0, POINT_CODE(RULES_DNS)), V_MARK_OUT_OF_RANGE);
    assert_int_equal(enter(&play, 0, POINT_BLANK), V_MARK_OUT_OF_RANGE);
    assert_int_equal(enter(&play, 0, POINT_CODE(RULES_DNF)), V_OK);
    assert_int_equal(play_tally(&play), V_OK);
    assert_true(play.tally.stages[0].complete);
    assert_same(play.tally.parts[0], RATIO_CODE(RULES_DNF));
    assert_same(play.tally.stages[0].total, RATIO_CODE(RULES_DNF));
    play_close(&play);
}

static void a_code_and_figures_of_one_aspect_exclude_each_other(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct mark marks[] = {{0, POINT_CODE(RULES_DNF), 0}, {0, 0, 1}, {1, points("4"), 0}};
    struct sheet sheet = {0, 0, 3, marks, NULL};

    open_faults(&book, &play);
    book.aspects[0].codes = 1U << RULES_DNF;
    assert_int_equal(play_send(&play, &sheet), V_ASPECT_TWICE);
    marks[0] = (struct mark){0, 0, 1};
    marks[1] = (struct mark){0, POINT_CODE(RULES_DNF), 0};
    assert_int_equal(play_send(&play, &sheet), V_ASPECT_TWICE);
    marks[0] = marks[2];
    sheet.mark_count = 2;
    assert_int_equal(play_send(&play, &sheet), V_OK);
    play_close(&play);
}

// ---- one by one

static void marks_that_come_one_by_one_add_to_the_sheet(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    const struct mark one[] = {{0, points("40"), 0}};
    const struct mark two[] = {{1, points("7"), 0}};
    const struct mark again[] = {{0, points("42"), 0}};

    book_plain(&book, 1)->one_by_one = true;
    book_aspect(&book, "0", "10", "1");
    play_open(&play, &book, 0);
    assert_int_equal(play_send(&play, &(struct sheet){0, 0, 0, one, NULL}), V_ASPECT_MISSING);
    assert_int_equal(play_send(&play, &(struct sheet){0, 0, 1, one, NULL}), V_OK);
    assert_int_equal(play_tally(&play), V_OK);
    assert_figure(play.tally.stages[0].own, "40"); // the blank one adds nothing
    assert_int_equal(play_send(&play, &(struct sheet){0, 0, 1, two, NULL}), V_OK);
    assert_int_equal(play_send(&play, &(struct sheet){0, 0, 1, again, NULL}), V_OK);
    assert_int_equal(play_tally(&play), V_OK);
    assert_figure(play.tally.stages[0].own, "49");
    play_close(&play);
}

static void an_aspect_that_only_some_have_marked_waits_for_the_others(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    const struct mark marks[] = {{0, points("40"), 0}, {1, points("7"), 0}};

    book_plain(&book, 2)->one_by_one = true;
    book_aspect(&book, "0", "10", "1");
    play_open(&play, &book, 0);
    assert_int_equal(play_send(&play, &(struct sheet){0, 0, 2, marks, NULL}), V_OK);
    assert_int_equal(play_send(&play, &(struct sheet){0, 1, 1, marks, NULL}), V_OK);
    assert_int_equal(play_tally(&play), V_OK);
    assert_false(play.tally.part_complete[0]);
    book.parts[0].missing = RULES_GIVEN;
    assert_int_equal(play_tally(&play), V_OK);
    assert_true(play.tally.part_complete[0]);
    assert_figure(play.tally.stages[0].own, "47");
    book.parts[0].missing = RULES_BLOCK;
    assert_int_equal(play_send(&play, &(struct sheet){0, 1, 1, marks + 1, NULL}), V_OK);
    assert_int_equal(play_tally(&play), V_OK);
    assert_true(play.tally.part_complete[0]);
    play_close(&play);
}

// ---- station logs

static void open_log(struct book *book)
{
    struct rules_part *part = book_plain(book, 1);

    part->technical = "station";
    part->declares = RULES_DECLARES_LOG | RULES_DECLARES_DIVISOR;
}

static void a_running_log_keeps_the_part_open(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct declared declared = {.has = RULES_DECLARES_LOG | RULES_DECLARES_DIVISOR,
                                .divisor = points("1.8"),
                                .time = points("3541.5"),
                                .running = true};

    open_log(&book);
    book.parts[0].product = (struct rounding){ROUND_TRUNCATE, 3};
    play_open(&play, &book, 0);
    play_panel(&play, 0, "6.6");
    assert_int_equal(play_declare(&play, 0, &declared), V_OK);
    assert_int_equal(play_tally(&play), V_OK);
    assert_false(play.tally.stages[0].complete);
    assert_int_equal(play.tally.results[0].time, points("3541.5"));
    declared.running = false;
    assert_int_equal(play_declare(&play, 0, &declared), V_OK);
    assert_int_equal(play_tally(&play), V_OK);
    assert_true(play.tally.stages[0].complete);
    assert_figure(play.tally.stages[0].own, "3.666"); // 6.6 / 1.8, cut down (RULES.md 3.4)
    play_close(&play);
}

static void refuses_declared_values_that_cannot_be(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct declared declared = {
        .has = RULES_DECLARES_LOG | RULES_DECLARES_DIVISOR, .divisor = 0, .time = points("60")};

    open_log(&book);
    play_open(&play, &book, 0);
    assert_int_equal(play_declare(&play, 0, &declared), V_MARK_OUT_OF_RANGE);
    assert_int_equal(play.last.item, RULES_DECLARES_DIVISOR);
    declared.divisor = POINT_ONE;
    declared.time = -1;
    assert_int_equal(play_declare(&play, 0, &declared), V_MARK_OUT_OF_RANGE);
    assert_int_equal(play.last.item, RULES_DECLARES_LOG);
    declared.time = 0;
    declared.has = RULES_DECLARES_LOG;
    assert_int_equal(play_declare(&play, 0, &declared), V_DECLARED_MISSING);
    play_close(&play);
}

RUN(cmocka_unit_test(takes_what_the_input_allows),
    cmocka_unit_test(a_deduction_takes_a_quantity_for_each_fault),
    cmocka_unit_test(a_sheet_gives_back_what_it_was_given),
    cmocka_unit_test(a_target_may_come_with_the_entry),
    cmocka_unit_test(a_code_stands_for_a_value_where_the_aspect_allows_it),
    cmocka_unit_test(a_code_and_figures_of_one_aspect_exclude_each_other),
    cmocka_unit_test(marks_that_come_one_by_one_add_to_the_sheet),
    cmocka_unit_test(an_aspect_that_only_some_have_marked_waits_for_the_others),
    cmocka_unit_test(a_running_log_keeps_the_part_open),
    cmocka_unit_test(refuses_declared_values_that_cannot_be))
