#include "scoring/tally_up.h"

#include "scoring/row.h"
#include "scoring/tally_adjust.h"
#include "scoring/tally_cutoff.h"
#include "scoring/tally_order.h"

// ---- rolling up

// Values that are put together, one after the other.
struct roll {
    enum rules_roll_up how;
    bool lower; // the lower value is the better one
    uint32_t values, codes;
    struct ratio value, weights;
    struct ratio code; // RULES_DNF when there are several kinds
};

static void roll_code(struct roll *roll, struct ratio code)
{
    bool same = roll->codes == 0 || roll->code.num == code.num;

    roll->code = same && code.num != RULES_RUNNING ? code : RATIO_CODE(RULES_DNF);
    roll->codes++;
}

// `weight` is that of a weighted mean, `value` has it in it already.
static bool roll_value(struct roll *roll, struct ratio value, struct ratio weight)
{
    bool first = roll->values++ == 0;
    int order = 0;

    switch (roll->how) {
    case RULES_ADD:
    case RULES_AVERAGE:
    case RULES_SKATING:
    case RULES_MATCHES:
        return ratio_add(roll->value, value, &roll->value) &&
               ratio_add(roll->weights, weight, &roll->weights);
    case RULES_PRODUCT_OF:
        return ratio_multiply(first ? RATIO_ONE : roll->value, value, &roll->value);
    case RULES_WORST_OF:
        order = first ? 1 : ratio_better(value, roll->value, roll->lower);
        break;
    case RULES_BEST_OF:
        order = first ? 1 : -ratio_better(value, roll->value, roll->lower);
        break;
    }
    if (order > 0) {
        roll->value = value;
    }
    return true;
}

// What the values come to; a code where one of them decides.
static bool roll_end(struct roll *roll, struct ratio *ret)
{
    bool best = roll->how == RULES_BEST_OF && roll->values > 0;
    bool mixed = roll->how == RULES_AVERAGE && roll->values > 0;

    if (roll->codes > 0 && !best) {
        *ret = mixed ? RATIO_CODE(RULES_DNF) : roll->code;
        return true;
    }
    *ret = roll->value;
    return roll->how != RULES_AVERAGE || roll->values == 0 ||
           ratio_quotient(roll->value, roll->weights, ret);
}

static struct roll roll_of(enum rules_roll_up how, bool lower)
{
    return (struct roll){how, lower, 0, 0, RATIO_ZERO, RATIO_ZERO, RATIO_ZERO};
}

// ---- modules

// Does a part that is not complete count 0, because the competitor will not go on?
static bool counts_nothing(const struct tally_up *up, uint32_t stage, const struct tally *tally)
{
    uint32_t skill = up->rules->stages[stage].skill;
    uint32_t at = stage - up->rules->skills[skill].stage_first;
    enum rules_status status = tally->stages[at].status;

    return status != RULES_RUNNING && up->rules->skills[skill].effects[status].ranked;
}

static struct tally_adjust node_of(const struct tally_up *up, uint32_t module)
{
    const struct rules_module *of = &up->rules->modules[module];

    return (struct tally_adjust){.rules = up->rules,
                                 .row = up->row,
                                 .trace = up->trace,
                                 .part = RULES_NONE,
                                 .module = module,
                                 .stage = of->stage,
                                 .first = of->adjustment_first,
                                 .count = of->adjustment_count,
                                 .limits = &of->limits};
}

static void trace_dropped(const struct tally_up *up, uint32_t module, uint32_t part,
                          struct ratio value)
{
    struct tally_adjust node = node_of(up, module);
    struct trace_line line = tally_adjust_line(&node, TRACE_DROPPED);

    line.part = part;
    line.value = value;
    trace_add(up->trace, &line);
}

static bool roll_part(const struct rules_part *part, enum rules_roll_up how, struct ratio value,
                      struct roll *roll)
{
    bool weighted = part->weight.den != 0 && (how == RULES_ADD || how == RULES_AVERAGE);

