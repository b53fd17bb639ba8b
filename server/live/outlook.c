#include "live/outlook.h"

#include "base/must.h"
#include "live/state.h"

#include <stdlib.h>
#include <string.h>

struct outlook_stage {
    struct foresee of;
    // What it was begun from, with the record; another of these begins it anew.
    const struct rules *rules;
    char epoch[17];
    char rules_id[RECORD_RULES_ID];
    bool wanted; // asked for while it was not ready
};

struct outlook {
    uint32_t count;
    struct outlook_stage **stages;
};

struct outlook *outlook_new(void)
{
    struct outlook *outlook = calloc(1, sizeof *outlook);

    must(outlook);
    return outlook;
}

struct outlook *outlook_free(struct outlook *outlook)
{
    for (uint32_t i = 0; outlook && i < outlook->count; i++) {
        if (outlook->stages[i]) {
            foresee_forget(&outlook->stages[i]->of);
        }
        free(outlook->stages[i]);
    }
    if (outlook) {
        free(outlook->stages);
    }
    free(outlook);
    return NULL;
}

static struct outlook_stage *stage_for(struct outlook *outlook, uint32_t stage)
{
    if (stage >= outlook->count) {
        outlook->stages = realloc(outlook->stages, (stage + 1) * sizeof(struct outlook_stage *));
        must(outlook->stages);
        while (outlook->count <= stage) {
            outlook->stages[outlook->count++] = NULL;
        }
    }
    if (!outlook->stages[stage]) {
        outlook->stages[stage] = calloc(1, sizeof *outlook->stages[stage]);
        must(outlook->stages[stage]);
    }
    return outlook->stages[stage];
}

static bool is_of(const struct outlook_stage *at, const struct room *room)
{
    const struct record *record = room->record;
    const struct foresee *of = &at->of;

    return of->record == record && at->rules == record->rules &&
           strcmp(at->epoch, room->epoch) == 0 && strcmp(at->rules_id, record->rules_id) == 0 &&
           of->count == record->skills[of->skill].count &&
           record->skills[of->skill].moves - of->moved <= RECORD_MOVED;
}

// As the record stands now, as far as it is loaded.
static void bring_up(struct outlook_stage *at, const struct room *room, uint32_t stage)
{
    const struct record *record = room->record;

    if (!is_of(at, room)) {
        foresee_begin(&at->of, record, stage, NULL,
                      record->skills[record->rules->stages[stage].skill].count);
        memcpy(at->epoch, room->epoch, sizeof at->epoch);
        at->rules = record->rules;
        memcpy(at->rules_id, record->rules_id, sizeof at->rules_id);
    }
    if (at->of.known) {
        foresee_catch_up(&at->of);
    }
}

const struct foresee *outlook_at(const struct room *room, uint32_t stage)
{
    struct outlook_stage *at = stage_for(room->outlook, stage);

    bring_up(at, room, stage);
    at->wanted = at->of.known && !at->of.ready;
    return at->of.ready ? &at->of : NULL;
}

static uint32_t go_on(struct outlook_stage *at, const struct room *room, uint32_t stage)
{
    bring_up(at, room, stage);
    if (at->of.known && !at->of.ready) {
        foresee_load_some(&at->of);
    }
    at->wanted = at->of.known && !at->of.ready;
    return at->of.ready ? at->of.skill : RULES_NONE;
}

uint32_t outlook_go_on(const struct room *room)
{
    for (uint32_t i = 0; i < room->outlook->count; i++) {
        struct outlook_stage *at = room->outlook->stages[i];
        if (at && at->wanted && room->record->rules && i < room->record->rules->stage_count) {
            return go_on(at, room, i);
        }
    }
    return RULES_NONE;
}
