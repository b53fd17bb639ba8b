#include "scoring/field_skating.h"

#include "scoring/skating.h"
#include "scoring/trace.h"

static struct stage_result *result_of(const struct field_desk *desk, uint32_t entry)
{
    return &desk->entries[entry].tally->stages[desk->stage - desk->span.stage_first];
}

// Who has a status and is not compared has a code: a sum of no places would be the best.
static void settle_others(struct field_desk *desk)
{
    for (uint32_t i = 0; i < desk->count; i++) {
        if (desk->position[i] == 0 && field_desk_takes_part(desk, i)) {
            result_of(desk, i)->own =
                RATIO_CODE(contest_status(desk->rules, desk->entries[i].row, desk->stage));
        }
    }
}

// Judges who are not the same number in each dance: the places can be added, no more.
static bool settle_uneven(struct field_desk *desk, const struct field_majority_dances *dances)
{
    for (uint32_t i = 0; i < desk->member_count; i++) {
        struct stage_result *result = result_of(desk, desk->members[i]);
        result->held = true;
        result->complete = false;
        for (uint32_t k = 0; k < dances->count; k++) {
            struct ratio place = desk->places[(size_t)k * desk->member_count + i];
            if (!ratio_add(result->own, place, &result->own)) {
                return false;
            }
        }
    }
    return true;
}

static void say(const struct field_desk *desk, uint32_t couple)
{
    struct trace_line line = {
        .kind = TRACE_SKATING,
        .aspect = RULES_NONE,
        .part = RULES_NONE,
        .module = RULES_NONE,
        .stage = desk->stage,
        .seat = RULES_NONE,
        .number = RULES_NONE,
        .n = desk->final_decided[couple],
        .a = RATIO_ZERO,
        .b = RATIO_ZERO,
        .value = desk->totals[couple],
    };

    trace_add(field_desk_trace(desk, desk->members[couple]), &line);
}

bool field_skating_stage(struct field_desk *desk, const struct field_majority_dances *dances)
{
    const struct rules_stage *stage = &desk->rules->stages[desk->stage];

    settle_others(desk);
    if (dances->count == 0) {
        return true;
    }
    if (dances->uneven) {
        return settle_uneven(desk, dances);
    }
    if (!skating_final(desk->marks, desk->places, dances->count, desk->member_count, dances->judges,
                       stage->rule10_counts_only, desk->totals, desk->final_order,
                       desk->final_decided)) {
        return false;
    }
    for (uint32_t i = 0; i < desk->member_count; i++) {
        result_of(desk, desk->members[i])->own = desk->totals[i];
        desk->method_order[desk->members[i]] = desk->final_order[i];
        say(desk, i);
    }
    return true;
}