    if (!ratio_is_value(value)) {
        roll_code(roll, value);
        return true;
    }
    if (weighted && !ratio_multiply(value, part->weight, &value)) {
        return false;
    }
    return roll_value(roll, value, weighted ? part->weight : RATIO_ONE);
}

// The parts of the module that have a value (or count 0), without those that are dropped.
static bool roll_parts(const struct tally_up *up, uint32_t module, const struct tally *tally,
                       struct ratio *ret)
{
    const struct rules_module *of = &up->rules->modules[module];
    uint32_t from = of->part_first - tally->part_first;
    bool lower = rules_module_lower(up->rules, module);
    bool zero = counts_nothing(up, of->stage, tally);
    struct roll roll = roll_of(of->roll_up, lower);
    struct tally_order order;

    tally_order_open(&order, of, lower, tally);
    for (uint32_t i = 0; i < of->part_count; i++) {
        const struct part_result *result = &tally->results[from + i];
        if (tally->part_complete[from + i] || (zero && result->counts)) {
            tally_order_add(&order, i);
        }
    }
    tally_order_close(&order);
    for (uint32_t i = 0; i < order.count; i++) {
        uint32_t at = order.at[i];
        if (!tally_order_keeps(&order, i)) {
            trace_dropped(up, module, of->part_first + at, tally_order_value(&order, at));
        } else if (!roll_part(&up->rules->parts[of->part_first + at], of->roll_up,
                              tally_order_value(&order, at), &roll)) {
            return false;
        }
    }
    return roll_end(&roll, ret);
}

static enum rules_veto widest(const struct rules_module *module, const struct tally *tally)
{
    enum rules_veto veto = RULES_NO_VETO;

    for (uint32_t i = 0; i < module->part_count; i++) {
        const struct part_result *result =
            &tally->results[module->part_first - tally->part_first + i];
        veto = result->veto > veto ? result->veto : veto;
    }
    return veto;
}

static struct rounding sum_rounding(const struct rules_module *module, struct ratio sum)
{
    bool is_long = module->has_long && ratio_compare(sum, module->long_from) > 0;

    return is_long ? module->longer : module->sum;
}

static void trace_module(const struct tally_up *up, uint32_t module, struct trace_line line)
{
    struct tally_adjust node = node_of(up, module);
    enum trace_kind kind = line.kind;
    struct trace_line full = tally_adjust_line(&node, kind);

    full.a = line.a;
    full.b = line.b;
    full.value = line.value;
    full.rounding = line.rounding;
    trace_add(up->trace, &full);
}

static bool weigh(const struct tally_up *up, uint32_t module, struct ratio sum, struct ratio *ret)
{
    const struct rules_module *of = &up->rules->modules[module];

    if (!ratio_multiply(sum, of->weight, ret) || !ratio_round(*ret, of->rounding, ret)) {
        return false;
    }
    trace_module(up, module,
                 (struct trace_line){.kind = TRACE_MODULE,
                                     .a = sum,
                                     .b = of->weight,
                                     .value = *ret,
                                     .rounding = of->rounding});
    return true;
}

bool tally_up_module(const struct tally_up *up, uint32_t module, struct tally *tally)
{
    const struct rules_module *of = &up->rules->modules[module];
    struct tally_adjust node = node_of(up, module);
    struct ratio *value = &tally->modules[module - tally->module_first];
    struct ratio *sum = &tally->sums[module - tally->module_first];

    if (of->cutoff.after > 0 && tally_cutoff_missed(up->rules, up->row, module)) {
        *value = *sum = RATIO_CODE(RULES_RUNNING);
        trace_module(up, module, (struct trace_line){.kind = TRACE_CUTOFF, .value = *value});
        return true;
    }
    if (!roll_parts(up, module, tally, sum)) {
        return false;
    }
    if (!ratio_is_value(*sum)) {
        *value = *sum;
        return true;
    }
    if (!tally_adjust(&node, sum)) {
        return false;
    }
    if (of->part_count > 0 && widest(of, tally) >= RULES_VETO_MODULE) {
        *sum = RATIO_ZERO;
    }
    struct trace_line line = {.kind = TRACE_MODULE_SUM, .a = *sum};
    line.rounding = sum_rounding(of, *sum);
    if (!ratio_round(*sum, line.rounding, sum)) {
        return false;
    }
    line.value = *sum;
    trace_module(up, module, line);
    return weigh(up, module, *sum, value);
}

