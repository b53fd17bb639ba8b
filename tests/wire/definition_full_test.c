// fixtures/examples/full.json says everything that a definition can say: here is what the reader
// makes of its modules, parts and aspects.
#include "tests/wire/full.h"

static void reads_every_kind_of_input(void **state)
{
    (void)state;
    struct definition *definition = full_read();
    const struct rules *rules = definition_rules(definition);
    const struct rules_aspect *aspect = full_aspect(rules, "w-safe", "gear");
    assert_int_equal(aspect->input, RULES_PASS_FAIL);
    assert_int_equal(aspect->full, 40 * POINT_ONE);
    assert_int_equal(aspect->max, POINT_ONE);
    assert_int_equal(aspect->step, POINT_ONE);
    assert_int_equal(aspect->veto, RULES_VETO_MODULE);
    assert_int_equal(aspect->codes, 1U << RULES_DNF | 1U << RULES_DSQ);
    aspect = full_aspect(rules, "w-safe", "tidy");
    assert_int_equal(aspect->input, RULES_NUMBER);
    full_is(aspect->target, 6, 1);
    assert_int_equal(aspect->max, 6 * POINT_ONE);
    aspect = full_aspect(rules, "b1", "rate");
    assert_int_equal(aspect->input, RULES_TARGET);
    full_is(aspect->target, 1000, 1);
    full_is(aspect->cap, 11, 10);
    assert_string_equal(aspect->section, "3");
    definition_free(definition);
}

static void reads_formulas_ticks_and_codes(void **state)
{
    (void)state;
    struct definition *definition = full_read();
    const struct rules *rules = definition_rules(definition);
    const struct rules_aspect *aspect = full_aspect(rules, "m-100", "run");
    assert_int_equal(aspect->input, RULES_POWER);
    full_is(aspect->power.a, 254347, 10000);
    full_is(aspect->power.b, 18, 1);
    assert_int_equal(aspect->power.num, 181);
    assert_int_equal(aspect->power.den, 100);
    assert_true(aspect->power.falling);
    aspect = full_aspect(rules, "d-call", "yes");
    assert_int_equal(aspect->input, RULES_TICK);
    assert_int_equal(aspect->max, POINT_ONE);
    aspect = full_aspect(rules, "c1", "time");
    assert_int_equal(aspect->input, RULES_SCORE);
    assert_int_equal(aspect->codes, 1U << RULES_DNF | 1U << RULES_DNS);
    assert_null(aspect->section);
    definition_free(definition);
}

static void a_percentage_is_taken_off_exactly(void **state)
{
    (void)state;
    struct definition *definition = full_read();
    const struct rules *rules = definition_rules(definition);
    const struct rules_aspect *aspect = full_aspect(rules, "w-plate", "xray");
    assert_int_equal(aspect->input, RULES_CHOICE);
    assert_int_equal(aspect->band_count, 4);
    assert_int_equal(aspect->max, 4 * POINT_ONE);
    assert_int_equal(aspect->min, POINT_ONE);
    full_is(aspect->bands[0].value, 30, 1);
    full_is(aspect->bands[1].value, 2001, 100); // 30 x 0.667
    full_is(aspect->bands[2].value, 501, 50);   // 30 x 0.334
    full_is(aspect->bands[3].value, 0, 1);
    assert_string_equal(aspect->bands[3].name.en, "Failed");
    assert_int_equal(aspect->veto, RULES_VETO_PART);
    assert_int_equal(aspect->rounding.mode, ROUND_HALF_UP);
    assert_int_equal(aspect->rounding.places, 2);
    definition_free(definition);
}

static void reads_bands_of_a_measured_value(void **state)
{
    (void)state;
    struct definition *definition = full_read();
    const struct rules *rules = definition_rules(definition);
    const struct rules_aspect *aspect = full_aspect(rules, "a2", "speed");
    assert_int_equal(aspect->input, RULES_RANGED);
    assert_int_equal(aspect->band_count, 3);
    full_is(aspect->bands[1].from, 2, 1);
    full_is(aspect->bands[1].to, 4, 1);
    full_is(aspect->bands[1].value, 667, 1000);
    full_is(aspect->bands[2].value, 1, 4);
    assert_int_equal(aspect->max, 60 * POINT_ONE);
    definition_free(definition);
}

