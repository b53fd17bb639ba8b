#include "live/settle.h"

#include "base/meter.h"
#include "base/must.h"

#include <stdlib.h>
#include <string.h>

// Adds or takes away one competitor's share in the counts of his skill's stages.
static void count_stages(struct record *record, const struct record_competitor *competitor,
                         bool adding)
{
    struct record_skill *skill = &record->skills[competitor->skill];
    uint32_t first = record->rules->skills[competitor->skill].stage_first;
    uint64_t one = adding ? 1 : UINT64_MAX; // adding UINT64_MAX is subtracting one

    for (uint32_t i = 0; i < competitor->tally.stage_count; i++) {
        const struct stage_result *result = &competitor->tally.stages[i];
        struct record_stage *stage = &skill->stages[i];
        stage->done += one * result->done;
        stage->expected += one * result->expected;
        stage->started += result->started ? one : 0;
        stage->complete += result->complete ? one : 0;
        stage->ranked +=
            rank_class_of(record->rules, first + i, &competitor->tally) == RANK_COMPLETE ? one : 0;
    }
}

static void note_move(struct record_skill *skill, const struct record_competitor *competitor)
{
    skill->moved[skill->moves++ % RECORD_MOVED] = competitor->at;
}

void settle_room(struct record *record, uint32_t skill)
{
    struct record_skill *at = &record->skills[skill];

    if (!at->relative || (at->entries && at->entry_count == at->count)) {
        return;
    }
    at->entry_count = at->count;
    free(at->scratch);
    at->scratch = malloc(field_bytes(record->rules, skill, at->count) + 1);
    at->entries = realloc(at->entries, (at->count + 1) * sizeof *at->entries);
    must(at->scratch && at->entries);
    for (size_t i = 0; i < at->count; i++) {
        struct record_competitor *competitor = record->competitors[at->competitors[i]];
        at->entries[i] =
            (struct field_entry){competitor->row, &competitor->tally, competitor->index, 0};
    }
    at->deferred = true;
}

void settle_new(struct record *record, struct record_competitor *competitor)
{
    struct record_skill *skill = &record->skills[competitor->skill];

    if (skill->relative) {
        skill->deferred = true;
    } else {
        note_move(skill, competitor);
        count_stages(record, competitor, true);
    }
}

void settle_before(struct record *record, const struct record_competitor *competitor)
{
    if (!record->skills[competitor->skill].relative) {
        count_stages(record, competitor, false);
    }
}

bool settle_after(struct record *record, struct record_competitor *competitor, uint32_t part)
{
    struct record_skill *skill = &record->skills[competitor->skill];

    if (skill->relative) {
        skill->deferred = true;
        return true;
    }
    enum verdict verdict =
        part == RULES_NONE
            ? tally_row(record->rules, competitor->skill, competitor->row, &competitor->tally)
            : tally_part(record->rules, competitor->skill, competitor->row, part,
                         &competitor->tally);
    note_move(skill, competitor);
    count_stages(record, competitor, true);
    return verdict == V_OK;
}

bool settle_skill(struct record *record, uint32_t skill)
{
    struct record_skill *at = &record->skills[skill];

    if (!at->deferred) {
        return true;
    }
    at->deferred = false;
    meter_count("jinbang_fields_settled_total", "", 1);
    if (field_settle(record->rules, skill, at->entries, at->count, at->bouts,
                     (uint32_t)at->bout_count, at->scratch) != V_OK) {
        return false;
    }
    memset(at->stages, 0, record->rules->skills[skill].stage_count * sizeof *at->stages);
    for (size_t i = 0; i < at->count; i++) {
        count_stages(record, record->competitors[at->competitors[i]], true);
    }
    return true;
}

bool settle_all(struct record *record)
{
    bool good = true;

    for (uint32_t i = 0; record->rules && i < record->rules->skill_count; i++) {
        good = settle_skill(record, i) && good;
    }
    return good;
}