// ---- stages

static struct stage_result *result_of(const struct tally_up *up, uint32_t stage,
                                      const struct tally *tally)
{
    uint32_t skill = up->rules->stages[stage].skill;

    return &tally->stages[stage - up->rules->skills[skill].stage_first];
}

static struct trace_line stage_line(uint32_t stage, enum trace_kind kind)
{
    return (struct trace_line){.kind = kind,
                               .aspect = RULES_NONE,
                               .part = RULES_NONE,
                               .module = RULES_NONE,
                               .stage = stage,
                               .seat = RULES_NONE,
                               .number = RULES_NONE};
}

// A module none of whose parts has a value yet stands in no mean, product, best or worst.
static bool has_value(const struct tally_up *up, uint32_t module, const struct tally *tally)
{
    const struct rules_module *of = &up->rules->modules[module];
    uint32_t from = of->part_first - tally->part_first;

    if (up->rules->stages[of->stage].roll_up == RULES_ADD || counts_nothing(up, of->stage, tally)) {
        return true;
    }
    for (uint32_t i = 0; i < of->part_count; i++) {
        if (tally->part_complete[from + i]) {
            return true;
        }
    }
    return false;
}

// Is the module among the best so many of its stage? Of two equal ones the earlier is.
static bool is_kept(const struct tally_up *up, uint32_t module, const struct tally *tally)
{
    const struct rules_stage *of = &up->rules->stages[up->rules->modules[module].stage];
    bool lower = rules_stage_lower(up->rules, up->rules->modules[module].stage);
    struct ratio own = tally->modules[module - tally->module_first];
    uint32_t before = 0;

    if (of->best == 0) {
        return true;
    }
    for (uint32_t i = of->module_first; i < of->module_first + of->module_count; i++) {
        if (i == module || up->rules->modules[i].aside || !has_value(up, i, tally)) {
            continue;
        }
        int better = ratio_better(tally->modules[i - tally->module_first], own, lower);
        before += better < 0 || (better == 0 && i < module);
    }
    return before < of->best;
}

static void trace_not_best(const struct tally_up *up, uint32_t module, struct ratio value)
{
    trace_module(up, module, (struct trace_line){.kind = TRACE_NOT_BEST, .value = value});
}

static bool roll_modules(const struct tally_up *up, uint32_t stage, const struct tally *tally,
                         struct ratio *ret)
{
    const struct rules_stage *of = &up->rules->stages[stage];
    struct roll roll = roll_of(of->roll_up, rules_stage_lower(up->rules, stage));

    for (uint32_t i = of->module_first; i < of->module_first + of->module_count; i++) {
        struct ratio value = tally->modules[i - tally->module_first];
        if (up->rules->modules[i].aside || !has_value(up, i, tally)) {
            continue;
        }
        if (!is_kept(up, i, tally)) {
            trace_not_best(up, i, value);
        } else if (!ratio_is_value(value)) {
            roll_code(&roll, value);
        } else if (!roll_value(&roll, value, up->rules->modules[i].weight)) {
            return false;
        }
    }
    return roll_end(&roll, ret);
}

static enum rules_veto widest_of(const struct tally_up *up, const struct rules_stage *stage,
                                 const struct tally *tally)
{
    enum rules_veto veto = RULES_NO_VETO;

    for (uint32_t i = stage->module_first; i < stage->module_first + stage->module_count; i++) {
        const struct rules_module *module = &up->rules->modules[i];
        enum rules_veto other = module->part_count > 0 ? widest(module, tally) : RULES_NO_VETO;
        veto = other > veto ? other : veto;
    }
    return veto;
}

