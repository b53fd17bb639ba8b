// What the reader makes of the skills, stages and team tables of fixtures/examples/full.json.
#include "tests/wire/full.h"

static void reads_cuts(void **state)
{
    (void)state;
    struct definition *definition = full_read();
    const struct rules *rules = definition_rules(definition);
    const struct rules_cut *cut = &full_stage(rules, "welder", "final")->cut;
    assert_int_equal(cut->by, RULES_CUT_PERCENT);
    assert_int_equal(cut->from, full_skill(rules, "welder")->stage_first);
    full_is(cut->share, 3, 4);
    assert_int_equal(cut->mode, ROUND_TRUNCATE);
    assert_int_equal(cut->ties, RULES_TIES_ALL_GO);
    assert_int_equal(cut->least, 3);
    assert_int_equal(cut->per_team, 4);
    cut = &full_stage(rules, "dance", "final")->cut;
    assert_int_equal(cut->by, RULES_CUT_TOP);
    assert_int_equal(cut->top, 6);
    cut = &full_stage(rules, "cube", "final")->cut;
    assert_int_equal(cut->by, RULES_CUT_SCORE);
    full_is(cut->share, 2000, 1);
    assert_int_equal(full_stage(rules, "cube", "first")->cut.by, RULES_CUT_NONE);
    definition_free(definition);
}

static void reads_where_a_skill_is_marked(void **state)
{
    (void)state;
    struct definition *definition = full_read();
    const struct rules *rules = definition_rules(definition);
    assert_int_equal(rules->venue_count, 2);
    assert_string_equal(rules->venues[1].name.en, "Training yard");
    assert_int_equal(rules_find_venue(rules, "yard", 4), 1);
    assert_int_equal(rules_find_venue(rules, "yar", 3), RULES_NONE);
    assert_string_equal(full_skill(rules, "welder")->venue, "hall-north");
    assert_null(full_skill(rules, "web")->venue);
    definition_free(definition);
}

static void reads_matches_and_the_skating_system(void **state)
{
    (void)state;
    struct definition *definition = full_read();
    const struct rules *rules = definition_rules(definition);
    const struct rules_stage *groups = full_stage(rules, "tug", "groups");
    assert_int_equal(groups->roll_up, RULES_MATCHES);
    assert_int_equal(groups->module_count, 0);
    assert_int_equal(groups->matches.format, RULES_ROUND_ROBIN);
    assert_int_equal(groups->matches.best_of, 3);
    full_is(groups->matches.win, 2, 1);
    full_is(groups->matches.loss, 1, 1);
    full_is(groups->matches.forfeit_win, 2, 1);
    const struct rules_stage *cup = full_stage(rules, "tug", "cup");
    assert_int_equal(cup->cut.ties, RULES_TIES_NONE_GOES);
    assert_int_equal(cup->matches.format, RULES_KNOCKOUT);
    assert_true(cup->matches.bronze);
    assert_int_equal(cup->matches.rounds, 1);
    full_is(cup->matches.draw, 1, 1);
    const struct rules_stage *dances = full_stage(rules, "dance", "final");
    assert_int_equal(dances->roll_up, RULES_SKATING);
    assert_int_equal(dances->order, RULES_LOW);
    assert_false(dances->rule10_counts_only);
    definition_free(definition);
}

static void reads_every_step_of_a_chain(void **state)
{
    (void)state;
    struct definition *definition = full_read();
    const struct rules *rules = definition_rules(definition);
    const struct rules_skill *welder = full_skill(rules, "welder");
    assert_int_equal(welder->tie_count, 6);
    assert_int_equal(welder->ties[0].by, RULES_TIE_TIME);
    assert_true(welder->ties[0].lower_is_better);
    assert_int_equal(welder->ties[1].by, RULES_TIE_MODULE);
    assert_int_equal(welder->ties[3].by, RULES_TIE_STAGE_OWN);
    assert_true(welder->ties[4].lower_is_better);
    assert_int_equal(welder->ties[5].by, RULES_TIE_RULING);
    assert_true(welder->no_shared_places);
    assert_int_equal(welder->convention, RULES_ORDINAL);
    const struct rules_skill *poem = full_skill(rules, "poem");
    assert_int_equal(poem->ties[0].by, RULES_TIE_UNTRIMMED);
    assert_false(poem->ties[0].lower_is_better);
    assert_int_equal(poem->convention, RULES_FRACTIONAL);
    assert_true(poem->tolerance.has);
    full_is(poem->tolerance.within, 1, 100);
    assert_false(poem->no_shared_places);
    const struct rules_skill *tug = full_skill(rules, "tug");
    assert_int_equal(tug->ties[0].by, RULES_TIE_HEAD_TO_HEAD);
    assert_int_equal(tug->ties[0].index, tug->stage_first);
    assert_int_equal(tug->ties[1].by, RULES_TIE_NET);
    assert_int_equal(full_skill(rules, "multi")->ties[0].by, RULES_TIE_FIRSTS);
    definition_free(definition);
}

