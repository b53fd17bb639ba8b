#include "live/frozen.h"

#include "base/arena.h"
#include "base/must.h"
#include "live/enrol.h"
#include "live/exposed.h"
#include "live/foresee.h"
#include "live/muster_draw.h"
#include "live/turned.h"
#include "scoring/tally.h"

#include <stdlib.h>
#include <string.h>

const struct frozen *frozen_of(const struct record *record, uint32_t skill)
{
    return record->freezes && skill < record->freezes->room ? record->freezes->of[skill] : NULL;
}

bool frozen_any(const struct record *record)
{
    for (uint32_t i = 0; record->rules && i < record->rules->skill_count; i++) {
        if (frozen_of(record, i)) {
            return true;
        }
    }
    return false;
}

// ---- as it is now

static void copy_tally(struct arena *arena, const struct rules *rules,
                       const struct record_competitor *from, struct record_competitor *to)
{
    size_t len = tally_bytes(rules, from->skill);
    void *memory = arena_alloc(arena, len);

    tally_init(rules, from->skill, memory, &to->tally);
    memcpy(memory, from->tally_memory, len);
}

// What the hall may be told of him (live/onstage) is worked out of his marks.
static struct row *copy_row(struct arena *arena, const struct rules *rules,
                            const struct record_competitor *from)
{
    const struct rules_skill *skill = &rules->skills[from->skill];
    size_t len = contest_row_bytes(rules, from->skill);

    if (!skill->tells_marks && !skill->tells_forecast) {
        return NULL;
    }
    struct row *row = arena_alloc(arena, len);
    memcpy(row, from->row, len);
    return row;
}

static const struct record_competitor *copy_field(struct arena *arena, const struct record *record,
                                                  uint32_t skill)
{
    const struct record_skill *of = &record->skills[skill];
    struct record_competitor *ghosts = arena_alloc(arena, (of->count + 1) * sizeof *ghosts);

    for (size_t i = 0; i < of->count; i++) {
        const struct record_competitor *from = record->competitors[of->competitors[i]];
        struct record_competitor *ghost = &ghosts[i];
        *ghost = *from;
        ghost->ghost = true;
        ghost->row = copy_row(arena, record->rules, from);
        ghost->tally_memory = NULL;
        ghost->sheets = NULL;
        ghost->shown = (struct record_person){NULL, NULL, NULL, NULL};
        copy_tally(arena, record->rules, from, ghost);
    }
    return ghosts;
}

static const uint32_t *opened_of(struct arena *arena, const struct record *record, uint32_t stage)
{
    uint32_t index = record->rules->stages[stage].skill;
    const struct record_skill *skill = &record->skills[index];

    if (!record->rules->skills[index].tells_marks) {
        return NULL;
    }
    uint32_t *opened = arena_alloc(arena, (skill->count + 1) * sizeof *opened);
    for (size_t i = 0; i < skill->count; i++) {
        opened[i] = turned_last(record, record->competitors[skill->competitors[i]], stage);
    }
    return opened;
}

// Worked out at once: what the hall was told stands from the first frozen picture on.
static struct foresee *foresee_of(struct arena *arena, const struct record *record, uint32_t stage,
                                  const struct record_competitor *ghosts)
{
    uint32_t skill = record->rules->stages[stage].skill;

    if (!record->rules->skills[skill].tells_forecast) {
        return NULL;
    }
    struct foresee *foresee = arena_alloc(arena, sizeof *foresee);
    *foresee = (struct foresee){.record = NULL};
    foresee_begin(foresee, record, stage, ghosts, record->skills[skill].count);
    while (foresee->known && !foresee->ready) {
        foresee_load_some(foresee);
    }
    return foresee;
}

static void copy_stage(struct arena *arena, const struct record *record, uint32_t stage,
                       const struct record_competitor *ghosts, struct frozen_stage *ret)
{
    uint32_t skill = record->rules->stages[stage].skill;
    struct rank_line *lines = NULL;

    ret->show = exposed_now(record, stage);
    ret->counts = record->skills[skill].stages[stage - record->rules->skills[skill].stage_first];
    ret->count = order_stage(arena, record, stage, &lines);
    ret->of = arena_alloc(arena, (record->skills[skill].count + 1) * sizeof *ret->of);
    memset(ret->of, 0, (record->skills[skill].count + 1) * sizeof *ret->of);
    for (size_t i = 0; i < ret->count; i++) {
        lines[i].who = record->competitors[lines[i].who]->at;
        ret->of[lines[i].who] = &lines[i];
    }
    ret->lines = lines;
    ret->opened = opened_of(arena, record, stage);
    ret->foresee = foresee_of(arena, record, stage, ghosts);
}

