#include "live/awaited.h"

// Whether the stage still waits for something of the competitor: everybody has to finish the first
// stage, and whoever has begun or qualified for a later one.
static bool awaits(const struct stage_result *result, uint32_t number)
{
    if (result->status != RULES_RUNNING || result->field == FIELD_OUT) {
        return false;
    }
    if (result->held) {
        return true;
    }
    return !result->complete &&
           (number == 0 || result->started || result->hidden || result->field == FIELD_IN);
}

static bool is_finished(const struct record *record, uint32_t index, uint32_t number, bool *ret_any)
{
    const struct record_skill *skill = &record->skills[index];
    bool all_out = true;

    *ret_any = false;
    for (size_t i = 0; i < skill->count; i++) {
        const struct stage_result *result =
            &record->competitors[skill->competitors[i]]->tally.stages[number];
        if (awaits(result, number)) {
            return false;
        }
        *ret_any = *ret_any || result->complete;
        all_out = all_out && (result->status != RULES_RUNNING || result->field == FIELD_OUT);
    }
    *ret_any = *ret_any || all_out;
    return true;
}

// And somebody has finished the last stage, or nobody is left who could.
bool awaited_complete(const struct record *record, uint32_t index)
{
    bool any = false;

    for (uint32_t i = 0; i < record->rules->skills[index].stage_count; i++) {
        if (!is_finished(record, index, i, &any)) {
            return false;
        }
    }
    return record->skills[index].count > 0 && any;
}

bool awaited_held(const struct record *record, uint32_t index)
{
    const struct record_skill *skill = &record->skills[index];

    for (size_t i = 0; i < skill->count; i++) {
        const struct tally *tally = &record->competitors[skill->competitors[i]]->tally;
        for (uint32_t k = 0; k < tally->stage_count; k++) {
            if (tally->stages[k].held && awaits(&tally->stages[k], k)) {
                return true;
            }
        }
    }
    return false;
}

bool awaited_hidden(const struct record *record, uint32_t index)
{
    const struct record_skill *skill = &record->skills[index];

    for (size_t i = 0; i < skill->count; i++) {
        const struct tally *tally = &record->competitors[skill->competitors[i]]->tally;
        for (uint32_t k = 0; k < tally->stage_count; k++) {
            if (tally->stages[k].hidden && awaits(&tally->stages[k], k)) {
                return true;
            }
        }
    }
    return false;
}
