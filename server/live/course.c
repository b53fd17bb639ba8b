#include "live/course.h"

#include "base/arena.h"
#include "base/clock.h"
#include "live/picture.h"
#include "live/record.h"
#include "live/room.h"
#include "store/trail.h"

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

static void keep(struct course_note *note, const struct picture_of *of,
                 const struct picture *picture)
{
    struct arena *arena = arena_new();
    struct trail_point points[TRAIL_MAX];
    bool gone = picture_is_of_one(of) && picture->count == 0;
    size_t count = gone ? add_gone(arena, of, points) : add_rows(arena, of, picture, points);

    for (size_t i = 0; i < count; i++) {
        points[i].at = note->at;
    }
    if (count > 0) {
        trail_add(of->room->store, slice_of(of->room->name), count, points, most_points);
    }
    note->owed = false;
    note->ready_ms = clock_ms() + least_ms;
    arena_free(arena);
}

void course_note_due(struct course_note *note, const struct picture_of *of,
                     const struct picture *picture)
{
    if (note->owed && clock_ms() >= note->ready_ms) {
        keep(note, of, picture);
    }
}

void course_note_shown(struct course_note *note, const struct picture_of *of,
                       const struct picture *before, const struct picture *now)
{
    bool open = !of->staff && !now->state.frozen && now->state.show >= RULES_SHOW_CODE;

    if (!open && note->owed) { // what was shown until now is kept at once: from now on nothing is
        keep(note, of, before);
    } else if (open && !picture_same(before, now)) {
        note->owed = true;
        note->at = clock_wall_ms();
        course_note_due(note, of, now);
    }
}
