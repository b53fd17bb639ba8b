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

RUN(cmocka_unit_test(a_code_is_worth_a_figure_or_more_than_are_entered),
    cmocka_unit_test(refuses_a_worth_that_is_no_figure_or_of_a_code_that_never_comes))
