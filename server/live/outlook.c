#include "live/outlook.h"

#include "base/must.h"
#include "live/settle.h"
#include "live/state.h"

#include <stdlib.h>
#include <string.h>

enum {
    STEP_TALLIED = 512, // rows that are worked out in one go: a millisecond or two
    STEP_LOOKED = 16384 // rows that are looked at
};

struct outlook_stage {
    // What it was begun from; another of these begins it anew.
    const struct record *record;
    const struct rules *rules;
    char epoch[17];
    char rules_id[RECORD_RULES_ID];
    size_t count;

    uint32_t stage, skill;
    bool known, ties;
    bool wanted;                    // asked for while it was not ready
    bool ready;                     // all are loaded, and sorted
    size_t loaded;                  // competitors of the skill's list whose bounds are known
    uint64_t moved;                 // of the skill's moves
    struct forecast_bounds *bounds; // by the place in the list
    struct forecast_field field;
    void *memory;
    struct row *fresh; // as nobody has marked it
    struct forecast_bounds fresh_bounds;
    struct forecast_room *room;
    void *tally_memory;
};

struct outlook {
    uint32_t count;
    struct outlook_stage **stages;
};

static uint64_t people_max;

void outlook_limit(uint64_t most)
{
    people_max = most;
}

struct outlook *outlook_new(void)
{
    struct outlook *outlook = calloc(1, sizeof *outlook);

    must(outlook);
    return outlook;
}

static void forget(struct outlook_stage *at)
{
    free(at->bounds);
    free(at->memory);
    free(at->fresh);
    free(at->tally_memory);
    if (at->room) {
        free(at->room->row);
    }
    free(at->room);
    *at = (struct outlook_stage){.record = NULL};
}

