#include "live/course.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/must.h"
#include "live/picture.h"
#include "live/record.h"
#include "live/room.h"
#include "store/trail.h"

#include <stdlib.h>

static uint64_t least_ms = 10000;
static uint64_t most_points = 200;

void course_limit(uint64_t every_ms, uint64_t points_max)
{
    least_ms = every_ms;
    most_points = points_max;
}

struct slice course_trail(struct arena *arena, const struct record *record, uint32_t stage,
                          struct slice id)
{
    const struct record_competitor *who = record_competitor(record, id);
    const struct rules *rules = record->rules;

    if (!who || who->skill != rules->stages[stage].skill) {
        return SLICE_NONE;
    }
    return slice_of(arena_printf(arena, "%s/%s/%s", rules->skills[who->skill].id,
                                 rules->stages[stage].id, who->marked));
}

static struct slice state_of(struct arena *arena, const struct scene_row *row)
{
    const char *total = row->total[0] ? row->total : "-";

    if (!row->place) {
        return slice_of(arena_printf(arena, "- %s", total));
    }
    return slice_of(arena_printf(arena, "%u%s %s", row->place, row->half ? ".5" : "", total));
}

// Who had a row of his own and has none any more.
static size_t add_gone(struct arena *arena, const struct picture_of *of, struct trail_point *point)
{
    *point =
        (struct trail_point){.name = course_trail(arena, of->room->record, of->stage, of->tile.who),
                             .state = SLICE("- -")};
    return point->name.at ? 1 : 0;
}

static size_t add_rows(struct arena *arena, const struct picture_of *of,
                       const struct picture *picture, struct trail_point *points)
{
    size_t count = 0;

    for (size_t i = 0; i < picture->count && count < TRAIL_MAX; i++) {
        const struct scene_row *row = &picture->rows[i];
        struct slice name = course_trail(arena, of->room->record, of->stage, row->id);
        if (name.at) {
            points[count++] = (struct trail_point){.name = name, .state = state_of(arena, row)};
        }
    }
    return count;
}

struct course_batch {
    struct arena *arena;
    const struct room *room; // of all points
    size_t count;
    struct trail_point points[TRAIL_MAX];
};

struct course_batch *course_batch_new(void)
{
    struct course_batch *batch = calloc(1, sizeof *batch);

    must(batch);
    batch->arena = arena_new();
    return batch;
}

static void send(struct course_batch *batch)
{
    if (batch->count > 0) {
        trail_add(batch->room->store, slice_of(batch->room->name), batch->count, batch->points,
                  most_points);
    }
    batch->count = 0;
}

void course_batch_send(struct course_batch *batch)
{
    send(batch);
    arena_free(batch->arena);
    free(batch);
}

static void keep(struct course_note *note, const struct picture_of *of,
                 const struct picture *picture, struct course_batch *batch)
{
    struct trail_point points[TRAIL_MAX];
    bool gone = picture_is_of_one(of) && picture->count == 0;
    size_t count =
        gone ? add_gone(batch->arena, of, points) : add_rows(batch->arena, of, picture, points);

    if (batch->room != of->room || batch->count + count > TRAIL_MAX) {
        send(batch);
    }
    batch->room = of->room;
    for (size_t i = 0; i < count; i++) {
        points[i].at = note->at;
        batch->points[batch->count++] = points[i];
    }
    note->owed = false;
    note->ready_ms = clock_ms() + least_ms;
}

static void keep_now(struct course_note *note, const struct picture_of *of,
                     const struct picture *picture)
{
    struct course_batch *batch = course_batch_new();

    keep(note, of, picture, batch);
    course_batch_send(batch);
}

void course_note_due(struct course_note *note, const struct picture_of *of,
                     const struct picture *picture, struct course_batch *batch)
{
    if (note->owed && clock_ms() >= note->ready_ms) {
        keep(note, of, picture, batch);
    }
}

void course_note_shown(struct course_note *note, const struct picture_of *of,
                       const struct picture *before, const struct picture *now)
{
    bool open = !of->staff && !now->state.frozen && now->state.show >= RULES_SHOW_CODE;

    if (!open && note->owed) { // what was shown until now is kept at once: from now on nothing is
        keep_now(note, of, before);
    } else if (open && !picture_same(before, now)) {
        note->owed = true;
        note->at = clock_wall_ms();
        if (clock_ms() >= note->ready_ms) {
            keep_now(note, of, now);
        }
    }
}
