#include "scoring/span.h"

// A module that looks again at the parts of another has none of its own.
static void add_module(struct span *span, const struct rules_module *module)
{
    if (module->again) {
        return;
    }
    if (span->part_count == 0) {
        span->part_first = module->part_first;
    }
    span->part_count += module->part_count;
}

static void add_stage(struct span *span, const struct rules *rules, const struct rules_stage *stage)
{
    if (span->module_count == 0) {
        span->module_first = stage->module_first;
    }
    span->module_count += stage->module_count;
    for (uint32_t i = 0; i < stage->module_count; i++) {
        add_module(span, &rules->modules[stage->module_first + i]);
    }
}

struct span span_of(const struct rules *rules, uint32_t skill)
{
    const struct rules_skill *of = &rules->skills[skill];
    struct span span = {.stage_first = of->stage_first, .stage_count = of->stage_count};

    for (uint32_t i = 0; i < of->stage_count; i++) {
        add_stage(&span, rules, &rules->stages[of->stage_first + i]);
    }
    return span;
}
