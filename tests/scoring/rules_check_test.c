// Each nonsense of a rule book, on both sides of its edge.
#include "tests/scoring/book.h"

static void assert_check(const struct book *book, enum rules_nonsense want, uint32_t at)
{
    uint32_t index = 77;

    assert_int_equal(rules_check(&book->rules, &index), want);
    assert_int_equal(index, at);
}

static void assert_sense(const struct book *book)
{
    assert_check(book, RULES_SENSE, 77);
}

// A preliminary with two parts in a module, and a final.
static struct rules_part *open_book(struct book *book)
{
    struct rules_part *part = book_plain(book, 3);

    book_part(book, 3);
    book_aspect(book, "0", "100", "1");
    book_stage(book);
    book_module(book, RATIO_ONE);
    book_part(book, 3);
    book_aspect(book, "0", "100", "1");
    assert_sense(book);
    return part;
}

// ---- skills

static void a_chain_has_to_decide_where_places_may_not_be_shared(void **state)
{
    (void)state;
    struct book book;

    open_book(&book);
    struct rules_skill *skill = &book.skills[0];
    skill->no_shared_places = true;
    assert_check(&book, RULES_CHAIN_UNDECIDED, 0);
    skill->tie_count = 1;
    assert_check(&book, RULES_CHAIN_UNDECIDED, 0);
    skill->ties[0].by = RULES_TIE_RULING;
    assert_sense(&book);
    skill->no_shared_places = false;
    skill->convention = RULES_ORDINAL;
    assert_sense(&book);
    skill->tie_count = 0;
    assert_check(&book, RULES_CHAIN_UNDECIDED, 0);
    skill->convention = RULES_FRACTIONAL;
    assert_sense(&book);
}

static void the_scale_has_to_round(void **state)
{
    (void)state;
    struct book book;

    open_book(&book);
    book.skills[0].scale.has = true;
    assert_check(&book, RULES_SCALE_UNROUNDED, 0);
    book.skills[0].scale.rounding.mode = ROUND_HALF_UP;
    assert_sense(&book);
}

static void titles_overlap_only_where_both_ask_for_nothing_else(void **state)
{
    (void)state;
    struct book book;

    open_book(&book);
    struct rules_skill *skill = &book.skills[0];
    skill->title_count = 2;
    skill->titles[0] = (struct rules_title){.from = 1, .to = 3};
    skill->titles[1] = (struct rules_title){.from = 3, .to = 5};
    assert_check(&book, RULES_TITLES_OVERLAP, 0);
    skill->titles[1].besides = true;
    assert_sense(&book);
    skill->titles[1] = (struct rules_title){.from = 1, .to = 5, .traits = 1};
    assert_sense(&book);
    skill->titles[0] = skill->titles[1] = (struct rules_title){.by = RULES_BY_COUNT, .count = 3};
    assert_sense(&book);
    skill->titles[0] = skill->titles[1] = (struct rules_title){.from = 0, .to = 0}; // medals
    assert_sense(&book);
}

static void time_is_asked_only_where_it_is_declared(void **state)
{
    (void)state;
    struct book book;
    struct rules_part *part = open_book(&book);

    book.skills[0].tie_count = 1;
    book.skills[0].ties[0] = (struct rules_tie){.by = RULES_TIE_TIME, .lower_is_better = true};
    assert_check(&book, RULES_TIME_UNDECLARED, 0);
    part->technical = "timer";
    part->declares = RULES_DECLARES_TIME;
    assert_sense(&book);
    book.parts[1].figure_is_time = true;
    assert_check(&book, RULES_TIME_UNDECLARED, 1);
    book.parts[1].technical = "timer";
    book.parts[1].declares = RULES_DECLARES_LOG;
    assert_sense(&book);
}

