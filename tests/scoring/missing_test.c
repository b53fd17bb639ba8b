// Tallies of rows that are not full, and of figures that do not fit.
#include "scoring/tally.h"
#include "tests/scoring/book.h"

// ---- what is not there

static void assert_progress(struct play *play, bool started, bool complete, uint32_t done,
                            uint32_t expected)
{
    assert_int_equal(play_tally(play), V_OK);
    assert_int_equal(play->tally.stages[0].started, started);
    assert_int_equal(play->tally.stages[0].complete, complete);
    assert_int_equal(play->tally.stages[0].done, done);
    assert_int_equal(play->tally.stages[0].expected, expected);
}

static void blank_is_not_zero(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    book_plain(&book, 2);
    play_open(&play, &book, 0);
    assert_progress(&play, false, false, 0, 2);
    play_panel(&play, 0, "0");
    assert_progress(&play, true, false, 1, 2);
    assert_false(play.tally.part_complete[0]);
    play_panel(&play, 0, "- 80");
    assert_progress(&play, true, true, 2, 2);
    assert_true(play.tally.part_complete[0]);
    assert_figure(play.tally.stages[0].total, "40");
    play_close(&play);
}

static void an_open_part_adds_nothing_to_those_that_are_done(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    book_plain(&book, 2);
    book_part(&book, 2);
    book_aspect(&book, "0", "100", "1");
    play_open(&play, &book, 0);
    play_panel(&play, 0, "50 60");
    play_panel(&play, 1, "90");
    assert_progress(&play, true, false, 3, 4);
    assert_figure(play.tally.stages[0].total, "55");
    assert_figure(play.tally.parts[1], "0");
    play_close(&play);
}

static void goes_on_with_the_marks_given_if_told_so(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct rules_part *part = book_plain(&book, 5);

    part->missing = RULES_GIVEN;
    part->drop_high = part->drop_low = 1;
    play_open(&play, &book, 0);
    play_panel(&play, 0, "- 50 - 90");
    assert_progress(&play, true, false, 2, 5);
    play_panel(&play, 0, "70");
    assert_progress(&play, true, true, 3, 5); // one is left after dropping
    assert_figure(play.tally.stages[0].total, "70");
    assert_true(contest_expects_sheet(&book.rules, 0, play.row, 0, 4));
    play_panel(&play, 0, "- - - - 75");
    assert_progress(&play, true, true, 4, 5);
    assert_figure(play.tally.stages[0].total, "72.5");
    play_close(&play);
}

static void waits_for_the_least_number_of_judges(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct rules_part *part = book_plain(&book, 5);

    part->missing = RULES_GIVEN;
    part->judges_least = 4;
    play_open(&play, &book, 0);
    play_panel(&play, 0, "50 50 50");
    assert_progress(&play, true, false, 3, 5);
    play_panel(&play, 0, "- - - - 60");
    assert_progress(&play, true, true, 4, 5);
    assert_figure(play.tally.stages[0].total, "52.5");
    play_close(&play);
}

static void waits_for_the_declaration(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct rules_part *part = book_plain(&book, 1);

    part->technical = "referee";
    part->declares = RULES_DECLARES_DIFFICULTY;
    play_open(&play, &book, 0);
    play_panel(&play, 0, "8");
    assert_progress(&play, true, false, 1, 2);
    assert_figure(play.tally.stages[0].total, "0");
    struct declared declared = {.has = RULES_DECLARES_DIFFICULTY, .difficulty = points("2.5")};
    assert_int_equal(play_declare(&play, 0, &declared), V_OK);
    assert_progress(&play, true, true, 2, 2);
    assert_figure(play.tally.stages[0].total, "20");
    play_close(&play);
}

