// Coefficients, aspects that do not count, straight lines, rounded sheets, the judges' figures of a
// module's parts, the best modules of a stage, and who has no place or no judge.
#include "scoring/worth.h"
#include "tests/scoring/field_book.h"

// ---- what an entry is worth

static void assert_worth(const struct rules_aspect *aspect, const char *entry, const char *want)
{
    point_t cells[2] = {points(entry), POINT_BLANK};
    struct ratio worth = RATIO_ZERO;

    assert_true(worth_of(aspect, cells, 1, &worth));
    assert_figure(worth, want);
}

static void a_straight_line_may_go_below_zero_or_be_held(void **state)
{
    (void)state;
    struct rules_aspect aspect = {.input = RULES_LINEAR,
                                  .linear = {.a = {60, 1}, .b = {9, 5}, .k = {120, 1}}};

    assert_worth(&aspect, "120", "60");
    assert_worth(&aspect, "131.5", "80.7");
    assert_worth(&aspect, "80", "-12");
    aspect.linear.has_least = aspect.linear.has_most = true;
    aspect.linear.least = RATIO_ZERO;
    aspect.linear.most = (struct ratio){80, 1};
    assert_worth(&aspect, "80", "0");
    assert_worth(&aspect, "131.5", "80");
}

static void a_falling_target_gives_more_for_less(void **state)
{
    (void)state;
    struct rules_aspect aspect = {.input = RULES_TARGET,
                                  .full = 20 * POINT_ONE,
                                  .target = {60, 1},
                                  .cap = {11, 10},
                                  .falling = true};

    assert_worth(&aspect, "80", "15");
    assert_worth(&aspect, "60", "20");
    assert_worth(&aspect, "30", "22");
}

static void a_coefficient_is_taken_before_the_rounding_and_may_take_off(void **state)
{
    (void)state;
    struct rules_aspect aspect = {
        .input = RULES_SCORE, .weight = {-1, 8}, .rounding = {ROUND_HALF_UP, 2}};
    struct ratio low;
    struct ratio high;

    aspect.max = 3 * POINT_ONE;
    assert_worth(&aspect, "1", "-0.13");
    assert_false(worth_is_plain(&aspect));
    assert_true(worth_bounds(&aspect, &low, &high));
    assert_figure(low, "-0.38");
    assert_figure(high, "0");
}

// ---- sheets

static void what_is_aside_is_marked_and_does_not_count(void **state)
{
    (void)state;
    static const point_t marks[] = {8 * POINT_ONE, 5 * POINT_ONE};
    struct book book;
    struct play play;

    book_plain(&book, 1);
    book_aspect(&book, "0", "100", "1")->aside = true;
    book.skills[0].tie_count = 1;
    book.skills[0].ties[0] = (struct rules_tie){.by = RULES_TIE_ASPECT, .aspect = "aspect"};
    book.aspects[1].id = "tries";
    book.skills[0].ties[0].aspect = "tries";
    for (int how = RULES_PER_ASPECT; how <= RULES_PER_SHEET; how++) {
        book.parts[0].combine = (enum rules_combine)how;
        play_open(&play, &book, 0);
        assert_int_equal(play_marks(&play, 0, 0, marks), V_OK);
        assert_int_equal(play_tally(&play), V_OK);
        assert_figure(play.tally.stages[0].total, "8");
        assert_figure(play.tally.asides[0], "5");
        play_close(&play);
    }
}

// Tops decide, then zones, then fewer attempts, all of one sheet a boulder.
static void ties_go_to_what_is_aside_added_up_over_the_module(void **state)
{
    (void)state;
    static const point_t sheets[][2][3] = {
        {{POINT_ONE, POINT_ONE, 4 * POINT_ONE}, {0, POINT_ONE, 2 * POINT_ONE}},
        {{POINT_ONE, POINT_ONE, POINT_ONE}, {0, POINT_ONE, 3 * POINT_ONE}},
        {{POINT_ONE, POINT_ONE, POINT_ONE}, {0, 0, POINT_ONE}},
    };
    struct book book;
    struct ring ring;

    book_open(&book);
    struct rules_skill *skill = book_skill(&book);
    book_stage(&book);
    book_module(&book, RATIO_ONE);
    for (int i = 0; i < 2; i++) {
        book_part(&book, 1);
        book_aspect(&book, "0", "1", "1")->id = "top";
        book_aspect(&book, "0", "1", "1")->id = "zone";
        book_aspect(&book, "0", "99", "1")->id = "tries";
        book.aspects[3 * i + 1].aside = book.aspects[3 * i + 2].aside = true;
    }
    skill->tie_count = 2;
    skill->ties[0] = (struct rules_tie){.by = RULES_TIE_ASPECT, .aspect = "zone"};
    skill->ties[1] =
        (struct rules_tie){.by = RULES_TIE_ASPECT, .aspect = "tries", .lower_is_better = true};
    assert_false(rules_is_relative(&book.rules, 0));
    assert_int_equal(rank_key_len(&book.rules, 0), 1 + 3 * RATIO_KEY);
    ring_open(&ring, &book, 3);
    for (uint32_t who = 0; who < 3; who++) {
        for (uint32_t part = 0; part < 2; part++) {
            assert_int_equal(play_marks(&ring.plays[who], part, 0, sheets[who][part]), V_OK);
        }
    }
    assert_ranking(&ring, 0, "b1 a2 c3 ");
    ring_close(&ring);
}