static void adjustments_read_only_clocks_that_are_declared(void **state)
{
    (void)state;
    struct rules_adjustment how = {.by = RULES_BY_OVERTIME, .each = POINT_ONE, .part = 1};
    struct book book;

    open_book(&book);
    book.rules.adjustment_count = 1;
    book.rules.adjustments = &how;
    assert_check(&book, RULES_TIME_UNDECLARED, 1);
    book.parts[1].technical = "timer";
    book.parts[1].declares = RULES_DECLARES_TIME;
    assert_sense(&book);
    how.each = 0;
    assert_check(&book, RULES_DIVISION_BY_ZERO, 1);
    how.by = RULES_BY_WARNINGS; // a typed time has none
    assert_check(&book, RULES_TIME_UNDECLARED, 1);
    how.by = RULES_BY_RULING;
    assert_sense(&book);
}

// ---- stages and modules

static void a_cut_is_from_an_earlier_stage_of_the_skill(void **state)
{
    (void)state;
    struct book book;

    open_book(&book);
    book.stages[1].cut = (struct rules_cut){.by = RULES_CUT_TOP, .from = 0, .top = 3};
    assert_sense(&book);
    book.stages[1].cut.from = 1;
    assert_check(&book, RULES_CUT_FORWARD, 1);
    book.stages[1].cut.from = 0;
    book.stages[0].skill = 1;
    assert_check(&book, RULES_CUT_FORWARD, 1);
}

static void majority_takes_one_place_from_each_judge(void **state)
{
    (void)state;
    struct book book;
    struct rules_part *part = open_book(&book);

    part->reduce = RULES_MAJORITY;
    assert_check(&book, RULES_MAJORITY_MISPLACED, 0);
    book.aspects[0].input = RULES_PLACE;
    assert_sense(&book);
    book.stages[0].roll_up = RULES_SKATING; // the second part is no dance
    assert_check(&book, RULES_MAJORITY_MISPLACED, 0);
    book.parts[1].reduce = RULES_MAJORITY;
    book.aspects[1].input = RULES_PLACE;
    assert_sense(&book);
    book.modules[1].roll_up = RULES_SKATING;
    assert_check(&book, RULES_MAJORITY_MISPLACED, 1);
}

static void a_stage_of_matches_has_no_modules(void **state)
{
    (void)state;
    struct book book;

    open_book(&book);
    book.stages[1].roll_up = RULES_MATCHES;
    assert_check(&book, RULES_MAJORITY_MISPLACED, 1);
    book_stage(&book)->roll_up = RULES_MATCHES;
    book.stages[1].roll_up = RULES_ADD;
    assert_sense(&book);
}

static void dropping_leaves_a_part(void **state)
{
    (void)state;
    struct book book;

    open_book(&book);
    book.modules[0].drop_best = 1;
    assert_sense(&book);
    book.modules[0].drop_worst = 1;
    assert_check(&book, RULES_ROLL_UP_EMPTY, 0);
    book.modules[0].drop_best = book.modules[0].drop_worst = 0;
    book.modules[0].cutoff.after = 1;
    assert_sense(&book);
    book.modules[0].cutoff.after = 2;
    assert_check(&book, RULES_ROLL_UP_EMPTY, 0);
}

static void a_module_that_looks_again_has_an_owner_before_it(void **state)
{
    (void)state;
    struct book book;

    open_book(&book);
    book.modules[1].again = true;
    assert_check(&book, RULES_ROLL_UP_EMPTY, 1);
    book_plain(&book, 1);
    struct rules_module *again = book_module(&book, RATIO_ONE);
    *again = book.modules[0];
    again->again = true;
    assert_sense(&book);
    again->part_count = 0;
    assert_check(&book, RULES_ROLL_UP_EMPTY, 1);
}

static void marks_add_up_to_what_was_promised(void **state)
{
    (void)state;
    struct book book;
    struct rules_part *part = open_book(&book);

    book.modules[0].has_max = true;
    book.modules[0].max = fraction(200, 1);
    assert_sense(&book);
    part->factor = fraction(3, 5);
    assert_check(&book, RULES_MAX_DIFFERS, 0);
    book.modules[0].max = fraction(160, 1);
    assert_sense(&book);
    part->reduce = RULES_SUM; // three judges, nobody dropped
    book.modules[0].max = fraction(280, 1);
    assert_sense(&book);
    book.parts[1].weight = fraction(1, 2);
    assert_check(&book, RULES_MAX_DIFFERS, 0);
}

