#include "scoring/rules.h"
#include "tests/scoring/chance.h"

// A book in which everything is in order: two skills, a technical seat, a scale, a carried stage.
static void open_sensible(struct book *book)
{
    book_open(book);
    struct rules_skill *skill = book_skill(book);
    skill->id = "welding";
    skill->title_count = 2;
    skill->titles[0] = (struct rules_title){.id = "gold", .from = 1, .to = 1};
    skill->titles[1] = (struct rules_title){.id = "silver", .from = 2, .to = 3};
    book_stage(book)->id = "preliminary";
    book_module(book, fraction(3, 10));
    struct rules_part *part = book_part(book, 5);
    part->id = "jump";
    part->technical = "controller";
    part->declares = RULES_DECLARES_BASE | RULES_DECLARES_SCALE;
    part->drop_high = part->drop_low = 1;
    book_aspect(book, "-3", "3", "1")->scaled = true;
    book_aspect(book, "0", "10", "0.25")->id = "form";
    struct rules_stage *final = book_stage(book);
    final->id = "final";
    final->carry_count = 1;
    book_module(book, RATIO_ONE);
    book_part(book, 1)->id = "theory";
    book_aspect(book, "0", "100", "0.5");
    book_skill(book)->id = "recital";
    book_stage(book)->id = "final";
    book_module(book, RATIO_ONE);
    book_part(book, 3)->id = "poem";
    book_aspect(book, "0", "100", "0.5");
}

static void assert_check(const struct book *book, enum rules_nonsense want, uint32_t at)
{
    uint32_t index = 77;

    assert_int_equal(rules_check(&book->rules, &index), want);
    assert_int_equal(index, at);
}

static void a_sensible_book_passes(void **state)
{
    (void)state;
    struct book book;

    open_sensible(&book);
    assert_check(&book, RULES_SENSE, 77);
}

static void random_books_pass(void **state)
{
    (void)state;
    uint64_t seed = 21;
    uint32_t index = 0;

    for (int i = 0; i < 300; i++) {
        struct book book;
        chance_book(&book, &seed);
        assert_int_equal(rules_check(&book.rules, &index), RULES_SENSE);
    }
}

static void finds_a_panel_that_dropping_leaves_empty(void **state)
{
    (void)state;
    struct book book;

    open_sensible(&book);
    book.parts[0].drop_high = 4;
    assert_check(&book, RULES_PANEL_TOO_SMALL, 0);
    book.parts[0].drop_high = 3;
    assert_check(&book, RULES_SENSE, 77);
    book.parts[0].drop_high = UINT32_MAX;
    assert_check(&book, RULES_PANEL_TOO_SMALL, 0);
    open_sensible(&book);
    book.parts[2].seat_count = 0;
    assert_check(&book, RULES_PANEL_TOO_SMALL, 2);
}

static void finds_a_panel_that_can_never_be_enough(void **state)
{
    (void)state;
    struct book book;

    open_sensible(&book);
    book.parts[2].missing = RULES_GIVEN;
    book.parts[2].judges_least = 4;
    assert_check(&book, RULES_PANEL_TOO_SMALL, 2);
    book.parts[2].judges_least = 3;
    assert_check(&book, RULES_SENSE, 77);
}

static void finds_a_scaled_aspect_without_a_scale(void **state)
{
    (void)state;
    struct book book;

    open_sensible(&book);
    book.parts[0].declares = RULES_DECLARES_BASE;
    assert_check(&book, RULES_SCALE_UNDECLARED, 0);
}

static void finds_declarations_that_nobody_makes(void **state)
{
    (void)state;
    struct book book;

    open_sensible(&book);
    book.parts[0].technical = NULL;
    assert_check(&book, RULES_TECHNICAL_MISSING, 0);
    open_sensible(&book);
    book.parts[1].only_declared = true;
    assert_check(&book, RULES_TECHNICAL_MISSING, 1);
}