static void a_part_without_aspects_awaits_only_its_declaration(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    book_plain(&book, 1);
    struct rules_part *part = book_part(&book, 0);
    part->technical = "referee";
    part->declares = RULES_DECLARES_DEDUCTION;
    play_open(&play, &book, 0);
    play_panel(&play, 0, "45.58");
    assert_progress(&play, true, false, 1, 2);
    struct declared declared = {.has = RULES_DECLARES_DEDUCTION, .deduction = points("1.5")};
    assert_int_equal(play_declare(&play, 1, &declared), V_OK);
    assert_progress(&play, true, true, 2, 2);
    assert_figure(play.tally.parts[1], "-1.5");
    assert_figure(play.tally.stages[0].total, "44.08");
    play_close(&play);
}

static void no_marks_makes_the_figure_zero_and_awaits_no_sheet(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct rules_part *part = book_plain(&book, 3);

    part->technical = "controller";
    part->declares = RULES_DECLARES_BASE | RULES_DECLARES_DIFFICULTY | RULES_DECLARES_NO_MARKS;
    play_open(&play, &book, 0);
    play_panel(&play, 0, "5");
    struct declared declared = {
        .has = RULES_DECLARES_BASE, .base = points("1.1"), .no_marks = true};
    assert_int_equal(play_declare(&play, 0, &declared), V_OK);
    assert_progress(&play, true, true, 1, 1);
    assert_figure(play.tally.stages[0].total, "1.1");
    play_close(&play);
}

static void a_part_that_was_not_declared_does_not_count(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    book_plain(&book, 1);
    struct rules_part *part = book_part(&book, 2);
    book_aspect(&book, "0", "10", "1");
    part->technical = "controller";
    part->only_declared = true;
    play_open(&play, &book, 0);
    play_panel(&play, 0, "40");
    play_panel(&play, 1, "9 9"); // sent early
    assert_progress(&play, true, true, 1, 1);
    assert_figure(play.tally.stages[0].total, "40");
    assert_false(play.tally.part_complete[1]);
    assert_int_equal(play_declare(&play, 1, &(struct declared){.has = 0}), V_OK);
    assert_progress(&play, true, true, 4, 4);
    assert_figure(play.tally.stages[0].total, "49");
    play_close(&play);
}

static void a_stage_that_awaits_nothing_yet_is_not_complete(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct rules_part *part = book_plain(&book, 1);

    part->technical = "controller";
    part->only_declared = true;
    play_open(&play, &book, 0);
    assert_progress(&play, false, false, 0, 0);
    play_panel(&play, 0, "9");
    assert_progress(&play, true, false, 0, 0);
    play_close(&play);
}

// ---- the edge of exact arithmetic: books that rules_check would not let through

static void says_when_a_total_does_not_fit(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct rules_part *part = book_plain(&book, 1);

    part->factor = fraction(INT64_C(10000000000000000), 1);
    part->technical = "referee";
    part->declares = RULES_DECLARES_FACTOR | RULES_DECLARES_DIFFICULTY;
    play_open(&play, &book, 0);
    play_panel(&play, 0, "99.99");
    struct declared declared = {
        .has = part->declares, .factor = points("100"), .difficulty = points("100")};
    assert_int_equal(play_declare(&play, 0, &declared), V_OK);
    assert_int_equal(play_tally(&play), V_TOTAL_OVERFLOW);
    declared.factor = declared.difficulty = points("1.5"); // and it is well again
    assert_int_equal(play_declare(&play, 0, &declared), V_OK);
    assert_int_equal(play_tally(&play), V_OK);
    assert_figure(play.tally.stages[0].total, "2249775000000000000");
    play_close(&play);
}

static void says_when_declared_values_run_over(void **state)
{
    (void)state;
    for (unsigned combine = RULES_PER_ASPECT; combine <= RULES_PER_SHEET; combine++) {
        struct book book;
        struct play play;
        struct rules_part *part = book_plain(&book, 32);
        part->technical = "referee";
        part->declares = RULES_DECLARES_SCALE;
        part->combine = (enum rules_combine)combine;
        part->reduce = RULES_SUM;
        part->factor = fraction(INT64_C(1000000000000), 1);
        book.aspects[0] =
            (struct rules_aspect){.max = POINT_ONE, .step = POINT_ONE, .scaled = true};
        struct declared declared = {.has = RULES_DECLARES_SCALE,
                                    .scale_count = 2,
                                    .scale = {{0, 0}, {POINT_ONE, RULES_DECLARED_MAX}}};
        play_open(&play, &book, 0);
        assert_int_equal(play_declare(&play, 0, &declared), V_OK);
        for (uint32_t seat = 0; seat < 32; seat++) {
            assert_int_equal(play_marks(&play, 0, seat, (point_t[]){POINT_ONE}), V_OK);
        }
        assert_int_equal(play_tally(&play), V_TOTAL_OVERFLOW);
        play_close(&play);
    }
}