// ---- parts

static void a_trim_leaves_somebody(void **state)
{
    (void)state;
    struct rules_trim trims[] = {{3, 1, 1}, {5, 2, 2}};
    struct book book;
    struct rules_part *part = open_book(&book);

    part->trims = trims;
    part->trim_count = ROWS(trims);
    assert_sense(&book);
    trims[1].low = 3;
    assert_check(&book, RULES_PANEL_TOO_SMALL, 0);
}

static void a_variance_rule_has_limits_that_its_action_can_use(void **state)
{
    (void)state;
    struct rules_band limits[] = {{{0, 1}, {100, 1}, {1, 1}, {"", ""}}};
    struct book book;
    struct rules_part *part = open_book(&book);

    part->variance = (struct rules_variance){RULES_RANGE, RULES_HOLD, limits, 1};
    assert_sense(&book);
    part->variance.act = RULES_LEAVE_OUT;
    assert_check(&book, RULES_VARIANCE_BROKEN, 0);
    part->variance.by = RULES_FROM_MEAN;
    assert_sense(&book);
    part->variance.limit_count = 0;
    assert_check(&book, RULES_VARIANCE_BROKEN, 0);
    part->variance.limit_count = 1;
    limits[0].from = fraction(101, 1);
    assert_check(&book, RULES_VARIANCE_BROKEN, 0);
}

static void the_middle_two_need_their_tolerance(void **state)
{
    (void)state;
    static const struct rules_band tolerance[] = {{{0, 1}, {100, 1}, {1, 1}, {"", ""}}};
    struct book book;
    struct rules_part *part = open_book(&book);

    part->reduce = RULES_MIDDLE_TWO;
    assert_check(&book, RULES_VARIANCE_BROKEN, 0);
    part->tolerance = tolerance;
    part->tolerance_count = 1;
    assert_sense(&book);
}

static void a_root_or_a_weighted_median_is_rounded(void **state)
{
    (void)state;
    struct book book;
    struct rules_part *part = open_book(&book);

    part->normalise.by = RULES_Z;
    assert_check(&book, RULES_ROUNDING_MISSING, 0);
    part->normalise.rounding.mode = ROUND_HALF_UP;
    assert_sense(&book);
    part->normalise = (struct rules_normalise){0};
    part->reduce = RULES_NEAR_MEDIAN;
    assert_check(&book, RULES_ROUNDING_MISSING, 0);
    part->rounding.mode = ROUND_HALF_UP;
    assert_sense(&book);
    part->limits.has_floor = true;
    part->limits.floor = RATIO_ZERO;
    assert_check(&book, RULES_ROUNDING_MISSING, 0);
    part->product.mode = ROUND_HALF_UP;
    assert_sense(&book);
}

static void nothing_is_divided_by_zero(void **state)
{
    (void)state;
    struct book book;
    struct rules_part *part = open_book(&book);

    part->divisor = fraction(0, 1);
    assert_check(&book, RULES_DIVISION_BY_ZERO, 0);
    part->divisor = fraction(1, 2);
    assert_sense(&book);
    book.aspects[1].input = RULES_NUMBER;
    book.aspects[1].target = fraction(0, 1);
    assert_check(&book, RULES_DIVISION_BY_ZERO, 1);
    book.aspects[1].target = fraction(4, 1);
    assert_sense(&book);
    book.aspects[1].input = RULES_TARGET;
    book.aspects[1].cap = RATIO_ONE;
    book.aspects[1].target = fraction(0, 1);
    assert_check(&book, RULES_DIVISION_BY_ZERO, 1);
    book.aspects[1].rounding = (struct rounding){ROUND_HALF_UP, 2};
    book.aspects[1].target = (struct ratio){0, 0}; // each entry brings its own
    assert_sense(&book);
}

// ---- figures that could not be counted exactly