static void finds_a_stage_that_carries_itself_a_later_or_a_foreign_one(void **state)
{
    (void)state;
    struct book book;

    open_sensible(&book);
    book.stages[1].carry[0] = 1;
    assert_check(&book, RULES_CARRY_FORWARD, 1);
    book.stages[1].carry[0] = 2;
    assert_check(&book, RULES_CARRY_FORWARD, 1);
    open_sensible(&book);
    book.stages[2].carry_count = 1; // carries the other skill's first stage
    assert_check(&book, RULES_CARRY_FORWARD, 2);
}

static void finds_titles_that_claim_one_place(void **state)
{
    (void)state;
    struct book book;

    open_sensible(&book);
    book.skills[0].titles[1].from = 1;
    assert_check(&book, RULES_TITLES_OVERLAP, 0);
    book.skills[0].titles[1] = (struct rules_title){.from = 2, .to = 2};
    book.skills[0].titles[0] = (struct rules_title){.from = 1, .to = 10};
    assert_check(&book, RULES_TITLES_OVERLAP, 0);
}

static void finds_marks_without_shape(void **state)
{
    (void)state;

    static const struct {
        const char *min, *max, *step;
        bool sense;
    } rows[] = {
        {"1", "0", "1", false},    {"0", "10", "0", false},  {"0", "10", "-1", false},
        {"0", "10", "3", false},   {"0", "10", "2.5", true}, {"5", "5", "1", true},
        {"-1", "1", "0.3", false},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct book book;
        open_sensible(&book);
        book.aspects[1].min = points(rows[i].min);
        book.aspects[1].max = points(rows[i].max);
        book.aspects[1].step = points(rows[i].step);
        assert_check(&book, rows[i].sense ? RULES_SENSE : RULES_MARKS_MISSHAPEN,
                     rows[i].sense ? 77 : 1);
    }
}

static void finds_a_scaled_aspect_with_more_grades_than_a_scale_holds(void **state)
{
    (void)state;
    struct book book;

    open_sensible(&book);
    book.aspects[0].max = points("60"); // 64 grades from -3
    assert_check(&book, RULES_SENSE, 77);
    book.aspects[0].max = points("61");
    assert_check(&book, RULES_MARKS_MISSHAPEN, 0);
}

static void finds_a_part_that_asks_for_nothing(void **state)
{
    (void)state;
    struct book book;

    open_sensible(&book);
    book.parts[1].aspect_count = 0;
    assert_check(&book, RULES_PART_EMPTY, 1);
    book.parts[1].technical = "controller";
    book.parts[1].declares = RULES_DECLARES_NO_MARKS; // may be said, but says nothing here
    assert_check(&book, RULES_PART_EMPTY, 1);
    book.parts[1].declares = RULES_DECLARES_DEDUCTION;
    assert_check(&book, RULES_SENSE, 77);
}

static void finds_marks_too_large_for_exact_arithmetic(void **state)
{
    (void)state;
    struct book book;

    open_sensible(&book);
    book.aspects[2].max = points("1000000000");
    assert_check(&book, RULES_SENSE, 77);
    book.aspects[2].max = points("1000000001");
    book.aspects[2].step = POINT_ONE;
    assert_check(&book, RULES_OVERFLOW_POSSIBLE, 1);
    open_sensible(&book);
    book.aspects[2].min = points("-1000000001");
    book.aspects[2].step = POINT_ONE;
    assert_check(&book, RULES_OVERFLOW_POSSIBLE, 1);
}

static void finds_totals_too_large_for_exact_arithmetic(void **state)
{
    (void)state;
    struct book book;

    open_sensible(&book);
    book.aspects[3].max = points("1000000000");
    book.parts[2].factor = fraction(1001, 1);
    assert_check(&book, RULES_OVERFLOW_POSSIBLE, 2);
    open_sensible(&book);
    book.aspects[3].max = points("1000000000");
    book.modules[2].weight = fraction(-2000, 1);
    assert_check(&book, RULES_OVERFLOW_POSSIBLE, 2);
    open_sensible(&book);
    book.aspects[0].max = INT64_MAX; // would turn round if it were added up carelessly
    book.aspects[0].min = INT64_MIN;
    book.aspects[0].step = INT64_MAX;
    assert_check(&book, RULES_MARKS_MISSHAPEN, 0);
}

