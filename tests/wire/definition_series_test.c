// What a series says of its races, as the reader takes it from fixtures/examples/full.json.
#include "tests/wire/full.h"

#define RACES "/skills/7/stages/0/modules/0/parts"

static void a_code_is_worth_a_figure_or_more_than_are_entered(void **state)
{
    (void)state;
    struct definition *definition = full_read();
    const struct rules_part *part = full_part(definition_rules(definition), "s-one");
    assert_true(part->codes[RULES_DNF].has && part->codes[RULES_DNF].entered);
    full_is(part->codes[RULES_DNF].worth, 1, 1);
    assert_true(part->codes[RULES_DNS].has && part->codes[RULES_DNS].entered);
    full_is(part->codes[RULES_DNS].worth, 0, 1);
    assert_true(part->codes[RULES_DSQ].has && !part->codes[RULES_DSQ].entered);
    full_is(part->codes[RULES_DSQ].worth, 199, 2);
    assert_false(full_part(definition_rules(definition), "s-two")->codes[RULES_DNF].has);
    definition_free(definition);
}

static void refuses_a_worth_that_is_no_figure_or_of_a_code_that_never_comes(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\"s-one\"", "\"entered+1\"", "\"entered+\"", INVALID, RACES "/0/code_worth/dnf",
         "@code-worth"},
        {"\"s-one\"", "\"entered+1\"", "\"entered-1\"", INVALID, RACES "/0/code_worth/dnf",
         "@code-worth"},
        {"\"s-one\"", "\"entered+1\"", "\"entered+1000\"", INVALID, RACES "/0/code_worth/dnf",
         "@code-worth"},
        {"\"s-one\"", "\"99.5\"", "\"many\"", INVALID, RACES "/0/code_worth/dsq", "@code-worth"},
        {"\"s-one\"", "[\"dnf\", \"dns\", \"dsq\"]", "[\"dnf\", \"dsq\"]", INVALID,
         RACES "/0/code_worth/dns", "@code-unused dns"},
    };
    static const struct row good[] = {
        {.near = "\"s-one\"", .old = "\"entered+1\"", .fresh = "\"entered+999\""},
        {.near = "\"s-one\"", .old = "\"99.5\"", .fresh = "\"-99.5\""},
    };
    change_expect_faults(FULL, rows, ROWS(rows));
    change_expect_good(FULL, good, ROWS(good));
}

static void reads_steps_that_compare_one_by_one_or_hold_always(void **state)
{
    (void)state;
    struct definition *definition = full_read();
    const struct rules *rules = definition_rules(definition);
    const struct rules_skill *skill = full_skill(rules, "regatta");
    const struct rules_stage *season = full_stage(rules, "regatta", "season");
    assert_int_equal(skill->tie_count, 4);
    assert_int_equal(skill->ties[0].by, RULES_TIE_COUNTBACK);
    assert_int_equal(skill->ties[0].index, season->module_first + 2);
    assert_true(skill->ties[0].lower_is_better); // as its module compares
    assert_int_equal(skill->ties[1].by, RULES_TIE_LATEST);
    assert_int_equal(skill->ties[1].index, season->module_first);
    assert_false(skill->ties[1].always);
    assert_true(skill->ties[2].always);
    assert_int_equal(skill->ties[3].by, RULES_TIE_ASPECT);
    assert_string_equal(skill->ties[3].aspect, "tries");
    assert_int_equal(skill->ties[3].index, season->module_first + 1);
    definition_free(definition);
}

static void reads_modules_that_look_at_others_and_a_stage_that_takes_the_best(void **state)
{
    (void)state;
    struct definition *definition = full_read();
    const struct rules *rules = definition_rules(definition);
    const struct rules_stage *season = full_stage(rules, "regatta", "season");
    const struct rules_module *places = &rules->modules[season->module_first + 2];
    assert_int_equal(season->best, 2);
    assert_true(places->again && places->judges && places->aside);
    assert_int_equal(places->part_count, 3);
    assert_ptr_equal(&rules->parts[places->part_first], full_part(rules, "s-one"));
    assert_true(full_part(rules, "s-two")->optional);
    assert_int_equal(full_part(rules, "s-wall")->sheet.places, 1);
    definition_free(definition);
}

