#include "live/lineup.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/must.h"
#include "live/results_teams.h"
#include "live/state.h"

#include <stdlib.h>
#include <string.h>

enum { TEAMS_MS = 1000 };

struct kept {
    struct arena *arena; // NULL: nothing is kept
    uint64_t followed;
    char epoch[17];
    struct lineup_stage stage;
};

// Of a team table. Strangers may ask as often as they like, marks come in all the time, and names
// without an entry of the journal.
struct kept_teams {
    bool made;
    uint64_t at_ms;
    char epoch[17];
    struct buf *json; // NULL: refused
};

struct lineup {
    uint32_t count, team_count;
    struct kept *stages;
    struct kept_teams *teams;
};

struct lineup *lineup_new(void)
{
    struct lineup *lineup = calloc(1, sizeof *lineup);

    must(lineup);
    return lineup;
}

struct lineup *lineup_free(struct lineup *lineup)
{
    for (uint32_t i = 0; lineup && i < lineup->count; i++) {
        arena_free(lineup->stages[i].arena);
    }
    for (uint32_t i = 0; lineup && i < lineup->team_count; i++) {
        buf_unref(lineup->teams[i].json);
    }
    if (lineup) {
        free(lineup->stages);
        free(lineup->teams);
    }
    free(lineup);
    return NULL;
}

static struct kept *kept_for(struct lineup *lineup, uint32_t stage)
{
    if (stage >= lineup->count) {
        lineup->stages = realloc(lineup->stages, (stage + 1) * sizeof *lineup->stages);
        must(lineup->stages);
        memset(lineup->stages + lineup->count, 0,
               (stage + 1 - lineup->count) * sizeof *lineup->stages);
        lineup->count = stage + 1;
    }
    return &lineup->stages[stage];
}

static const struct results_line **find_lines(struct arena *arena, size_t competitors,
                                              const struct lineup_stage *stage)
{
    const struct results_line **of = arena_alloc(arena, (competitors + 1) * sizeof *of);

    memset(of, 0, (competitors + 1) * sizeof *of);
    for (size_t i = 0; i < stage->count; i++) {
        of[stage->lines[i].competitor->at] = &stage->lines[i];
    }
    return of;
}

void lineup_settle(struct arena *arena, const struct record *record, uint32_t stage,
                   struct lineup_stage *ret)
{
    uint32_t skill = record->rules->stages[stage].skill;
    struct results_line *lines = NULL;

    ret->count = results_lines(arena, record, stage, &lines);
    ret->lines = lines;
    ret->of = find_lines(arena, record->skills[skill].count, ret);
    ret->scales = order_scales(arena, record, skill);
    ret->behind = order_behind(arena, record, skill);
}

static void settle(struct kept *kept, const struct room *room, uint32_t stage)
{
    arena_free(kept->arena);
    kept->arena = arena_new();
    kept->followed = room->record->followed;
    memcpy(kept->epoch, room->epoch, sizeof kept->epoch);
    lineup_settle(kept->arena, room->record, stage, &kept->stage);
}

const struct lineup_stage *lineup_at(const struct room *room, uint32_t stage)
{
    struct kept *kept = kept_for(room->lineup, stage);

    if (!kept->arena || kept->followed != room->record->followed ||
        strcmp(kept->epoch, room->epoch) != 0) {
        settle(kept, room, stage);
    }
    return &kept->stage;
}

static struct kept_teams *teams_for(struct lineup *lineup, uint32_t table)
{
    if (table >= lineup->team_count) {
        size_t more = table + 1 - lineup->team_count;
        lineup->teams = realloc(lineup->teams, (table + 1) * sizeof *lineup->teams);
        must(lineup->teams);
        memset(lineup->teams + lineup->team_count, 0, more * sizeof *lineup->teams);
        lineup->team_count = table + 1;
    }
    return &lineup->teams[table];
}

static bool holds(const struct kept_teams *kept, const struct room *room)
{
    return kept->made && strcmp(kept->epoch, room->epoch) == 0 &&
           clock_ms() - kept->at_ms < TEAMS_MS;
}

struct buf *lineup_teams(const struct room *room, uint32_t table)
{
    struct kept_teams *kept = teams_for(room->lineup, table);

    if (!holds(kept, room)) {
        struct buf *json = buf_new(4096);
        bool good = results_teams_write(room->record, table, true, json);
        buf_unref(kept->json);
        kept->json = good ? buf_ref(buf_seal(json)) : NULL;
        buf_unref(json);
        kept->made = true;
        kept->at_ms = clock_ms();
        memcpy(kept->epoch, room->epoch, sizeof kept->epoch);
    }
    return kept->json ? buf_ref(kept->json) : NULL;
}

const struct results_line *lineup_of(const struct lineup_stage *stage,
                                     const struct record_competitor *competitor)
{
    return stage->of[competitor->at];
}