static void reads_levels_places_and_points(void **state)
{
    (void)state;
    struct definition *definition = full_read();
    const struct rules *rules = definition_rules(definition);
    const struct rules_aspect *aspect = full_aspect(rules, "a1", "look");
    assert_int_equal(aspect->input, RULES_JUDGEMENT);
    assert_int_equal(aspect->band_count, 4);
    assert_int_equal(aspect->max, 3 * POINT_ONE);
    assert_string_equal(aspect->bands[3].name.en, "Excellent");
    full_is(aspect->bands[2].from, 2, 1);
    full_is(aspect->bands[2].value, 4, 3);
    aspect = full_aspect(rules, "d-waltz", "place");
    assert_int_equal(aspect->input, RULES_PLACE);
    assert_int_equal(aspect->max, 8 * POINT_ONE);
    assert_int_equal(aspect->band_count, 0);
    assert_int_equal(full_aspect(rules, "d-tango", "place")->max, 512 * POINT_ONE);
    aspect = full_aspect(rules, "m-jury", "first3");
    assert_int_equal(aspect->band_count, 3);
    full_is(aspect->bands[1].from, 2, 1);
    full_is(aspect->bands[1].to, 2, 1);
    full_is(aspect->bands[1].value, 10, 1);
    definition_free(definition);
}

static void reads_faults_and_lays_the_sheet_out_in_cells(void **state)
{
    (void)state;
    struct definition *definition = full_read();
    const struct rules *rules = definition_rules(definition);
    const struct rules_aspect *aspect = full_aspect(rules, "w-plate", "outside");
    assert_int_equal(aspect->input, RULES_DEDUCTION);
    assert_int_equal(aspect->full, 70 * POINT_ONE);
    assert_int_equal(aspect->fault_count, 3);
    const struct rules_fault *fault = &aspect->faults[0];
    assert_string_equal(fault->id, "undercut");
    assert_string_equal(fault->unit.zh, "毫米");
    assert_int_equal(fault->each, 5 * POINT_ONE);
    assert_true(fault->begun);
    assert_int_equal(fault->amount, 2 * POINT_ONE);
    assert_int_equal(fault->most, 6 * POINT_ONE);
    assert_int_equal(fault[1].each, POINT_ONE);
    assert_true(fault[1].begun);
    assert_int_equal(fault[1].most, 0);
    assert_string_equal(fault[1].unit.zh, "");
    assert_true(fault[2].lost);
    assert_int_equal(aspect->cell, 0);
    assert_int_equal(aspect[1].cell, 3);
    definition_free(definition);
}

static void reads_the_ways_of_a_panel(void **state)
{
    (void)state;
    struct definition *definition = full_read();
    const struct rules *rules = definition_rules(definition);
    const struct rules_part *part = full_part(rules, "p-read");
    assert_int_equal(part->trim_count, 3);
    assert_int_equal(part->trims[2].figures, 7);
    assert_int_equal(part->trims[2].high, 2);
    assert_int_equal(part->variance.by, RULES_FROM_MEDIAN);
    assert_int_equal(part->variance.act, RULES_FLAG);
    assert_int_equal(part->variance.limit_count, 2);
    full_is(part->variance.limits[1].value, 1, 1);
    part = full_part(rules, "p-dance");
    assert_int_equal(part->reduce, RULES_MIDDLE_TWO);
    assert_int_equal(part->tolerance_count, 3);
    full_is(part->tolerance[0].value, 3, 10);
    full_is(part->divisor, 9, 5);
    full_is(part->factor, 3, 5);
    assert_int_equal(part->turn, RULES_TURN_ALL_IN);
    assert_int_equal(part->trial_samples, 2);
    assert_false(part->trial_needed);
    assert_int_equal(part->declares, 63 | RULES_DECLARES_DIVISOR);
    definition_free(definition);
}

