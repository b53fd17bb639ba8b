#include "scoring/tally_aside.h"

#include "scoring/tally_panel.h"

#include <string.h>

// The aspect's figure in one part, added to what is there; a code stays a code.
static bool add_part(const struct tally_aside *aside, const struct rules_tie *tie, uint32_t part,
                     struct ratio *sum)
{
    uint32_t aspect = rules_find_aspect(aside->rules, part, tie->aspect, strlen(tie->aspect));
    struct tally_panel panel;
    struct ratio figure;

    if (aspect == RULES_NONE || !ratio_is_value(*sum)) {
        return true;
    }
    tally_panel_set(aside->rules, aside->row, part, &panel);
    if (!row_expects_marks(panel.part, panel.slot)) {
        return true;
    }
    if (!tally_panel_aspect(&panel, aspect - panel.part->aspect_first, &figure)) {
        return false;
    }
    if (!ratio_is_value(figure)) {
        *sum = figure;
        return true;
    }
    return ratio_add(*sum, figure, sum);
}

static bool add_module(const struct tally_aside *aside, uint32_t step, const struct rules_tie *tie,
                       struct tally *tally)
{
    const struct rules_module *of = &aside->rules->modules[tie->index];
    struct ratio sum = RATIO_ZERO;
    struct trace_line line = {.kind = TRACE_ASIDE,
                              .aspect = RULES_NONE,
                              .part = RULES_NONE,
                              .module = tie->index,
                              .stage = of->stage,
                              .seat = RULES_NONE,
                              .number = RULES_NONE,
                              .n = (int64_t)step + 1};

    for (uint32_t i = of->part_first; i < of->part_first + of->part_count; i++) {
        if (tally->part_complete[i - tally->part_first] && !add_part(aside, tie, i, &sum)) {
            return false;
        }
    }
    tally->asides[step] = line.value = sum;
    trace_add(aside->trace, &line);
    return true;
}

bool tally_aside_stage(const struct tally_aside *aside, uint32_t stage, struct tally *tally)
{
    const struct rules_skill *skill = &aside->rules->skills[aside->rules->stages[stage].skill];

    for (uint32_t i = 0; i < skill->tie_count; i++) {
        const struct rules_tie *tie = &skill->ties[i];
        if (tie->by == RULES_TIE_ASPECT && aside->rules->modules[tie->index].stage == stage &&
            !add_module(aside, i, tie, tally)) {
            return false;
        }
    }
    return true;
}
