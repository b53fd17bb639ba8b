#include "live/foresee.h"

#include "base/must.h"

#include <stdlib.h>
#include <string.h>

enum {
    STEP_TALLIED = 512, // rows that are worked out in one go: a millisecond or two
    STEP_LOOKED = 16384 // rows that are looked at
};

static uint64_t most_people;

void foresee_limit(uint64_t people_max)
{
    most_people = people_max;
}

// ---- one competitor

static struct forecast_case case_of(const struct foresee *at,
                                    const struct record_competitor *competitor)
{
    return (struct forecast_case){at->record->rules, at->stage, competitor->row, &competitor->tally,
                                  at->room};
}

static const struct record_competitor *competitor_at(const struct foresee *at, size_t i)
{
    return at->still ? &at->still[i]
                     : at->record->competitors[at->record->skills[at->skill].competitors[i]];
}

// Many stand as they came: for them it is worked out once. Returns whether it had to be.
static bool bound(struct foresee *at, size_t i, struct forecast_bounds *ret)
{
    const struct record_competitor *competitor = competitor_at(at, i);
    size_t len = contest_row_bytes(at->record->rules, at->skill);
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

static void bound_fresh(struct foresee *at)
{
    void *memory = room_for(tally_bytes(at->record->rules, at->skill));
    struct tally tally;
    struct forecast_case of = {at->record->rules, at->stage, at->fresh, &tally, at->room};

    tally_init(at->record->rules, at->skill, memory, &tally);
    contest_row_init(at->record->rules, at->skill, at->fresh);
    at->fresh_bounds = (struct forecast_bounds){.kind = FORECAST_FREE};
    if (tally_row(at->record->rules, at->skill, at->fresh, &tally) == V_OK) {
        forecast_bounds_of(&of, &at->fresh_bounds);
    }
    free(memory);
}

void foresee_forget(struct foresee *at)
{
    free(at->bounds);
    free(at->memory);
    free(at->fresh);
    free(at->tally_memory);
    if (at->room) {
        free(at->room->row);
    }
    free(at->room);
    *at = (struct foresee){.record = NULL};
}

void foresee_begin(struct foresee *at, const struct record *record, uint32_t stage,
                   const struct record_competitor *still, size_t count)
{
    foresee_forget(at);
    at->record = record;
    at->still = still;
    at->stage = stage;
    at->skill = at->record->rules->stages[stage].skill;
    at->count = count;
    at->moved = record->skills[at->skill].moves;
    at->known = at->count <= most_people && forecast_is_known(at->record->rules, stage);
    if (!at->known) {
        return;
    }
    at->ties = forecast_has_ties(at->record->rules, stage);
    at->bounds = room_for(at->count * sizeof *at->bounds);
    at->memory = room_for(forecast_field_bytes(at->count));
    at->fresh = room_for(contest_row_bytes(at->record->rules, at->skill));
    at->room = room_for(sizeof *at->room);
    at->room->row = room_for(contest_row_bytes(at->record->rules, at->skill));
    at->tally_memory = room_for(tally_bytes(at->record->rules, at->skill));
    tally_init(at->record->rules, at->skill, at->tally_memory, &at->room->tally);
    forecast_field_init(&at->field, at->memory, at->count);
    bound_fresh(at);
}

// Those who have moved since; who is not loaded yet will be.
void foresee_catch_up(struct foresee *at)
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

static void make_ready(struct foresee *at)
{
    for (uint32_t i = 0; i < at->count; i++) {
        forecast_field_load(&at->field, i, &at->bounds[i]);
    }
    forecast_field_sort(&at->field);
    at->ready = true;
}

void foresee_load_some(struct foresee *at)
{
    unsigned tallied = 0;

    for (size_t i = 0; i < STEP_LOOKED && tallied < STEP_TALLIED && at->loaded < at->count; i++) {
        tallied += bound(at, at->loaded, &at->bounds[at->loaded]);
        at->loaded++;
    }
    if (at->loaded == at->count) {
        make_ready(at);
    }
}

// ---- asked

struct forecast_place foresee_place(const struct foresee *at,
                                    const struct record_competitor *competitor, uint32_t place)
{
    return forecast_field_place(&at->field, &at->bounds[competitor->at], place, at->ties);
}

bool foresee_is_open(const struct foresee *at, const struct record_competitor *competitor)
{
    return at->bounds[competitor->at].kind == FORECAST_OPEN;
}

enum forecast_answer foresee_need(const struct foresee *at,
                                  const struct record_competitor *competitor, uint32_t place,
                                  const struct record_competitor **ret_than, point_t *ret_mark)
{
    struct forecast_case of = case_of(at, competitor);
    unsigned char than[RATIO_KEY];
    uint32_t who = 0;

    *ret_than = NULL;
    if (!foresee_is_open(at, competitor)) {
        return FORECAST_UNKNOWN;
    }
    if (!forecast_field_at(&at->field, place, than, &who)) {
        return FORECAST_ALREADY; // nobody stands there yet
    }
    *ret_than = competitor_at(at, who);
    return forecast_need(&of, &at->bounds[competitor->at], than, !at->ties, ret_mark);
}