static void marks_that_are_aside_move_the_tally_in_place_as_a_recount_does(void **state)
{
    (void)state;
    static const point_t marks[] = {8 * POINT_ONE, 5 * POINT_ONE};
    static const point_t later[] = {8 * POINT_ONE, 7 * POINT_ONE};
    struct book book;
    struct play play;

    book_plain(&book, 1);
    book_aspect(&book, "0", "100", "1")->aside = true;
    book.aspects[1].id = "tries";
    book.skills[0].tie_count = 1;
    book.skills[0].ties[0] = (struct rules_tie){.by = RULES_TIE_ASPECT, .aspect = "tries"};
    play_open(&play, &book, 0);
    assert_int_equal(play_marks(&play, 0, 0, marks), V_OK);
    assert_int_equal(play_tally(&play), V_OK);
    assert_int_equal(play_marks(&play, 0, 0, later), V_OK);
    assert_int_equal(tally_part(&book.rules, 0, play.row, 0, &play.tally), V_OK);
    assert_figure(play.tally.asides[0], "7");
    play_close(&play);
}

static void each_sheet_is_rounded_before_it_goes_over_the_judges(void **state)
{
    (void)state;
    struct book book;
    struct rules_part *part = book_plain(&book, 3);

    part->combine = RULES_PER_SHEET;
    part->sheet = (struct rounding){ROUND_HALF_UP, 0};
    assert_panel(&book, "7.5 7.4 7.6", "7.666666667");
    part->sheet.mode = ROUND_TRUNCATE;
    assert_panel(&book, "7.5 7.4 7.6", "7");
}

// ---- modules and stages

static void a_module_takes_the_judges_figures_of_others_parts(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    book_plain(&book, 1)->factor = (struct ratio){2, 1};
    book_module(&book, RATIO_ONE);
    book_part(&book, 1)->factor = (struct ratio){3, 1};
    book_aspect(&book, "0", "100", "0.01");
    struct rules_module *again = book_module(&book, RATIO_ONE);
    again->again = again->judges = again->aside = true;
    again->part_first = 0;
    again->part_count = 2;
    uint32_t index = 0;
    assert_int_equal(rules_check(&book.rules, &index), RULES_SENSE);
    play_open(&play, &book, 0);
    play_panel(&play, 0, "5");
    play_panel(&play, 1, "7");
    assert_int_equal(play_tally(&play), V_OK);
    assert_figure(play.tally.stages[0].total, "31");
    assert_figure(play.tally.modules[2], "12");
    play_close(&play);
    again->part_count = 1;
    assert_int_equal(rules_check(&book.rules, &index), RULES_SENSE);
    again->part_first = 1;
    again->part_count = 2;
    assert_int_equal(rules_check(&book.rules, &index), RULES_ROLL_UP_EMPTY);
}

static void a_stage_takes_its_best_modules(void **state)
{
    (void)state;
    static const char *const panels[] = {"5", "9", "7"};
    struct book book;
    struct play play;

    book_plain(&book, 1);
    for (int i = 1; i < 3; i++) {
        book_module(&book, RATIO_ONE);
        book_part(&book, 1);
        book_aspect(&book, "0", "100", "0.01");
    }
    book.stages[0].best = 2;
    play_open(&play, &book, 0);
    for (uint32_t i = 0; i < 3; i++) {
        play_panel(&play, i, panels[i]);
    }
    assert_int_equal(play_tally(&play), V_OK);
    assert_figure(play.tally.stages[0].total, "16");
    play_close(&play);
}

// ---- no place, no judge

static void a_veto_on_the_place_leaves_no_place(void **state)
{
    (void)state;
    static const char *const panels[] = {"0", "5"};
    struct book book;
    struct ring ring;

    book_plain(&book, 1);
    book.aspects[0].veto = RULES_VETO_PLACE;
    ring_open(&ring, &book, 2);
    ring_marks(&ring, 0, panels, 2);
    assert_ranking(&ring, 0, "b1 a0 ");
    assert_same(ring.plays[0].tally.stages[0].total, RATIO_CODE(RULES_DSQ));
    ring_close(&ring);
}

static void a_part_whose_judges_are_all_excused_is_not_asked_of_him(void **state)
{
    (void)state;
    struct book book;
    struct ring ring;

    book_plain(&book, 1);
    book_part(&book, 1);
    book_aspect(&book, "0", "100", "0.01");
    ring_open(&ring, &book, 1);
    play_panel(&ring.plays[0], 0, "8");
    ring_settle(&ring);
    assert_false(ring.plays[0].tally.stages[0].complete);
    ring_rule(&ring, 0, (struct ruling){.kind = RULING_EXCUSE, .part = 1, .seat = 0, .on = true});
    assert_ranking(&ring, 0, "a1 ");
    assert_total(&ring, 0, "8");
    assert_int_equal(ring.plays[0].tally.stages[0].expected, 1);
    ring_close(&ring);
}

RUN(cmocka_unit_test(a_straight_line_may_go_below_zero_or_be_held),
    cmocka_unit_test(a_falling_target_gives_more_for_less),
    cmocka_unit_test(a_coefficient_is_taken_before_the_rounding_and_may_take_off),
    cmocka_unit_test(what_is_aside_is_marked_and_does_not_count),
    cmocka_unit_test(ties_go_to_what_is_aside_added_up_over_the_module),
    cmocka_unit_test(marks_that_are_aside_move_the_tally_in_place_as_a_recount_does),
    cmocka_unit_test(each_sheet_is_rounded_before_it_goes_over_the_judges),
    cmocka_unit_test(a_module_takes_the_judges_figures_of_others_parts),
    cmocka_unit_test(a_stage_takes_its_best_modules),
    cmocka_unit_test(a_veto_on_the_place_leaves_no_place),
    cmocka_unit_test(a_part_whose_judges_are_all_excused_is_not_asked_of_him))