struct outlook *outlook_free(struct outlook *outlook)
{
    for (uint32_t i = 0; outlook && i < outlook->count; i++) {
        if (outlook->stages[i]) {
            forget(outlook->stages[i]);
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

// ---- one competitor

static struct forecast_case case_of(const struct outlook_stage *at,
                                    const struct record_competitor *competitor)
{
    return (struct forecast_case){at->rules, at->stage, competitor->row, &competitor->tally,
                                  at->room};
}

static const struct record_competitor *competitor_at(const struct outlook_stage *at, size_t i)
{
    return at->record->competitors[at->record->skills[at->skill].competitors[i]];
}

// Many stand as they came: for them it is worked out once. Returns whether it had to be.
static bool bound(struct outlook_stage *at, size_t i, struct forecast_bounds *ret)
{
    const struct record_competitor *competitor = competitor_at(at, i);
    size_t len = contest_row_bytes(at->rules, at->skill);
    struct forecast_case of = case_of(at, competitor);

    if (memcmp(competitor->row, at->fresh, len) == 0) {
        *ret = at->fresh_bounds;
        return false;
    }
    forecast_bounds_of(&of, ret);
    return ret->kind == FORECAST_OPEN;
}

// ---- the field

static void *room_for(size_t bytes)
{
    void *memory = calloc(1, bytes + 1);

    must(memory);
    return memory;
}

static void bound_fresh(struct outlook_stage *at)
{
    void *memory = room_for(tally_bytes(at->rules, at->skill));
    struct tally tally;
    struct forecast_case of = {at->rules, at->stage, at->fresh, &tally, at->room};

    tally_init(at->rules, at->skill, memory, &tally);
    contest_row_init(at->rules, at->skill, at->fresh);
    at->fresh_bounds = (struct forecast_bounds){.kind = FORECAST_FREE};
    if (tally_row(at->rules, at->skill, at->fresh, &tally) == V_OK) {
        forecast_bounds_of(&of, &at->fresh_bounds);
    }
    free(memory);
}

static void begin(struct outlook_stage *at, const struct room *room, uint32_t stage)
{
    const struct record *record = room->record;
    bool wanted = at->wanted;

    forget(at);
    at->wanted = wanted;
    at->record = record;
    at->rules = record->rules;
    memcpy(at->epoch, room->epoch, sizeof at->epoch);
    memcpy(at->rules_id, record->rules_id, sizeof at->rules_id);
    at->stage = stage;
    at->skill = at->rules->stages[stage].skill;
    at->count = record->skills[at->skill].count;
    at->moved = record->skills[at->skill].moves;
    at->known = at->count <= people_max && forecast_is_known(at->rules, stage);
    if (!at->known) {
        return;
    }
    at->ties = forecast_has_ties(at->rules, stage);
    at->bounds = room_for(at->count * sizeof *at->bounds);
    at->memory = room_for(forecast_field_bytes(at->count));
    at->fresh = room_for(contest_row_bytes(at->rules, at->skill));
    at->room = room_for(sizeof *at->room);
    at->room->row = room_for(contest_row_bytes(at->rules, at->skill));
    at->tally_memory = room_for(tally_bytes(at->rules, at->skill));
    tally_init(at->rules, at->skill, at->tally_memory, &at->room->tally);
    forecast_field_init(&at->field, at->memory, at->count);
    bound_fresh(at);
}

// Those who have moved since; who is not loaded yet will be.
static void catch_up(struct outlook_stage *at)
{
    const struct record_skill *skill = &at->record->skills[at->skill];

    for (; at->moved < skill->moves; at->moved++) {
        uint32_t i = skill->moved[at->moved % RECORD_MOVED];
        struct forecast_bounds now;
        if (i >= at->loaded) {
            continue;
        }
        (void)bound(at, i, &now);
        if (at->ready && memcmp(&now, &at->bounds[i], sizeof now) != 0) {
            forecast_field_change(&at->field, i, &at->bounds[i], &now);
        }
        at->bounds[i] = now;
    }
}

static void load_some(struct outlook_stage *at)
{
    unsigned tallied = 0;

    for (size_t i = 0; i < STEP_LOOKED && tallied < STEP_TALLIED && at->loaded < at->count; i++) {
        tallied += bound(at, at->loaded, &at->bounds[at->loaded]);
        at->loaded++;
    }
}

static void make_ready(struct outlook_stage *at)
{
    for (uint32_t i = 0; i < at->count; i++) {
        forecast_field_load(&at->field, i, &at->bounds[i]);
    }
    forecast_field_sort(&at->field);
    at->ready = true;
}

static bool is_of(const struct outlook_stage *at, const struct room *room)
{
    const struct record *record = room->record;

    return at->record == record && at->rules == record->rules &&
           strcmp(at->epoch, room->epoch) == 0 && strcmp(at->rules_id, record->rules_id) == 0 &&
           at->count == record->skills[at->skill].count &&
           record->skills[at->skill].moves - at->moved <= RECORD_MOVED;
}

// As the record stands now, as far as it is loaded.
static void bring_up(struct outlook_stage *at, const struct room *room, uint32_t stage)
{
    if (!is_of(at, room)) {
        begin(at, room, stage);
    }
    if (at->known) {
        catch_up(at);
    }
}

const struct outlook_stage *outlook_at(const struct room *room, uint32_t stage)
{
    struct outlook_stage *at = stage_for(room->outlook, stage);

    bring_up(at, room, stage);
    at->wanted = at->known && !at->ready;
    return at->ready ? at : NULL;
}

static uint32_t go_on(struct outlook_stage *at, const struct room *room, uint32_t stage)
{
    bring_up(at, room, stage);
    if (at->known) {
        load_some(at);
    }
    if (at->known && at->loaded == at->count) {
        make_ready(at);
    }
    at->wanted = at->known && !at->ready;
    return at->ready ? at->skill : RULES_NONE;
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

// ---- asked

struct forecast_place outlook_place(const struct outlook_stage *stage,
                                    const struct record_competitor *competitor, uint32_t place)
{
    return forecast_field_place(&stage->field, &stage->bounds[competitor->at], place, stage->ties);
}

bool outlook_is_open(const struct outlook_stage *stage, const struct record_competitor *competitor)
{
    return stage->bounds[competitor->at].kind == FORECAST_OPEN;
}

enum forecast_answer outlook_need(const struct outlook_stage *stage,
                                  const struct record_competitor *competitor, uint32_t at,
                                  uint32_t *ret_than, point_t *ret_mark)
{
    struct forecast_case of = case_of(stage, competitor);
    unsigned char than[RATIO_KEY];
    uint32_t who = RULES_NONE;

    *ret_than = RULES_NONE;
    if (!outlook_is_open(stage, competitor)) {
        return FORECAST_UNKNOWN;
    }
    if (!forecast_field_at(&stage->field, at, than, &who)) {
        return FORECAST_ALREADY; // nobody stands there yet
    }
    *ret_than = competitor_at(stage, who)->index;
    return forecast_need(&of, &stage->bounds[competitor->at], than, !stage->ties, ret_mark);
}