static void reads_scale_and_statuses(void **state)
{
    (void)state;
    struct definition *definition = full_read();
    const struct rules *rules = definition_rules(definition);
    const struct rules_scale *scale = &full_skill(rules, "web")->scale;
    assert_true(scale->has && scale->has_limits);
    full_is(scale->centre, 700, 1);
    full_is(scale->k, 30, 1);
    assert_false(scale->mean);
    assert_int_equal(scale->spread, RULES_MAD);
    full_is(scale->mad_factor, 7413, 5000);
    full_is(scale->most, 1000, 1);
    assert_int_equal(scale->rounding.mode, ROUND_HALF_UP);
    assert_int_equal(scale->population_least, 3);
    assert_false(full_skill(rules, "welder")->scale.has);
    const struct rules_effect *effects = full_skill(rules, "welder")->effects;
    assert_true(effects[RULES_DNF].ranked && effects[RULES_DNF].in_statistics);
    assert_false(effects[RULES_DNF].later);
    assert_true(effects[RULES_DSQ].hidden && effects[RULES_DSQ].later);
    assert_true(effects[RULES_NO_SHOW].hidden);
    effects = full_skill(rules, "web")->effects; // says nothing of them
    assert_true(effects[RULES_DNF].in_base);
    assert_false(effects[RULES_DNF].ranked || effects[RULES_DNF].in_statistics);
    assert_false(effects[RULES_DNS].in_base || effects[RULES_DNS].later);
    assert_true(effects[RULES_DSQ].later && effects[RULES_WITHDRAWN].later);
    assert_false(effects[RULES_NO_SHOW].later || effects[RULES_WITHDRAWN].in_base);
    definition_free(definition);
}

static void reads_titles(void **state)
{
    (void)state;
    struct definition *definition = full_read();
    const struct rules *rules = definition_rules(definition);
    const struct rules_skill *welder = full_skill(rules, "welder");
    const struct rules_title *title = welder->titles;
    assert_int_equal(title[0].by, RULES_BY_PLACES);
    assert_true(title[0].approval);
    assert_int_equal(title[0].traits, 1);
    assert_int_equal(title[2].by, RULES_BY_COUNT);
    assert_int_equal(title[2].count, 5);
    assert_true(title[2].widen && title[2].has_total && title[2].all_passed);
    assert_int_equal(title[2].excludes, 3);
    assert_int_equal(title[2].from, 0);
    assert_int_equal(title[3].by, RULES_BY_SHARE);
    full_is(title[3].share, 1, 10);
    assert_int_equal(title[3].mode, ROUND_HALF_UP);
    assert_false(title[3].widen);
    assert_true(title[3].besides);
    assert_true(title[3].from_top);
    assert_false(title[2].from_top);
    assert_int_equal(title[3].entrants_least, 10);
    assert_int_equal(title[2].per_team, 2);
    assert_int_equal(title[3].per_team, 0);
    assert_int_equal(title[4].by, RULES_BY_SCORE);
    assert_int_equal(title[4].needs, 4);
    assert_int_equal(title[4].traits, 4);
    definition_free(definition);
}

static void reads_medals_and_promotions(void **state)
{
    (void)state;
    struct definition *definition = full_read();
    const struct rules *rules = definition_rules(definition);
    const struct rules_skill *welder = full_skill(rules, "welder");
    const struct rules_skill *web = full_skill(rules, "web");
    assert_true(web->medals.has);
    assert_int_equal(web->medals.gold, 0);
    assert_int_equal(web->medals.bronze, 2);
    full_is(web->medals.within, 2, 1);
    assert_int_equal(web->titles[0].from, 0);
    assert_true(web->titles[3].has_scale);
    full_is(web->titles[3].scale, 700, 1);
    assert_int_equal(welder->promotion_count, 2);
    const struct rules_promotion *promotion = welder->promotions;
    assert_int_equal(promotion->titles, 3);
    assert_int_equal(promotion->holds, 8);
    assert_int_equal(promotion->bars, 32);
    assert_true(promotion->all_passed && promotion->approval);
    assert_string_equal(promotion->grade.en, "Senior technician");
    assert_int_equal(promotion[1].from, 1);
    assert_int_equal(promotion[1].to, 5);
    assert_int_equal(promotion[1].bars, 8 | 32);
    definition_free(definition);
}

static void reads_traits_sections_and_team_tables(void **state)
{
    (void)state;
    struct definition *definition = full_read();
    const struct rules *rules = definition_rules(definition);
    assert_int_equal(rules->trait_count, 6);
    assert_int_equal(rules_find_trait(rules, "grade2", 6), 3);
    const struct rules_skill *web = full_skill(rules, "web");
    assert_int_equal(web->section_count, 3);
    assert_string_equal(web->sections[1].name.en, "Design");
    assert_int_equal(web->sections[2].max, 5 * POINT_ONE);
    assert_int_equal(rules->team_table_count, 4);
    const struct rules_team_table *points = rules->team_tables;
    assert_int_equal(points->by, RULES_TEAM_PLACES);
    assert_int_equal(points->skills[0], 3);
    assert_int_equal(points->best, 3);
    assert_int_equal(points->members_least, 2);
    assert_int_equal(points->point_count, 8);
    assert_true(points->firsts && points->best_place);
    assert_int_equal(points[1].by, RULES_TEAM_TITLES);
    assert_int_equal(points[1].skills[0], 255); // all of them
    assert_int_equal(points[1].title_count, 3);
    assert_string_equal(points[1].titles[2], "gold");
    full_is(points[1].title_points[1], 4, 1);
    full_is(points[1].otherwise, 1, 1);
    assert_int_equal(points[2].by, RULES_TEAM_SUM);
    assert_true(points[2].lower_is_better);
    assert_int_equal(points[3].by, RULES_TEAM_COUNT);
    definition_free(definition);
}

RUN(cmocka_unit_test(reads_cuts), cmocka_unit_test(reads_where_a_skill_is_marked),
    cmocka_unit_test(reads_matches_and_the_skating_system),
    cmocka_unit_test(reads_every_step_of_a_chain), cmocka_unit_test(reads_scale_and_statuses),
    cmocka_unit_test(reads_titles), cmocka_unit_test(reads_medals_and_promotions),
    cmocka_unit_test(reads_traits_sections_and_team_tables))
