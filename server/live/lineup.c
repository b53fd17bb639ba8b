#include "live/lineup.h"

#include "base/arena.h"
#include "base/must.h"
#include "live/state.h"

#include <stdlib.h>
#include <string.h>

struct kept {
    struct arena *arena; // NULL: nothing is kept
    uint64_t followed;
    char epoch[17];
    struct lineup_stage stage;
};

struct lineup {
    uint32_t count;
    struct kept *stages;
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
    if (lineup) {
        free(lineup->stages);
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

const struct results_line *lineup_of(const struct lineup_stage *stage,
                                     const struct record_competitor *competitor)
{
    return stage->of[competitor->at];
}