static bool finish_own(const struct tally_up *up, uint32_t stage, const struct tally *tally,
                       struct ratio *own)
{
    const struct rules_stage *of = &up->rules->stages[stage];
    struct tally_adjust node = {.rules = up->rules,
                                .row = up->row,
                                .trace = up->trace,
                                .part = RULES_NONE,
                                .module = RULES_NONE,
                                .stage = stage,
                                .first = of->adjustment_first,
                                .count = of->adjustment_count,
                                .limits = &of->limits};
    struct trace_line line = stage_line(stage, TRACE_OWN);

    if (!tally_adjust(&node, own)) {
        return false;
    }
    enum rules_veto veto = widest_of(up, of, tally);
    if (veto >= RULES_VETO_STAGE) {
        *own = veto == RULES_VETO_PLACE ? RATIO_CODE(RULES_DSQ) : RATIO_ZERO;
    }
    line.a = *own;
    line.rounding = of->own;
    if (ratio_is_value(*own) && !ratio_round(*own, of->own, own)) {
        return false;
    }
    line.value = *own;
    trace_add(up->trace, &line);
    return true;
}

bool tally_up_own(const struct tally_up *up, uint32_t stage, struct tally *tally)
{
    enum rules_roll_up how = up->rules->stages[stage].roll_up;
    struct stage_result *result = result_of(up, stage, tally);

    if (how != RULES_SKATING && how != RULES_MATCHES &&
        !roll_modules(up, stage, tally, &result->own)) {
        return false;
    }
    return !ratio_is_value(result->own) || finish_own(up, stage, tally, &result->own);
}

// What an earlier stage gives to a total: its own figure, or a code when he has no place there.
static struct ratio carried(const struct tally_up *up, uint32_t stage,
                            const struct stage_result *result)
{
    const struct rules_skill *skill = &up->rules->skills[up->rules->stages[stage].skill];
    bool out = result->status != RULES_RUNNING && !skill->effects[result->status].ranked;

    return out ? RATIO_CODE(result->status) : result->own;
}

// Adds what a stage, this one or a carried one, gives to the total.
static bool add_stage(const struct tally_up *up, uint32_t stage, uint32_t from, struct ratio value,
                      struct roll *roll)
{
    const struct rules_stage *of = &up->rules->stages[stage];
    struct ratio weight = up->rules->stages[from].weight;
    bool weighted = of->carry_count > 0 && weight.den != 0;
    struct trace_line step = stage_line(stage, TRACE_CARRIED);

    step.number = from;
    step.a = value;
    step.b = weighted ? weight : RATIO_ONE;
    if (weighted && ratio_is_value(value) && !ratio_multiply(value, weight, &value)) {
        return false;
    }
    step.value = value;
    if (weighted || from != stage) {
        trace_add(up->trace, &step);
    }
    if (!ratio_is_value(value)) {
        roll_code(roll, value);
        return true;
    }
    return roll_value(roll, value, RATIO_ONE);
}

bool tally_up_total(const struct tally_up *up, uint32_t stage, struct tally *tally)
{
    const struct rules_stage *of = &up->rules->stages[stage];
    struct stage_result *result = result_of(up, stage, tally);
    struct roll roll = roll_of(RULES_ADD, false);
    struct trace_line line = stage_line(stage, TRACE_TOTAL);

    result->complete = result->own_complete;
    if (!add_stage(up, stage, stage, result->own, &roll)) {
        return false;
    }
    for (uint32_t i = 0; i < of->carry_count; i++) {
        const struct stage_result *earlier = result_of(up, of->carry[i], tally);
        result->complete = result->complete && earlier->own_complete;
        if (!add_stage(up, stage, of->carry[i], carried(up, of->carry[i], earlier), &roll)) {
            return false;
        }
    }
    if (!roll_end(&roll, &result->total)) {
        return false;
    }
    line.a = result->total;
    line.rounding = of->total;
    if (ratio_is_value(result->total) && !ratio_round(result->total, of->total, &result->total)) {
        return false;
    }
    line.value = result->total;
    trace_add(up->trace, &line);
    return true;
}