static void reads_how_figures_are_made_comparable(void **state)
{
    (void)state;
    struct definition *definition = full_read();
    const struct rules *rules = definition_rules(definition);
    const struct rules_part *part = full_part(rules, "p-jury");
    assert_int_equal(part->normalise.by, RULES_Z);
    full_is(part->normalise.centre, 100, 1);
    full_is(part->normalise.spread, 20, 1);
    assert_false(part->normalise.sample);
    assert_int_equal(part->normalise.rounding.places, 4);
    part = full_part(rules, "p-hall");
    assert_int_equal(part->against, RULES_AGAINST_BEST);
    full_is(part->against_max, 20, 1);
    full_is(part->divisor, 0, 0);
    part = full_part(rules, "p-vote");
    assert_int_equal(part->against, RULES_AGAINST_POINTS);
    assert_int_equal(part->point_count, 4);
    full_is(part->points[3], 5, 1);
    part = full_part(rules, "a1");
    assert_int_equal(part->variance.by, RULES_RANGE);
    assert_int_equal(part->variance.act, RULES_REFUSE);
    assert_int_equal(part->variance.limit_count, 1);
    assert_true(ratio_compare(part->variance.limits[0].from, (struct ratio){-1000000, 1}) < 0);
    full_is(part->variance.limits[0].value, 1, 1);
    definition_free(definition);
}

static void reads_the_other_members_of_a_part(void **state)
{
    (void)state;
    struct definition *definition = full_read();
    const struct rules *rules = definition_rules(definition);
    const struct rules_part *part = full_part(rules, "w-plate");
    assert_int_equal(part->missing, RULES_MEAN_OF_GIVEN);
    assert_int_equal(part->day, 1);
    assert_int_equal(part->order, RULES_HIGH);
    full_is(part->weight, 3, 5);
    assert_int_equal(part->declares, RULES_DECLARES_LOG);
    assert_true(part->limits.has_floor && part->limits.has_ceiling);
    full_is(part->limits.ceiling, 100, 1);
    assert_int_equal(full_part(rules, "w-safe")->reduce, RULES_AGREED);
    assert_int_equal(full_part(rules, "w-theory")->order, RULES_AS_ABOVE);
    full_is(full_part(rules, "w-theory")->weight, 0, 0);
    assert_int_equal(full_part(rules, "d-call")->call_back, 6);
    assert_int_equal(full_part(rules, "d-waltz")->reduce, RULES_MAJORITY);
    assert_true(full_part(rules, "m-sew")->one_by_one);
    assert_false(full_part(rules, "m-100")->one_by_one);
    assert_true(full_part(rules, "m-time")->figure_is_time);
    assert_int_equal(full_part(rules, "m-time")->order, RULES_LOW);
    assert_int_equal(full_part(rules, "m-time")->declares, RULES_DECLARES_TIME);
    definition_free(definition);
}

static void one_skills_adjustments_lie_together(void **state)
{
    (void)state;
    struct definition *definition = full_read();
    const struct rules *rules = definition_rules(definition);
    const struct rules_part *part = full_part(rules, "w-plate");
    uint32_t plate = (uint32_t)(part - rules->parts);
    const struct rules_adjustment *all = rules->adjustments;
    uint32_t count = 0;
    uint32_t first = rules_adjustments_of(rules, 0, &count);
    assert_int_equal(rules->adjustment_count, 5);
    assert_int_equal(first, 0);
    assert_int_equal(count, 5);
    assert_int_equal(part->adjustment_count, 2);
    const struct rules_adjustment *overtime = &all[part->adjustment_first];
    assert_string_equal(overtime->id, "overtime");
    assert_int_equal(overtime->by, RULES_BY_OVERTIME);
    assert_int_equal(overtime->part, plate); // its own log
    assert_int_equal(overtime->amount, -2 * POINT_ONE);
    assert_int_equal(overtime->after, 3600 * (int64_t)POINT_ONE);
    assert_int_equal(overtime->each, 60 * POINT_ONE);
    assert_int_equal(overtime->most, 10);
    assert_int_equal(overtime[1].by, RULES_BY_WARNINGS);
    const struct rules_module *practice = &rules->modules[part->module];
    assert_int_equal(practice->adjustment_count, 1);
    assert_int_equal(all[practice->adjustment_first].by, RULES_BY_EARLY);
    assert_int_equal(all[practice->adjustment_first].part, plate);
    const struct rules_stage *final = &rules->stages[part->stage];
    assert_int_equal(final->adjustment_count, 2);
    const struct rules_adjustment *late = &all[final->adjustment_first];
    assert_int_equal(late->by, RULES_BY_RULING);
    assert_int_equal(late->most, 3);
    assert_false(late->percent);
    assert_true(late[1].percent);
    assert_int_equal(late[1].amount, -10 * POINT_ONE);
    assert_int_equal(late[1].by, RULES_BY_OFFENCES);
    definition_free(definition);
}