static void targets_that_nothing_rounds_do_not_add_up(void **state)
{
    (void)state;
    struct book book;

    open_book(&book);
    struct rules_part *part = &book.parts[1];
    part->seat_count = 1;
    book.aspects[1].input = RULES_TARGET;
    book.aspects[1].cap = RATIO_ONE;
    book.aspects[1].full = 50 * (point_t)POINT_ONE;
    assert_sense(&book); // one alone fits
    part->seat_count = 2;
    assert_check(&book, RULES_OVERFLOW_POSSIBLE, 1);
    book.aspects[1].rounding = (struct rounding){ROUND_HALF_UP, 2};
    assert_sense(&book);
}

static void a_fault_must_not_cost_more_than_can_be_counted(void **state)
{
    (void)state;
    struct book book;
    struct rules_fault fault = {.id = "f", .each = 1, .amount = 9000001};

    open_book(&book);
    book.aspects[0].input = RULES_DEDUCTION;
    book.aspects[0].full = POINT_ONE;
    book.aspects[0].faults = &fault;
    book.aspects[0].fault_count = 1;
    assert_sense(&book);
    fault.amount = 9300001; // for each of a million millions
    assert_check(&book, RULES_OVERFLOW_POSSIBLE, 0);
    fault.each = POINT_ONE;
    assert_sense(&book);
}

static void many_means_of_many_seats_are_rounded_before_they_are_added(void **state)
{
    (void)state;
    struct book book;

    open_book(&book);
    uint32_t first = book.rules.part_count;
    for (int i = 0; i < 12; i++) { // 31 of one panel may mark, 29 of the next
        book_part(&book, 32);
        book_aspect(&book, "0", "100", "0.01");
    }
    assert_check(&book, RULES_TOTAL_OVERFLOW, 1);
    for (uint32_t i = first; i < book.rules.part_count; i++) {
        book.parts[i].judges = (struct rounding){ROUND_HALF_UP, 4};
    }
    assert_sense(&book);
}

static void what_is_divided_by_a_declared_value_is_rounded(void **state)
{
    (void)state;
    struct book book;
    struct rules_part *part = open_book(&book);

    part->technical = "referee";
    part->declares = RULES_DECLARES_DIVISOR | RULES_DECLARES_DIFFICULTY | RULES_DECLARES_FACTOR;
    assert_check(&book, RULES_OVERFLOW_POSSIBLE, 0);
    part->product = (struct rounding){ROUND_HALF_UP, 2};
    assert_sense(&book);
}

// ---- aspects

// Beyond b nothing is earned, however far it is: 100 m hurdles, a min of 8 s, a max of 1000 s.
static void a_formula_is_as_long_as_the_side_that_earns_points(void **state)
{
    (void)state;
    struct book book;

    book_plain(&book, 1);
    struct rules_aspect *aspect = &book.aspects[0];
    aspect->input = RULES_POWER;
    aspect->power = (struct rules_power){
        .a = {923076, 100000}, .b = {267, 10}, .num = 367, .den = 200, .falling = true};
    aspect->min = 8 * POINT_ONE;
    aspect->max = 1000 * POINT_ONE;
    aspect->step = POINT_ONE / 100;
    assert_sense(&book);
    aspect->power.falling = false;
    assert_check(&book, RULES_OVERFLOW_POSSIBLE, 0);
}

static void a_ladder_has_steps_that_can_all_be_reached(void **state)
{
    (void)state;

    static const struct {
        struct rules_band bands[2];
        bool sense;
    } rows[] = {
        {{{{0, 1}, {5, 1}, {1, 1}, {"", ""}}, {{5, 1}, {9, 1}, {1, 1}, {"", ""}}}, true},
        {{{{0, 1}, {5, 1}, {1, 1}, {"", ""}}, {{4, 1}, {9, 1}, {1, 1}, {"", ""}}}, false},
        {{{{0, 1}, {5, 1}, {1, 1}, {"", ""}}, {{1, 1}, {4, 1}, {1, 1}, {"", ""}}}, false},
        {{{{0, 1}, {5, 1}, {1, 1}, {"", ""}}, {{0, 1}, {5, 1}, {1, 1}, {"", ""}}}, false},
        {{{{1, 1}, {4, 1}, {1, 1}, {"", ""}}, {{0, 1}, {5, 1}, {1, 1}, {"", ""}}},
         true}, // all around it
        {{{{5, 1}, {0, 1}, {1, 1}, {"", ""}}, {{6, 1}, {9, 1}, {1, 1}, {"", ""}}}, false},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct book book;
        open_book(&book);
        book.aspects[1].input = RULES_RANGED;
        book.aspects[1].bands = rows[i].bands;
        book.aspects[1].band_count = 2;
        assert_check(&book, rows[i].sense ? RULES_SENSE : RULES_BANDS_BROKEN,
                     rows[i].sense ? 77 : 1);
    }
}

