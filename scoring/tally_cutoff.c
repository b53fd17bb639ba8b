#include "scoring/tally_cutoff.h"

#include "scoring/row.h"
#include "scoring/tally_part.h"

static bool beats(const struct rules_cutoff *cutoff, struct ratio value, bool lower)
{
    if (!ratio_is_value(value)) {
        return false;
    }
    int order = ratio_better(value, cutoff->than, lower);

    return order < 0 || (order == 0 && cutoff->or_equal);
}

bool tally_cutoff_missed(const struct rules *rules, const struct row *row, uint32_t module)
{
    const struct rules_module *of = &rules->modules[module];
    bool lower = rules_module_lower(rules, module);

    if (of->cutoff.after == 0) {
        return false;
    }
    for (uint32_t i = 0; i < of->cutoff.after && i < of->part_count; i++) {
        struct ratio value;
        if (!tally_part_value(rules, row, of->part_first + i, &value) ||
            beats(&of->cutoff, value, lower)) {
            return false;
        }
    }
    return true;
}

bool tally_cutoff_shuts(const struct rules *rules, const struct row *row, uint32_t part)
{
    const struct rules_stage *stage = &rules->stages[rules->parts[part].stage];

    for (uint32_t i = stage->module_first; i < stage->module_first + stage->module_count; i++) {
        const struct rules_module *module = &rules->modules[i];
        uint32_t at = part - module->part_first;
        if (module->cutoff.after > 0 && part >= module->part_first && at < module->part_count &&
            at >= module->cutoff.after && tally_cutoff_missed(rules, row, i)) {
            return true;
        }
    }
    return false;
}
