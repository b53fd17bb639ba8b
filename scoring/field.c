#include "scoring/field.h"

#include "scoring/field_against.h"
#include "scoring/field_bouts.h"
#include "scoring/field_code.h"
#include "scoring/field_normalise.h"
#include "scoring/field_order.h"
#include "scoring/field_skating.h"
#include "scoring/trace.h"

// ---- settling

static bool take_parts(struct field_desk *desk)
{
    struct tally_field field = {.judges = desk->judges};

    if (!field_normalise_judges(desk)) {
        return false;
    }
    for (uint32_t i = 0; i < desk->count; i++) {
        struct field_entry *entry = &desk->entries[desk->order[i]];
        if (tally_stage_parts(desk->rules, entry->row, desk->stage, desk->judges ? &field : NULL,
                              entry->tally, field_desk_trace(desk, desk->order[i])) != V_OK) {
            return false;
        }
    }
    return true;
}

static bool compare_parts(struct field_desk *desk)
{
    enum rules_roll_up roll_up = desk->rules->stages[desk->stage].roll_up;
    struct field_majority_dances dances;

    if (!field_majority_stage(desk, &dances)) {
        return false;
    }
    field_majority_call_backs(desk);
    if (!field_against_stage(desk) || !field_code_stage(desk)) {
        return false;
    }
    if (roll_up == RULES_SKATING) {
        return field_skating_stage(desk, &dances);
    }
    return roll_up != RULES_MATCHES || field_bouts_stage(desk);
}

static bool take_up(struct field_desk *desk)
{
    for (uint32_t i = 0; i < desk->count; i++) {
        struct field_entry *entry = &desk->entries[desk->order[i]];
        if (tally_stage_up(desk->rules, entry->row, desk->stage, entry->tally,
                           field_desk_trace(desk, desk->order[i])) != V_OK) {
            return false;
        }
    }
    return true;
}

static bool settle_stage(struct field_desk *desk, uint32_t stage)
{
    field_desk_turn(desk, stage);
    if (!take_parts(desk) || !compare_parts(desk) || !take_up(desk)) {
        return false;
    }
    field_against_firsts(desk);
    return field_order_stage(desk);
}

static enum verdict settle(struct field_desk *desk, void *scratch)
{
    field_desk_open(desk, scratch);
    for (uint32_t i = 0; i < desk->span.stage_count; i++) {
        if (!settle_stage(desk, desk->span.stage_first + i)) {
            return V_TOTAL_OVERFLOW;
        }
    }
    return V_OK;
}

size_t field_bytes(const struct rules *rules, uint32_t skill, size_t count)
{
    return field_desk_bytes(rules, skill, count);
}

// NOLINTNEXTLINE(readability-function-size): the header says what it takes
enum verdict field_settle(const struct rules *rules, uint32_t skill, struct field_entry *entries,
                          size_t count, const struct bout *bouts, uint32_t bout_count,
                          void *scratch)
{
    struct field_desk desk = {
        .rules = rules,
        .skill = skill,
        .entries = entries,
        .count = (uint32_t)count,
        .bouts = bouts,
        .bout_count = bout_count,
    };

    return settle(&desk, scratch);
}

// NOLINTNEXTLINE(readability-function-size): the header says what it takes
enum verdict field_explain(const struct rules *rules, uint32_t skill, struct field_entry *entries,
                           size_t count, const struct bout *bouts, uint32_t bout_count,
                           void *scratch, size_t which, struct trace *trace)
{
    struct field_desk desk = {
        .rules = rules,
        .skill = skill,
        .entries = entries,
        .count = (uint32_t)count,
        .bouts = bouts,
        .bout_count = bout_count,
        .trace = trace,
        .traced = (uint32_t)which,
    };

    return settle(&desk, scratch);
}

// ---- entrants

bool field_in_base(const struct rules *rules, uint32_t stage, const struct tally *tally)
{
    const struct rules_skill *skill = &rules->skills[rules->stages[stage].skill];
    const struct stage_result *result = &tally->stages[stage - skill->stage_first];

    if (result->field == FIELD_OUT) {
        return false;
    }
    return result->status == RULES_RUNNING ? result->started
                                           : skill->effects[result->status].in_base;
}