static void sums_up_each_skill_by_itself(void **state)
{
    (void)state;
    struct book book;

    open_sensible(&book);
    book.aspects[2].max = book.aspects[3].max = points("1000000000");
    book.parts[1].factor = book.parts[2].factor = fraction(900, 1);
    book.parts[0].judges = (struct rounding){ROUND_HALF_UP, 2};
    assert_check(&book, RULES_SENSE, 77); // 0.9 + 0.9 of what is allowed, in two skills
    book.parts[2].skill = 0;
    assert_check(&book, RULES_OVERFLOW_POSSIBLE, 2);
}

static void finds_by_id(void **state)
{
    (void)state;
    struct book book;

    open_sensible(&book);
    assert_int_equal(rules_find_skill(&book.rules, "recital", 7), 1);
    assert_int_equal(rules_find_skill(&book.rules, "recitals", 8), RULES_NONE);
    assert_int_equal(rules_find_skill(&book.rules, "recital", 6), RULES_NONE);
    assert_int_equal(rules_find_skill(&book.rules, "", 0), RULES_NONE);
    assert_int_equal(rules_find_stage(&book.rules, 0, "final", 5), 1);
    assert_int_equal(rules_find_stage(&book.rules, 1, "final", 5), 2);
    assert_int_equal(rules_find_stage(&book.rules, 1, "preliminary", 11), RULES_NONE);
    assert_int_equal(rules_find_part(&book.rules, "poem", 4), 2);
    assert_int_equal(rules_find_part(&book.rules, "poe\0", 4), RULES_NONE);
    assert_int_equal(rules_find_aspect(&book.rules, 0, "form", 4), 1);
    assert_int_equal(rules_find_aspect(&book.rules, 1, "form", 4), RULES_NONE);
}

static void finds_seats_and_the_technical_one_after_them(void **state)
{
    (void)state;
    struct book book;

    open_sensible(&book);
    assert_int_equal(rules_find_seat(&book.rules, 0, "j1", 2), 0);
    assert_int_equal(rules_find_seat(&book.rules, 0, "j5", 2), 4);
    assert_int_equal(rules_find_seat(&book.rules, 0, "controller", 10), 5);
    assert_int_equal(rules_find_seat(&book.rules, 0, "j6", 2), RULES_NONE);
    assert_int_equal(rules_find_seat(&book.rules, 1, "controller", 10), RULES_NONE);
}

static void finds_titles_traits_and_adjustments(void **state)
{
    (void)state;
    static const char *const traits[] = {"staff", "grade3"};
    static const struct rules_adjustment adjustments[] = {
        {.id = "late"}, {.id = "out"}, {.id = "late"}};
    struct book book;
    uint32_t count = 0;

    open_sensible(&book);
    book.rules.trait_count = 2;
    book.rules.traits = traits;
    book.rules.adjustment_count = ROWS(adjustments);
    book.rules.adjustments = adjustments;
    book.parts[0].adjustment_count = 1;
    book.stages[1].adjustment_first = book.stages[1].adjustment_count = 1;
    book.modules[2].adjustment_first = 2;
    book.modules[2].adjustment_count = 1;
    assert_int_equal(rules_find_title(&book.rules, 0, "silver", 6), 1);
    assert_int_equal(rules_find_title(&book.rules, 1, "silver", 6), RULES_NONE);
    assert_int_equal(rules_find_trait(&book.rules, "grade3", 6), 1);
    assert_int_equal(rules_find_trait(&book.rules, "grade", 5), RULES_NONE);
    assert_int_equal(rules_adjustments_of(&book.rules, 0, &count), 0);
    assert_int_equal(count, 2);
    assert_int_equal(rules_find_adjustment(&book.rules, 0, "late", 4), 0);
    assert_int_equal(rules_find_adjustment(&book.rules, 1, "late", 4), 2);
    assert_int_equal(rules_find_adjustment(&book.rules, 1, "out", 3), RULES_NONE);
    book.modules[2].adjustment_count = 0;
    assert_int_equal(rules_adjustments_of(&book.rules, 1, &count), 0);
    assert_int_equal(count, 0);
}