static void a_module_that_looks_again_does_not_own_its_parts(void **state)
{
    (void)state;
    struct definition *definition = full_read();
    const struct rules *rules = definition_rules(definition);
    const struct rules_stage *final = full_stage(rules, "cube", "final");
    const struct rules_module *average = &rules->modules[final->module_first];
    const struct rules_module *single = average + 1;
    assert_int_equal(average->roll_up, RULES_AVERAGE);
    assert_int_equal(average->drop_best, 1);
    assert_int_equal(average->drop_worst, 1);
    assert_int_equal(average->cutoff.after, 2);
    full_is(average->cutoff.than, 1000, 1);
    assert_false(average->cutoff.or_equal);
    assert_true(average->has_long);
    full_is(average->long_from, 60000, 1);
    assert_int_equal(average->longer.places, -2);
    assert_int_equal(average->sum.places, 0);
    assert_true(single->again && single->aside);
    assert_int_equal(single->roll_up, RULES_BEST_OF);
    assert_int_equal(single->best, 1);
    assert_int_equal(single->part_first, average->part_first);
    assert_int_equal(single->part_count, 5);
    assert_ptr_equal(&rules->modules[rules->parts[single->part_first].module], average);
    assert_int_equal(single->cutoff.after, 0);
    definition_free(definition);
}

static void reads_pass_marks_maxima_and_limits(void **state)
{
    (void)state;
    struct definition *definition = full_read();
    const struct rules *rules = definition_rules(definition);
    const struct rules_stage *final = full_stage(rules, "welder", "final");
    const struct rules_module *theory = &rules->modules[final->module_first];
    assert_true(theory->has_pass && theory->has_max);
    full_is(theory->pass, 60, 1);
    full_is(theory->max, 100, 1);
    assert_int_equal(theory[1].roll_up, RULES_AVERAGE);
    assert_int_equal(theory[1].order, RULES_HIGH);
    full_is(theory[1].limits.floor, 0, 1);
    assert_true(final->limits.has_ceiling);
    full_is(final->limits.ceiling, 100, 1);
    assert_int_equal(final->order, RULES_HIGH);
    definition_free(definition);
}

RUN(cmocka_unit_test(reads_every_kind_of_input), cmocka_unit_test(reads_formulas_ticks_and_codes),
    cmocka_unit_test(a_percentage_is_taken_off_exactly),
    cmocka_unit_test(reads_bands_of_a_measured_value),
    cmocka_unit_test(reads_levels_places_and_points),
    cmocka_unit_test(reads_faults_and_lays_the_sheet_out_in_cells),
    cmocka_unit_test(reads_the_ways_of_a_panel),
    cmocka_unit_test(reads_how_figures_are_made_comparable),
    cmocka_unit_test(reads_the_other_members_of_a_part),
    cmocka_unit_test(one_skills_adjustments_lie_together),
    cmocka_unit_test(a_module_that_looks_again_does_not_own_its_parts),
    cmocka_unit_test(reads_pass_marks_maxima_and_limits))