// A product that is rounded at once is exact however long it is before.
static void a_long_product_is_rounded_from_its_exact_value(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct rules_part *part = book_plain(&book, 1);

    part->factor = fraction(INT64_C(1000003), INT64_C(1000000007));
    part->product = (struct rounding){ROUND_HALF_UP, 2};
    part->technical = "referee";
    part->declares = RULES_DECLARES_FACTOR | RULES_DECLARES_DIFFICULTY;
    play_open(&play, &book, 0);
    play_panel(&play, 0, "99.99");
    struct declared declared = {
        .has = part->declares, .factor = points("99.983"), .difficulty = points("99.979")};
    assert_int_equal(play_declare(&play, 0, &declared), V_OK);
    assert_int_equal(play_tally(&play), V_OK);
    assert_figure(play.tally.stages[0].total, "999.52");
    play_close(&play);
}

enum { BASES = 7 };

// Parts that declare a base, all in one module, each in a module or each in a stage that carries
// the rest.
static void open_bases(struct book *book, bool modules, bool stages, struct ratio weight)
{
    book_open(book);
    book_skill(book);
    for (uint32_t i = 0; i < BASES; i++) {
        if (i == 0 || stages) {
            struct rules_stage *stage = book_stage(book);
            for (uint32_t k = 0; k < i; k++) {
                stage->carry[stage->carry_count++] = k;
            }
        }
        if (i == 0 || modules) {
            book_module(book, weight);
        }
        struct rules_part *part = book_part(book, 0);
        part->technical = "referee";
        part->declares = RULES_DECLARES_BASE;
    }
}

static void says_when_a_sum_runs_over(void **state)
{
    (void)state;
    // Weighted a seventh of the greatest and a little more; odd and no multiple of 5, so that
    // nothing cancels.
    struct declared declared = {.has = RULES_DECLARES_BASE, .base = points("999999.999999")};
    int64_t weight = INT64_MAX / BASES / declared.base + 1;

    weight += weight % 2 == 0;
    weight += weight % 5 == 0 ? 2 : 0;
    for (int where = 0; where < 3; where++) {
        struct book book;
        struct play play;
        open_bases(&book, where > 0, where > 1, fraction(weight, 1));
        play_open(&play, &book, 0);
        for (uint32_t i = 0; i < BASES; i++) {
            assert_int_equal(play_tally(&play), V_OK);
            assert_int_equal(play_declare(&play, i, &declared), V_OK);
        }
        assert_int_equal(play_tally(&play), V_TOTAL_OVERFLOW);
        play_close(&play);
    }
}

RUN(cmocka_unit_test(blank_is_not_zero),
    cmocka_unit_test(an_open_part_adds_nothing_to_those_that_are_done),
    cmocka_unit_test(goes_on_with_the_marks_given_if_told_so),
    cmocka_unit_test(waits_for_the_least_number_of_judges),
    cmocka_unit_test(waits_for_the_declaration),
    cmocka_unit_test(a_part_without_aspects_awaits_only_its_declaration),
    cmocka_unit_test(no_marks_makes_the_figure_zero_and_awaits_no_sheet),
    cmocka_unit_test(a_part_that_was_not_declared_does_not_count),
    cmocka_unit_test(a_stage_that_awaits_nothing_yet_is_not_complete),
    cmocka_unit_test(says_when_a_total_does_not_fit),
    cmocka_unit_test(says_when_declared_values_run_over),
    cmocka_unit_test(a_long_product_is_rounded_from_its_exact_value),
    cmocka_unit_test(says_when_a_sum_runs_over))