static void a_skill_is_relative_if_one_mark_moves_others(void **state)
{
    (void)state;
    struct book book;

    open_sensible(&book);
    assert_false(rules_is_relative(&book.rules, 0));
    assert_false(rules_skill_commits_together(&book.rules, 0));
    book.parts[0].one_by_one = true;
    assert_false(rules_is_relative(&book.rules, 0));
    assert_true(rules_skill_commits_together(&book.rules, 0));
    assert_false(rules_skill_commits_together(&book.rules, 1));
    for (int way = 0; way < 9; way++) {
        open_sensible(&book);
        book.skills[0].tie_count = way < 2;
        book.skills[0].ties[0].by = way == 0 ? RULES_TIE_FIRSTS : RULES_TIE_RULING;
        book.skills[0].tolerance.has = way == 2;
        book.parts[1].against = way == 3 ? RULES_AGAINST_BEST : RULES_AGAINST_NONE;
        book.parts[1].normalise.by = way == 4 ? RULES_Z : RULES_NORMALISE_NONE;
        book.parts[1].reduce = way == 5 ? RULES_MAJORITY : RULES_MEAN;
        book.parts[1].call_back = way == 8;
        book.stages[1].roll_up = way == 6 ? RULES_SKATING : way == 7 ? RULES_MATCHES : RULES_ADD;
        assert_int_equal(rules_is_relative(&book.rules, 0), way != 1);
        assert_false(rules_is_relative(&book.rules, 1));
    }
}

static void numbers_the_cells_of_a_sheet(void **state)
{
    (void)state;
    struct rules_aspect aspects[] = {{.input = RULES_SCORE},
                                     {.input = RULES_DEDUCTION, .fault_count = 3},
                                     {.input = RULES_TARGET},
                                     {.input = RULES_TICK}};

    assert_int_equal(rules_lay_out(aspects, ROWS(aspects)), 7);
    assert_int_equal(aspects[1].cell, 1);
    assert_int_equal(aspects[2].cell, 4);
    assert_int_equal(aspects[3].cell, 6);
    assert_int_equal(rules_shape_of(&aspects[3], 0).max, POINT_ONE);
    assert_int_equal(rules_shape_of(&aspects[1], 2).min, 0);
    assert_int_equal(rules_shape_of(&aspects[2], 1).min, 1);
}

RUN(cmocka_unit_test(a_sensible_book_passes), cmocka_unit_test(random_books_pass),
    cmocka_unit_test(finds_a_panel_that_dropping_leaves_empty),
    cmocka_unit_test(finds_a_panel_that_can_never_be_enough),
    cmocka_unit_test(finds_a_scaled_aspect_without_a_scale),
    cmocka_unit_test(finds_declarations_that_nobody_makes),
    cmocka_unit_test(finds_a_stage_that_carries_itself_a_later_or_a_foreign_one),
    cmocka_unit_test(finds_titles_that_claim_one_place),
    cmocka_unit_test(finds_marks_without_shape),
    cmocka_unit_test(finds_a_scaled_aspect_with_more_grades_than_a_scale_holds),
    cmocka_unit_test(finds_a_part_that_asks_for_nothing),
    cmocka_unit_test(finds_marks_too_large_for_exact_arithmetic),
    cmocka_unit_test(finds_totals_too_large_for_exact_arithmetic),
    cmocka_unit_test(sums_up_each_skill_by_itself), cmocka_unit_test(finds_by_id),
    cmocka_unit_test(finds_seats_and_the_technical_one_after_them),
    cmocka_unit_test(finds_titles_traits_and_adjustments),
    cmocka_unit_test(a_skill_is_relative_if_one_mark_moves_others),
    cmocka_unit_test(numbers_the_cells_of_a_sheet))
