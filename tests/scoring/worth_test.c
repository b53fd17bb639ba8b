#include "scoring/contest.h"
#include "scoring/worth.h"
#include "tests/scoring/chance.h"

static struct ratio decimal(const char *text)
{
    return ratio_of_point(points(text));
}

// "14 2" are the aspect's cells in their order, "-" is a blank.
static size_t read_cells(const char *text, point_t *cells)
{
    size_t count = 0;

    for (const char *at = text; *at; at += strspn(at, " ")) {
        size_t len = strcspn(at, " ");
        if (!point_parse(at, len, &cells[count])) {
            cells[count] = POINT_BLANK;
        }
        count++;
        at += len;
    }
    return count;
}

static void assert_worth(const struct rules_aspect *aspect, const char *entry, const char *worth)
{
    point_t cells[8] = {0};
    struct ratio got = RATIO_ZERO;

    read_cells(entry, cells);
    assert_true(worth_of(aspect, cells, 1, &got));
    assert_figure(got, worth);
}

static struct rules_aspect of_input(enum rules_input input, const char *full)
{
    return (struct rules_aspect){.input = input, .full = points(full), .cap = RATIO_ONE};
}

static const struct rounding cents = {ROUND_HALF_UP, 2};

// ---- each input

static void a_score_is_worth_itself(void **state)
{
    (void)state;
    struct rules_aspect aspect = of_input(RULES_SCORE, "0");

    assert_worth(&aspect, "8.25", "8.25");
    assert_worth(&aspect, "-3", "-3");
    aspect.rounding = (struct rounding){ROUND_HALF_UP, 1};
    assert_worth(&aspect, "8.25", "8.3");
}

static void a_pass_is_worth_everything_and_a_fail_nothing(void **state)
{
    (void)state;
    struct rules_aspect aspect = of_input(RULES_PASS_FAIL, "1.25");

    assert_worth(&aspect, "1", "1.25");
    assert_worth(&aspect, "0", "0");
}

static void a_number_is_worth_its_share(void **state)
{
    (void)state;
    struct rules_aspect aspect = of_input(RULES_NUMBER, "2");

    aspect.target = (struct ratio){7, 1};
    aspect.rounding = cents;
    assert_worth(&aspect, "5", "1.43");
    assert_worth(&aspect, "7", "2");
    assert_worth(&aspect, "0", "0");
}

// 66.6 % off 0.25.
static void ex_1_a_choice_is_worth_what_stands_beside_it(void **state)
{
    (void)state;
    const struct rules_band choices[] = {{.value = {1, 4}},
                                         {.value = decimal("0.16675")},
                                         {.value = decimal("0.0835")},
                                         {.value = {0, 1}}};
    struct rules_aspect aspect = of_input(RULES_CHOICE, "0.25");
    point_t off[] = {0, 5 * (point_t)POINT_ONE, POINT_ONE / 2};
    struct ratio untouched = {7, 3};

    aspect.bands = choices;
    aspect.band_count = ROWS(choices);
    assert_worth(&aspect, "3", "0.0835");
    aspect.rounding = cents;
    assert_worth(&aspect, "1", "0.25");
    assert_worth(&aspect, "2", "0.17");
    assert_worth(&aspect, "3", "0.08");
    assert_worth(&aspect, "4", "0");
    for (size_t i = 0; i < ROWS(off); i++) {
        assert_false(worth_of(&aspect, &off[i], 1, &untouched));
    }
    assert_same(untouched, (struct ratio){7, 3});
}

static void a_measure_is_worth_the_first_range_it_lies_in(void **state)
{
    (void)state;
    const struct rules_band bands[] = {
        {.from = decimal("9.9"), .to = decimal("10.1"), .value = {5, 1}},
        {.from = decimal("9.8"), .to = decimal("10.2"), .value = {3, 1}},
    };
    struct rules_aspect aspect = of_input(RULES_RANGED, "5");

    aspect.bands = bands;
    aspect.band_count = ROWS(bands);
    assert_worth(&aspect, "9.9", "5");
    assert_worth(&aspect, "10.1", "5");
    assert_worth(&aspect, "10.100001", "3");
    assert_worth(&aspect, "9.8", "3");
    assert_worth(&aspect, "9.799999", "0");
    assert_worth(&aspect, "10.200001", "0");
}

