#include "scoring/rank_countback.h"

#include "scoring/rank.h"
#include "scoring/tally_order.h"

static bool is_one_by_one(const struct rules_tie *tie)
{
    return tie->by == RULES_TIE_COUNTBACK || tie->by == RULES_TIE_LATEST;
}

uint32_t rank_countback_depth(const struct rules *rules, const struct rules_tie *tie)
{
    return is_one_by_one(tie) ? rules->modules[tie->index].part_count : 1;
}

// The values that are not dropped, best first; returns their count.
static uint32_t gather(const struct rules *rules, const struct rules_tie *tie,
                       const struct tally *tally, struct ratio values[RULES_COUNTBACK_MAX])
{
    const struct rules_module *of = &rules->modules[tie->index];
    uint32_t from = of->part_first - tally->part_first;
    struct tally_order order;
    uint32_t count = 0;

    tally_order_open(&order, of, rules_module_lower(rules, tie->index), tally);
    for (uint32_t i = 0; i < of->part_count; i++) {
        if (tally->part_complete[from + i]) {
            tally_order_add(&order, i);
        }
    }
    tally_order_close(&order);
    for (uint32_t i = 0; i < order.count && count < RULES_COUNTBACK_MAX; i++) {
        if (!tally_order_keeps(&order, i)) {
            continue;
        }
        struct ratio value = tally_order_value(&order, order.at[i]);
        uint32_t at = count++;
        for (; at > 0 && ratio_better(value, values[at - 1], rank_tie_lower(tie)) < 0; at--) {
            values[at] = values[at - 1];
        }
        values[at] = value;
    }
    return count;
}

static struct ratio from_the_last(const struct rules *rules, const struct rules_tie *tie,
                                  const struct tally *tally, uint32_t at)
{
    const struct rules_module *of = &rules->modules[tie->index];
    uint32_t part = of->part_first + of->part_count - 1 - at - tally->part_first;
    struct ratio value = of->judges ? tally->results[part].figure : tally->parts[part];

    return tally->part_complete[part] ? value : RATIO_CODE(RULES_RUNNING);
}

struct ratio rank_countback_value(const struct rules *rules, const struct rules_tie *tie,
                                  const struct tally *tally, uint32_t at)
{
    struct ratio values[RULES_COUNTBACK_MAX];

    if (at >= rank_countback_depth(rules, tie)) {
        return RATIO_CODE(RULES_RUNNING);
    }
    if (tie->by == RULES_TIE_LATEST) {
        return from_the_last(rules, tie, tally, at);
    }
    return at < gather(rules, tie, tally, values) ? values[at] : RATIO_CODE(RULES_RUNNING);
}

void rank_countback_apart(const struct rules *rules, const struct rules_tie *tie,
                          const struct tally *a, const struct tally *b, struct ratio *ret_a,
                          struct ratio *ret_b)
{
    uint32_t depth = rank_countback_depth(rules, tie);

    *ret_a = *ret_b = RATIO_CODE(RULES_RUNNING);
    for (uint32_t i = 0; i < depth; i++) {
        *ret_a = rank_countback_value(rules, tie, a, i);
        *ret_b = rank_countback_value(rules, tie, b, i);
        if (ratio_better(*ret_a, *ret_b, false) != 0) {
            return;
        }
    }
}
