#include "scoring/rank.h"

#include <string.h>

static unsigned char *put(struct ratio value, bool lower_is_better, unsigned char *out)
{
    if (!ratio_is_value(value)) { // worse than every value in either direction
        memset(out, 0xFF, RATIO_KEY);
        return out + RATIO_KEY;
    }
    ratio_key(value, out);
    for (size_t i = 0; i < RATIO_KEY; i++) {
        out[i] = (unsigned char)(lower_is_better ? out[i] : ~out[i]);
    }
    return out + RATIO_KEY;
}

static unsigned char *put_order(uint32_t order, unsigned char *out)
{
    for (int i = 0; i < 4; i++) {
        out[i] = (unsigned char)(order >> (24 - 8 * i));
    }
    return out + 4;
}

size_t rank_key(const struct rules *rules, uint32_t stage, const struct tally *tally,
                unsigned char out[RULES_KEY_MAX])
{
    const struct rules_skill *skill = &rules->skills[rules->stages[stage].skill];
    const struct stage_result *result = &tally->stages[stage - skill->stage_first];
    unsigned char *at = out;

    if (!rank_is_listed(rules, stage, tally)) {
        return 0;
    }
    *at++ = (unsigned char)rank_class_of(rules, stage, tally);
    if (rules_is_relative(rules, rules->stages[stage].skill)) {
        return (size_t)(put_order(result->order, at) - out);
    }
    at = put(result->total, rules_stage_lower(rules, stage), at);
    for (uint32_t i = 0; i < skill->tie_count; i++) {
        struct ratio value;
        if (rank_tie_value(rules, stage, &skill->ties[i], tally, &value)) {
            at = put(value, rank_tie_lower(&skill->ties[i]), at);
        }
    }
    return (size_t)(at - out);
}

size_t rank_key_len(const struct rules *rules, uint32_t stage)
{
    const struct rules_skill *skill = &rules->skills[rules->stages[stage].skill];
    size_t len = 1 + RATIO_KEY;

    if (rules_is_relative(rules, rules->stages[stage].skill)) {
        return 1 + sizeof(uint32_t);
    }
    for (uint32_t i = 0; i < skill->tie_count; i++) {
        len += rules_tie_holds(rules, stage, &skill->ties[i]) ? RATIO_KEY : 0;
    }
    return len;
}