static void ex_2_a_judgement_is_worth_its_thirds(void **state)
{
    (void)state;
    struct rules_aspect aspect = of_input(RULES_JUDGEMENT, "2");

    aspect.rounding = cents;
    assert_worth(&aspect, "2", "1.33");
    aspect.full = points("1.5");
    assert_worth(&aspect, "2", "1");
    assert_worth(&aspect, "1", "0.5");
    assert_worth(&aspect, "3", "1.5");
    assert_worth(&aspect, "0", "0");
}

static void a_target_is_worth_its_share_up_to_the_cap(void **state)
{
    (void)state;
    struct rules_aspect aspect = of_input(RULES_TARGET, "20");
    point_t none[] = {POINT_ONE, 0};
    struct ratio got = RATIO_ZERO;

    aspect.target = (struct ratio){100, 1};
    aspect.cap = decimal("1.1");
    assert_worth(&aspect, "80 -", "16");
    assert_worth(&aspect, "105 -", "21");
    assert_worth(&aspect, "115 -", "22");
    assert_worth(&aspect, "105 150", "14");
    assert_worth(&aspect, "0 150", "0");
    assert_false(worth_of(&aspect, none, 1, &got)); // a target of nothing
}

static void a_place_is_worth_itself_or_its_points(void **state)
{
    (void)state;
    const struct rules_band bands[] = {
        {.from = {1, 1}, .to = {1, 1}, .value = {15, 1}},
        {.from = {2, 1}, .to = {3, 1}, .value = {10, 1}},
    };
    struct rules_aspect aspect = of_input(RULES_PLACE, "0");

    assert_worth(&aspect, "4", "4");
    aspect.bands = bands;
    aspect.band_count = ROWS(bands);
    assert_worth(&aspect, "1", "15");
    assert_worth(&aspect, "3", "10");
    assert_worth(&aspect, "4", "0");
}

static void a_tick_is_one(void **state)
{
    (void)state;
    struct rules_aspect aspect = of_input(RULES_TICK, "0");

    assert_worth(&aspect, "1", "1");
    assert_worth(&aspect, "0", "0");
}

// 1500 m in 280.01 s, javelin 70.52 m; nothing at or below b.
static void a_power_is_cut_down_to_whole_points(void **state)
{
    (void)state;
    struct rules_aspect run = of_input(RULES_POWER, "0");
    struct rules_aspect spear = run;

    run.power = (struct rules_power){decimal("0.03768"), {480, 1}, 185, 100, true};
    assert_worth(&run, "280.01", "680");
    assert_worth(&run, "480", "0");
    assert_worth(&run, "481", "0");
    spear.power = (struct rules_power){decimal("10.14"), {7, 1}, 108, 100, false};
    assert_worth(&spear, "70.52", "897");
    assert_worth(&spear, "7", "0");
    assert_worth(&spear, "6.99", "0");
}

// ---- faults

static const struct rules_fault faults[] = {
    {.each = 5 * (point_t)POINT_ONE,
     .begun = true,
     .amount = 2 * (point_t)POINT_ONE}, // undercut, mm
    {.each = POINT_ONE,
     .amount = POINT_ONE / 2,
     .most = 3 * (point_t)POINT_ONE / 2}, // pores, whole ones
    {.each = POINT_ONE, .lost = true},    // burned through
};

static struct rules_aspect seam(void)
{
    struct rules_aspect aspect = of_input(RULES_DEDUCTION, "10");

    aspect.faults = faults;
    aspect.fault_count = ROWS(faults);
    return aspect;
}

static void faults_are_taken_off_step_by_step(void **state)
{
    (void)state;
    struct rules_aspect aspect = seam();

    assert_worth(&aspect, "15 0 0", "4"); // three steps of five millimetres
    assert_worth(&aspect, "15.000001 0 0", "2");
    assert_worth(&aspect, "0.1 0 0", "8");
    assert_worth(&aspect, "0 2.9 0", "9"); // only whole steps
    assert_worth(&aspect, "0 7 0", "8.5"); // at most 1.5
    assert_worth(&aspect, "5 1 0", "7.5");
    assert_worth(&aspect, "- - -", "10");
    assert_worth(&aspect, "- 1 -", "9.5");
}

static void a_lost_item_and_too_many_faults_leave_nothing(void **state)
{
    (void)state;
    struct rules_aspect aspect = seam();

    assert_worth(&aspect, "0 0 1", "0");
    assert_worth(&aspect, "0 0 0.000001", "0");
    assert_worth(&aspect, "30 3 0", "0");
    assert_worth(&aspect, "1000000 1000000 0", "0");
    aspect.fault_count = 0;
    struct ratio got = RATIO_ZERO;
    assert_true(worth_of(&aspect, NULL, 1, &got)); // a sheet without cells for it
    assert_figure(got, "10");
}

