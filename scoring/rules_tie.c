#include "scoring/rules.h"

static bool carries(const struct rules_stage *stage, uint32_t other)
{
    for (uint32_t i = 0; i < stage->carry_count; i++) {
        if (stage->carry[i] == other) {
            return true;
        }
    }
    return false;
}

// The stage that a step looks at; a ruling is always about the ranked one.
static uint32_t stage_of(const struct rules *rules, uint32_t ranked, const struct rules_tie *tie)
{
    switch (tie->by) {
    case RULES_TIE_MODULE:
    case RULES_TIE_FIRSTS:
    case RULES_TIE_ASPECT:
    case RULES_TIE_COUNTBACK:
    case RULES_TIE_LATEST:
        return rules->modules[tie->index].stage;
    case RULES_TIE_PART:
    case RULES_TIE_TIME:
    case RULES_TIE_UNTRIMMED:
        return rules->parts[tie->index].stage;
    case RULES_TIE_RULING:
        return ranked;
    case RULES_TIE_STAGE_OWN:
    case RULES_TIE_HEAD_TO_HEAD:
    case RULES_TIE_NET:
    case RULES_TIE_DIFFERENCE:
    case RULES_TIE_SCORED:
    case RULES_TIE_WINS:
    case RULES_TIE_SONNEBORN:
        break;
    }
    return tie->index;
}

bool rules_tie_holds(const struct rules *rules, uint32_t ranked, const struct rules_tie *tie)
{
    uint32_t of = stage_of(rules, ranked, tie);

    return of == ranked || carries(&rules->stages[ranked], of) || (tie->always && of < ranked);
}
