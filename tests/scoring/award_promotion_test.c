#include "tests/scoring/stand.h"

// ---- passed

static bool passes(const struct book *book, struct stage_result *stages, struct ratio *sums)
{
    struct tally tally = {.stages = stages,
                          .sums = sums,
                          .stage_count = book->rules.stage_count,
                          .module_count = book->rules.module_count};

    return award_passed(&book->rules, 0, &tally);
}

static struct rules_module *pass_module(struct book *book)
{
    struct rules_module *module = book_module(book, fraction(1, 2));

    module->has_pass = true;
    module->pass = fraction(60, 1);
    return module;
}

static void every_module_with_a_pass_mark_has_to_be_passed(void **state)
{
    (void)state;
    struct book book;
    struct stage_result stages[1] = {{.complete = true, .started = true}};
    struct ratio sums[3] = {{60, 1}, {61, 1}, {0, 1}};

    book_open(&book);
    (void)book_skill(&book);
    (void)book_stage(&book);
    (void)pass_module(&book);
    (void)pass_module(&book);
    (void)book_module(&book, fraction(1, 2));
    assert_true(passes(&book, stages, sums));

    sums[1] = fraction(5999, 100);
    assert_false(passes(&book, stages, sums));
    sums[1] = RATIO_CODE(RULES_DNF);
    assert_false(passes(&book, stages, sums));
    book.modules[1].order = RULES_LOW;
    sums[1] = fraction(5999, 100);
    assert_true(passes(&book, stages, sums));
    stages[0].complete = false;
    assert_false(passes(&book, stages, sums));
}

static void only_stages_that_are_asked_of_him_have_to_be_passed(void **state)
{
    (void)state;
    struct book book;
    struct stage_result stages[2] = {{.complete = true, .started = true}, {.complete = false}};
    struct ratio sums[2] = {{70, 1}, {0, 1}};

    book_open(&book);
    (void)book_skill(&book);
    (void)book_stage(&book);
    (void)pass_module(&book);
    (void)book_stage(&book);
    (void)pass_module(&book);
    assert_false(passes(&book, stages, sums)); // he never came to practice

    book.stages[1].cut.by = RULES_CUT_TOP;
    assert_true(passes(&book, stages, sums));
    stages[1].field = FIELD_IN;
    assert_false(passes(&book, stages, sums));
    stages[1].field = FIELD_OUT;
    assert_true(passes(&book, stages, sums));
}

// ---- promotion

static void assert_promotions(struct stand *stand, const char *want)
{
    char got[LINES_MAX + 1] = {0};

    settle(stand);
    for (size_t i = 0; i < stand->count; i++) {
        uint32_t number = stand->lines[i].promotion;
        got[i] = ".0123"[number == RULES_NONE ? 0 : number + 1];
    }
    assert_string_equal(got, want);
}

static void ex_11_the_table_promotes_once_a_year(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    // Tianjin, class 1: the first ten; staff get 技师, holders of 技师 高级技师.
    stand.skill->promotion_count = 2;
    stand.promotions[0] = (struct rules_promotion){
        .id = "senior", .from = 1, .to = 10, .holds = STAFF | HOLDS_GRADE, .bars = ONCE_THIS_YEAR};
    stand.promotions[1] = (struct rules_promotion){
        .id = "technician", .from = 1, .to = 10, .holds = STAFF, .bars = ONCE_THIS_YEAR};
    stand_field(&stand, 12);
    for (size_t i = 0; i < 12; i++) {
        stand.lines[i].traits = STAFF;
    }
    stand.lines[6].traits = STAFF | HOLDS_GRADE;
    stand.lines[8].traits = 0;
    assert_promotions(&stand, "11111101.1..");

    // The district contest of the same year, where he is second.
    stand.lines[1].traits = STAFF | HOLDS_GRADE | ONCE_THIS_YEAR;
    assert_promotions(&stand, "1.111101.1..");
}

static void promotion_may_go_by_title_or_by_passing_alone(void **state)
{
    (void)state;
    struct stand stand;

    // Chongqing: prizes -> 技师, everyone who passed all -> 高级工.
    stand_open(&stand);
    stand_places(&stand, "prize", 1, 2);
    stand.skill->promotion_count = 2;
    stand.promotions[0] =
        (struct rules_promotion){.id = "technician", .titles = 1, .bars = HOLDS_GRADE};
    stand.promotions[1] = (struct rules_promotion){.id = "worker", .all_passed = true};
    stand_field(&stand, 4);
    stand.lines[1].traits = HOLDS_GRADE;
    stand.lines[1].passed = false;
    stand.lines[3].passed = false;
    assert_promotions(&stand, "0.1.");
}

static void promotion_may_wait_for_approval(void **state)
{
    (void)state;
    static const int said[] = {1, 0, -1};
    struct stand stand;

    stand_open(&stand);
    stand.skill->promotion_count = 2;
    stand.promotions[0] =
        (struct rules_promotion){.id = "one", .from = 1, .to = 3, .approval = true};
    stand.promotions[1] = (struct rules_promotion){.id = "two", .from = 1, .to = 3};
    stand_field(&stand, 3);
    for (size_t i = 0; i < 3; i++) {
        stand.lines[i].approved = answers;
        stand.lines[i].owner = &said[i];
    }
    assert_promotions(&stand, "00.");
    assert_false(stand.lines[0].promotion_waiting);
    assert_true(stand.lines[1].promotion_waiting);
    assert_false(stand.lines[2].promotion_waiting);
}

RUN(cmocka_unit_test(every_module_with_a_pass_mark_has_to_be_passed),
    cmocka_unit_test(only_stages_that_are_asked_of_him_have_to_be_passed),
    cmocka_unit_test(ex_11_the_table_promotes_once_a_year),
    cmocka_unit_test(promotion_may_go_by_title_or_by_passing_alone),
    cmocka_unit_test(promotion_may_wait_for_approval))