static void a_fault_says_what_it_takes_and_for_how_many_steps(void **state)
{
    (void)state;

    static const struct {
        size_t fault;
        const char *quantity, *taken;
        int64_t steps;
    } rows[] = {
        {0, "15", "6", 3},  {0, "15.1", "8", 4}, {0, "0", "0", 0}, {1, "2.9", "1", 2},
        {1, "7", "1.5", 7}, {2, "1", "0", 1},    {2, "0", "0", 0},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct ratio taken = RATIO_ONE;
        int64_t steps = -1;
        assert_true(worth_fault(&faults[rows[i].fault], points(rows[i].quantity), &taken, &steps));
        assert_figure(taken, rows[i].taken);
        assert_int_equal(steps, rows[i].steps);
    }
}

static void what_does_not_fit_is_refused(void **state)
{
    (void)state;
    struct rules_fault fault = {.each = 1, .amount = INT64_MAX / 2};
    struct ratio taken = {7, 3};
    int64_t steps = 9;

    assert_false(worth_fault(&fault, points("1000000"), &taken, &steps));
    fault.each = 0;
    assert_false(worth_fault(&fault, POINT_ONE, &taken, &steps));
    assert_same(taken, (struct ratio){7, 3});
    assert_int_equal(steps, 9);
}

// ---- a sheet keeps an aspect's cells apart

static void cells_may_lie_apart(void **state)
{
    (void)state;
    struct rules_aspect aspect = seam();
    point_t cells[] = {15 * (point_t)POINT_ONE, -1, -1, POINT_ONE, -1, -1, 0, -1, -1};
    struct ratio got = RATIO_ZERO;

    assert_true(worth_of(&aspect, cells, 3, &got));
    assert_figure(got, "3.5");
}

// ---- bounds

static void only_marks_that_stand_for_themselves_are_plain(void **state)
{
    (void)state;
    const struct rules_band band = {.from = {1, 1}, .to = {1, 1}, .value = {5, 1}};

    for (unsigned input = RULES_SCORE; input <= RULES_TICK; input++) {
        struct rules_aspect aspect = of_input((enum rules_input)input, "1");
        bool plain = input == RULES_SCORE || input == RULES_PLACE || input == RULES_TICK;
        assert_int_equal(worth_is_plain(&aspect), plain);
        aspect.rounding = cents;
        assert_false(worth_is_plain(&aspect));
    }
    struct rules_aspect places = of_input(RULES_PLACE, "0");
    places.bands = &band;
    places.band_count = 1;
    assert_false(worth_is_plain(&places));
}

static void assert_bounds(const struct rules_aspect *aspect, const char *low, const char *high)
{
    struct ratio got_low = RATIO_ZERO;
    struct ratio got_high = RATIO_ZERO;

    assert_true(worth_bounds(aspect, &got_low, &got_high));
    assert_figure(got_low, low);
    assert_figure(got_high, high);
}

static void bounds_are_those_of_the_input(void **state)
{
    (void)state;
    const struct rules_band bands[] = {{.value = {2, 1}}, {.value = {-1, 2}}, {.value = {1, 1}}};
    struct rules_aspect aspect = of_input(RULES_SCORE, "10");

    aspect.min = points("-3");
    aspect.max = points("3");
    assert_bounds(&aspect, "-3", "3");
    aspect.bands = bands;
    aspect.band_count = ROWS(bands);
    aspect.input = RULES_CHOICE;
    assert_bounds(&aspect, "-0.5", "2");
    aspect.input = RULES_RANGED;
    aspect.band_count = 1;
    assert_bounds(&aspect, "0", "2");
    aspect.input = RULES_PLACE;
    assert_bounds(&aspect, "0", "2");
    aspect.input = RULES_DEDUCTION;
    assert_bounds(&aspect, "0", "10");
    aspect.input = RULES_JUDGEMENT;
    assert_bounds(&aspect, "0", "10");
    aspect.input = RULES_PASS_FAIL;
    assert_bounds(&aspect, "0", "10");
    aspect.input = RULES_TICK;
    assert_bounds(&aspect, "0", "1");
    aspect.min = 0;
    aspect.input = RULES_TARGET;
    aspect.cap = decimal("1.2");
    assert_bounds(&aspect, "0", "12");
    aspect.input = RULES_NUMBER;
    aspect.max = points("6");
    aspect.target = (struct ratio){6, 1};
    assert_bounds(&aspect, "0", "10");
}