static void reads_straight_lines_coefficients_and_what_does_not_count(void **state)
{
    (void)state;
    struct definition *definition = full_read();
    const struct rules *rules = definition_rules(definition);
    const struct rules_aspect *jump = full_aspect(rules, "s-wall", "jump");
    assert_int_equal(jump->input, RULES_LINEAR);
    full_is(jump->linear.b, 9, 5);
    full_is(jump->linear.k, 120, 1);
    assert_true(jump->linear.has_least && jump->linear.has_most);
    assert_true(full_aspect(rules, "s-wall", "pace")->falling);
    full_is(full_aspect(rules, "s-wall", "slips")->weight, -1, 10);
    full_is(jump->weight, 0, 0);
    assert_true(full_aspect(rules, "s-wall", "tries")->aside);
    assert_int_equal(full_aspect(rules, "s-wall", "safe")->veto, RULES_VETO_PLACE);
    definition_free(definition);
}

#define WALL "/skills/7/stages/0/modules/1/parts/0"

static void refuses_lines_weights_and_steps_that_say_nothing(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\"s-wall\"", "\"least\": \"0\"", "\"least\": \"251\"", INVALID,
         WALL "/aspects/0/linear/most", "@ceiling"},
        {"\"s-wall\"", "\"falling\": true, \"min\": \"1\"", "\"falling\": true, \"min\": \"0\"",
         INVALID, WALL "/aspects/1/min", "@above-zero"},
        {"\"s-wall\"", "\"weight\": \"-0.1\"", "\"weight\": \"0\"", INVALID,
         WALL "/aspects/2/weight", "@not-zero"},
        {"\"s-wall\"", "\"weight\": \"-0.1\"", "\"weight\": \"-1000.1\"", INVALID,
         WALL "/aspects/2/weight", "@range -1000 – 1000"},
        {"\"s-wall\"", "\"rounding\": {\"sheet\"",
         "\"combine\": \"aspect\", \"rounding\": {\"sheet\"", INVALID, WALL "/rounding/sheet",
         "@not-with aspect"},
        {"\"regatta\"", "{\"aspect\": \"tries\"", "{\"aspect\": \"trys\"", INVALID,
         "/skills/7/tie_break/3/aspect", "@aspect-unknown trys"},
        {"\"regatta\"", "\"tries\", \"module\": \"boulders\"", "\"tries\"", MISSING,
         "/skills/7/tie_break/3/module", "module"},
        {"\"regatta\"", "\"of\": \"races\", \"to\": \"boulders\"",
         "\"of\": \"boulders\", \"to\": \"races\"", INVALID, "/skills/7/stages/0/modules/2/to",
         "@to-before"},
        {"\"regatta\"", "\"to\": \"boulders\"", "\"to\": \"walls\"", INVALID,
         "/skills/7/stages/0/modules/2/to", "@of-unknown walls"},
    };
    change_expect_faults(FULL, rows, ROWS(rows));
}

RUN(cmocka_unit_test(reads_steps_that_compare_one_by_one_or_hold_always),
    cmocka_unit_test(reads_modules_that_look_at_others_and_a_stage_that_takes_the_best),
    cmocka_unit_test(reads_straight_lines_coefficients_and_what_does_not_count),
    cmocka_unit_test(refuses_lines_weights_and_steps_that_say_nothing),
    cmocka_unit_test(a_code_is_worth_a_figure_or_more_than_are_entered),
    cmocka_unit_test(refuses_a_worth_that_is_no_figure_or_of_a_code_that_never_comes))