static void words_choices_and_faults_are_there(void **state)
{
    (void)state;
    static const struct rules_band words[] = {{{0, 1}, {0, 1}, {0, 1}, {"a", "a"}},
                                              {{1, 1}, {1, 1}, {1, 1}, {"b", "b"}},
                                              {{2, 1}, {2, 1}, {2, 1}, {"c", "c"}},
                                              {{3, 1}, {3, 1}, {3, 1}, {"d", "d"}}};
    struct rules_fault fault = {.id = "gap", .each = POINT_ONE};
    struct book book;

    open_book(&book);
    struct rules_aspect *aspect = &book.aspects[2];
    aspect->bands = words;
    aspect->input = RULES_JUDGEMENT;
    aspect->band_count = 3;
    assert_check(&book, RULES_BANDS_BROKEN, 2);
    aspect->band_count = 4;
    assert_sense(&book);
    aspect->input = RULES_CHOICE;
    assert_sense(&book);
    aspect->band_count = 0;
    assert_check(&book, RULES_BANDS_BROKEN, 2);
    aspect->input = RULES_DEDUCTION;
    assert_check(&book, RULES_BANDS_BROKEN, 2);
    aspect->faults = &fault;
    aspect->fault_count = 1;
    assert_sense(&book);
    fault.each = 0;
    assert_check(&book, RULES_BANDS_BROKEN, 2);
    fault.lost = true; // any quantity will do
    assert_sense(&book);
}

RUN(cmocka_unit_test(a_chain_has_to_decide_where_places_may_not_be_shared),
    cmocka_unit_test(the_scale_has_to_round),
    cmocka_unit_test(titles_overlap_only_where_both_ask_for_nothing_else),
    cmocka_unit_test(time_is_asked_only_where_it_is_declared),
    cmocka_unit_test(adjustments_read_only_clocks_that_are_declared),
    cmocka_unit_test(a_cut_is_from_an_earlier_stage_of_the_skill),
    cmocka_unit_test(majority_takes_one_place_from_each_judge),
    cmocka_unit_test(a_stage_of_matches_has_no_modules), cmocka_unit_test(dropping_leaves_a_part),
    cmocka_unit_test(a_module_that_looks_again_has_an_owner_before_it),
    cmocka_unit_test(marks_add_up_to_what_was_promised), cmocka_unit_test(a_trim_leaves_somebody),
    cmocka_unit_test(a_variance_rule_has_limits_that_its_action_can_use),
    cmocka_unit_test(the_middle_two_need_their_tolerance),
    cmocka_unit_test(a_root_or_a_weighted_median_is_rounded),
    cmocka_unit_test(nothing_is_divided_by_zero),
    cmocka_unit_test(targets_that_nothing_rounds_do_not_add_up),
    cmocka_unit_test(a_fault_must_not_cost_more_than_can_be_counted),
    cmocka_unit_test(many_means_of_many_seats_are_rounded_before_they_are_added),
    cmocka_unit_test(what_is_divided_by_a_declared_value_is_rounded),
    cmocka_unit_test(a_formula_is_as_long_as_the_side_that_earns_points),
    cmocka_unit_test(a_ladder_has_steps_that_can_all_be_reached),
    cmocka_unit_test(words_choices_and_faults_are_there))