static struct frozen *new_frozen(const struct record *record, uint32_t skill)
{
    const struct rules_skill *rules = &record->rules->skills[skill];
    struct arena *arena = arena_new();
    struct frozen *frozen = arena_alloc(arena, sizeof *frozen);
    struct frozen_stage *stages = arena_alloc(arena, (rules->stage_count + 1) * sizeof *stages);

    *frozen = (struct frozen){.arena = arena,
                              .hides = muster_draw_hides(record, skill),
                              .count = record->skills[skill].count,
                              .ghosts = copy_field(arena, record, skill),
                              .stage_count = rules->stage_count,
                              .stages = stages,
                              .scales = order_scales(arena, record, skill),
                              .behind = order_behind(arena, record, skill)};
    for (uint32_t i = 0; i < rules->stage_count; i++) {
        copy_stage(arena, record, rules->stage_first + i, frozen->ghosts, &stages[i]);
    }
    return frozen;
}

static struct freezes *freezes_of(struct record *record)
{
    size_t wanted = record->rules->skill_count;

    if (!record->freezes) {
        record->freezes = calloc(1, sizeof *record->freezes);
        must(record->freezes);
    }
    if (record->freezes->room < wanted) {
        record->freezes->of = realloc(record->freezes->of, wanted * sizeof *record->freezes->of);
        must(record->freezes->of);
        for (size_t i = record->freezes->room; i < wanted; i++) {
            record->freezes->of[i] = NULL;
        }
        record->freezes->room = wanted;
    }
    return record->freezes;
}

void frozen_take(struct record *record, uint32_t skill, uint64_t number, int64_t at)
{
    struct freezes *freezes = freezes_of(record);

    must(!freezes->of[skill]);
    freezes->of[skill] = new_frozen(record, skill);
    freezes->of[skill]->number = number;
    freezes->of[skill]->at = at;
}

void frozen_drop(struct record *record, uint32_t skill)
{
    struct frozen *frozen = record->freezes->of[skill];

    record->freezes->of[skill] = NULL;
    for (uint32_t i = 0; i < frozen->stage_count; i++) {
        if (frozen->stages[i].foresee) {
            foresee_forget(frozen->stages[i].foresee);
        }
    }
    arena_free(frozen->arena); // it lives there itself
}

void frozen_forget_plan(struct record *record)
{
    if (record->freezes) {
        free(record->freezes->plan.skills);
        record->freezes->plan = (struct frozen_plan){.number = 0};
    }
}

void frozen_free(struct record *record)
{
    for (size_t i = 0; record->freezes && i < record->freezes->room; i++) {
        if (record->freezes->of[i]) {
            frozen_drop(record, (uint32_t)i);
        }
    }
    frozen_forget_plan(record);
    if (record->freezes) {
        free(record->freezes->of);
    }
    free(record->freezes);
}

// ---- looked at

const struct record_competitor *frozen_ghost(const struct frozen *frozen,
                                             const struct rank_line *line)
{
    return &frozen->ghosts[line->who];
}

const struct record_competitor *frozen_same(const struct frozen *frozen,
                                            const struct record_competitor *competitor)
{
    size_t at = competitor->at;
    bool there = at < frozen->count && strcmp(frozen->ghosts[at].id, competitor->id) == 0;

    return there ? &frozen->ghosts[at] : NULL;
}

const struct rank_line *frozen_line(const struct frozen_stage *stage,
                                    const struct record_competitor *ghost)
{
    return stage->of[ghost->at];
}

bool frozen_hides(const struct record *record, const struct record_competitor *competitor)
{
    const struct frozen *frozen = frozen_of(record, competitor->skill);

    return frozen && !frozen_same(frozen, competitor);
}

// Once codes have been opened a work's id leads to its competitor: that is not for the hall.
const struct record_person *frozen_person(const struct record *record,
                                          const struct record_competitor *competitor)
{
    static const struct record_person nobody;

    if (!competitor->ghost) {
        return &competitor->shown;
    }
    const struct record_competitor *now =
        competitor->work ? NULL : enrol_find(record, slice_of(competitor->id));
    return now ? &now->shown : &nobody;
}
