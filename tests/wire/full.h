// fixtures/examples/full.json as the reader gives it, and finding things in it.
#pragma once

#include "tests/wire/change.h"

static inline struct definition *full_read(void)
{
    struct faults faults = {0};
    struct definition *definition = definition_read(slice_of(change_load(FULL)), &faults);
    if (!definition) {
        fail_msg("%s %s", faults.items[0].pointer, faults.items[0].word);
    }
    return definition;
}

static inline const struct rules_part *full_part(const struct rules *rules, const char *id)
{
    uint32_t part = rules_find_part(rules, id, strlen(id));
    assert_int_not_equal(part, RULES_NONE);
    return &rules->parts[part];
}

static inline const struct rules_aspect *full_aspect(const struct rules *rules, const char *part,
                                                     const char *id)
{
    uint32_t index = rules_find_part(rules, part, strlen(part));
    uint32_t aspect = rules_find_aspect(rules, index, id, strlen(id));
    assert_int_not_equal(aspect, RULES_NONE);
    return &rules->aspects[aspect];
}

static inline const struct rules_skill *full_skill(const struct rules *rules, const char *id)
{
    uint32_t skill = rules_find_skill(rules, id, strlen(id));
    assert_int_not_equal(skill, RULES_NONE);
    return &rules->skills[skill];
}

static inline const struct rules_stage *full_stage(const struct rules *rules, const char *skill,
                                                   const char *id)
{
    uint32_t index = rules_find_skill(rules, skill, strlen(skill));
    uint32_t stage = rules_find_stage(rules, index, id, strlen(id));
    assert_int_not_equal(stage, RULES_NONE);
    return &rules->stages[stage];
}

static inline void full_is(struct ratio value, int64_t num, int64_t den)
{
    assert_int_equal(value.num, num);
    assert_int_equal(value.den, den);
}
