// Modules, stages and what is carried, with the reach of each figure in the place of the figure.
#include "scoring/rules_check_total.h"

#include "scoring/bout.h"
#include "scoring/rules_check_fit.h"

static const reach_size_t one = POINT_ONE;

// ---- rolling up

struct roll {
    enum rules_roll_up how;
    struct reach value, weights;
    bool first;
};

static void roll_add(struct roll *roll, struct reach value, struct ratio weight)
{
    bool over = roll->value.over || value.over;

    switch (roll->how) {
    case RULES_ADD:
    case RULES_AVERAGE:
    case RULES_SKATING:
    case RULES_MATCHES:
        roll->value = reach_add(roll->value, value);
        break;
    case RULES_PRODUCT_OF: // any of them may be missing
        value.most = value.most > one ? value.most : one;
        roll->value = roll->first ? value : reach_times(roll->value, value);
        break;
    case RULES_WORST_OF:
    case RULES_BEST_OF:
        roll->value = reach_either(roll->value, value);
        break;
    }
    roll->weights = reach_add(roll->weights, reach_of(weight));
    roll->value.over = roll->value.over || over;
    roll->first = false;
}

// Weights are above 0; the smallest sum of some of them is the least that is divided by.
static struct reach roll_end(const struct roll *roll, uint64_t least)
{
    struct reach value = roll->value;

    if (roll->how == RULES_AVERAGE) {
        value = reach_over(value, roll->weights, least > 0 ? least : 1);
    }
    value.over = value.over || roll->weights.over;
    return value;
}

static uint64_t least_of(uint64_t least, struct ratio weight)
{
    uint64_t size = (uint64_t)(reach_of(weight).most - (weight.num % weight.den != 0));

    return size < least ? size : least;
}

static struct reach of_module(const struct rules *rules, uint32_t index)
{
    const struct rules_module *module = &rules->modules[index];
    struct roll roll = {module->roll_up, reach_of(RATIO_ZERO), reach_of(RATIO_ZERO), true};
    uint64_t least = UINT64_MAX;

    for (uint32_t i = module->part_first; i < module->part_first + module->part_count; i++) {
        const struct rules_part *part = &rules->parts[i];
        bool sums = module->roll_up == RULES_ADD || module->roll_up == RULES_AVERAGE;
        struct ratio weight = part->weight.den != 0 && sums ? part->weight : RATIO_ONE;
        roll_add(&roll, reach_times(rules_check_fit_of(rules, i), reach_of(weight)), weight);
        least = least_of(least, weight);
    }
    struct reach sum =
        rules_check_fit_adjusted(rules, module->adjustment_first, module->adjustment_count,
                                 &module->limits, roll_end(&roll, least));
    sum = module->has_long
              ? reach_either(reach_round(sum, module->sum), reach_round(sum, module->longer))
              : reach_round(sum, module->sum);
    return reach_round(reach_times(sum, reach_of(module->weight)), module->rounding);
}

static struct reach of_matches(const struct rules_matches *matches)
{
    const struct ratio points[] = {matches->win, matches->draw, matches->loss, matches->forfeit_win,
                                   matches->forfeit_loss};
    struct reach match = reach_of(RATIO_ZERO);

    for (unsigned i = 0; i < sizeof points / sizeof points[0]; i++) {
        match = reach_either(match, reach_of(points[i]));
    }
    return reach_sum(match, BOUT_MAX);
}

static struct reach of_own(const struct rules *rules, uint32_t index)
{
    const struct rules_stage *stage = &rules->stages[index];
    struct roll roll = {stage->roll_up, reach_of(RATIO_ZERO), reach_of(RATIO_ZERO), true};
    uint64_t least = UINT64_MAX;

    for (uint32_t i = stage->module_first; i < stage->module_first + stage->module_count; i++) {
        struct reach value = of_module(rules, i);
        roll_add(&roll, value, rules->modules[i].weight);
        least = least_of(least, rules->modules[i].weight);
    }
    struct reach own =
        stage->roll_up == RULES_MATCHES ? of_matches(&stage->matches) : roll_end(&roll, least);
    own = rules_check_fit_adjusted(rules, stage->adjustment_first, stage->adjustment_count,
                                   &stage->limits, own);
    return reach_round(own, stage->own);
}

static struct reach of_total(const struct rules *rules, uint32_t index)
{
    const struct rules_stage *stage = &rules->stages[index];
    struct reach total = of_own(rules, index);

    for (uint32_t i = 0; i < stage->carry_count; i++) {
        total = reach_add(total, of_own(rules, stage->carry[i]));
    }
    return reach_round(total, stage->total);
}

uint32_t rules_check_total(const struct rules *rules)
{
    for (uint32_t i = 0; i < rules->stage_count; i++) {
        if (of_total(rules, i).over) {
            return i;
        }
    }
    return RULES_NONE;
}