static void a_falling_power_is_highest_at_the_least_entry(void **state)
{
    (void)state;
    struct rules_aspect run = of_input(RULES_POWER, "0");

    run.power = (struct rules_power){decimal("0.03768"), {480, 1}, 185, 100, true};
    run.min = points("280.01");
    run.max = points("600");
    assert_bounds(&run, "0", "680");
}

static void no_worth_lies_outside_the_bounds(void **state)
{
    (void)state;
    uint64_t seed = 51;
    const struct rules_band bands[] = {
        {.from = {1, 1}, .to = {2, 1}, .value = {7, 1}},
        {.from = {3, 1}, .to = {3, 1}, .value = {-2, 1}},
        {.from = {4, 1}, .to = {4, 1}, .value = {1, 3}},
    };

    for (int i = 0; i < 5000; i++) {
        struct rules_aspect aspect =
            of_input((enum rules_input)chance_below(&seed, RULES_TICK + 1), "9.5");
        aspect.max = aspect.input == RULES_TICK || aspect.input == RULES_PASS_FAIL
                         ? POINT_ONE
                         : 3 * (point_t)POINT_ONE;
        aspect.min = aspect.input == RULES_CHOICE ? POINT_ONE : 0;
        aspect.bands = bands;
        aspect.band_count = ROWS(bands);
        aspect.faults = faults;
        aspect.fault_count = 2;
        aspect.target = fraction(3 + chance_below(&seed, 3), 1);
        aspect.cap = decimal("0.9");
        aspect.power = (struct rules_power){{3, 1}, {2, 1}, 3, 2, chance_in(&seed, 2)};
        aspect.linear = (struct rules_linear){
            {3, 1}, fraction((int64_t)chance_below(&seed, 9) - 4, 3), {1, 1}, true, true, {1, 1},
            {5, 1}};
        aspect.weight = chance_in(&seed, 3) ? fraction(-3, 2) : (struct ratio){0, 0};
        aspect.rounding = chance_in(&seed, 2) ? cents : (struct rounding){ROUND_NONE, 0};
        struct ratio low;
        struct ratio high;
        struct ratio worth;
        point_t span = (aspect.max - aspect.min) / POINT_ONE + 1;
        point_t cells[2] = {aspect.min + chance_below(&seed, (uint32_t)span) * (point_t)POINT_ONE,
                            (1 + chance_below(&seed, 9)) * (point_t)POINT_ONE};
        assert_true(worth_bounds(&aspect, &low, &high));
        assert_true(worth_of(&aspect, cells, 1, &worth));
        assert_true(ratio_compare(low, worth) <= 0 && ratio_compare(worth, high) <= 0);
    }
}

RUN(cmocka_unit_test(a_score_is_worth_itself),
    cmocka_unit_test(a_pass_is_worth_everything_and_a_fail_nothing),
    cmocka_unit_test(a_number_is_worth_its_share),
    cmocka_unit_test(ex_1_a_choice_is_worth_what_stands_beside_it),
    cmocka_unit_test(a_measure_is_worth_the_first_range_it_lies_in),
    cmocka_unit_test(ex_2_a_judgement_is_worth_its_thirds),
    cmocka_unit_test(a_target_is_worth_its_share_up_to_the_cap),
    cmocka_unit_test(a_place_is_worth_itself_or_its_points), cmocka_unit_test(a_tick_is_one),
    cmocka_unit_test(a_power_is_cut_down_to_whole_points),
    cmocka_unit_test(faults_are_taken_off_step_by_step),
    cmocka_unit_test(a_lost_item_and_too_many_faults_leave_nothing),
    cmocka_unit_test(a_fault_says_what_it_takes_and_for_how_many_steps),
    cmocka_unit_test(what_does_not_fit_is_refused), cmocka_unit_test(cells_may_lie_apart),
    cmocka_unit_test(only_marks_that_stand_for_themselves_are_plain),
    cmocka_unit_test(bounds_are_those_of_the_input),
    cmocka_unit_test(a_falling_power_is_highest_at_the_least_entry),
    cmocka_unit_test(no_worth_lies_outside_the_bounds))
