#include "api/course_show.h"

#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "live/course.h"
#include "live/frozen.h"
#include "live/picture.h"
#include "live/record.h"
#include "live/results.h"
#include "live/room.h"
#include "net/http.h"
#include "store/trail.h"

struct asked {
    struct visit *visit;
    uint32_t skill, stage;
    char epoch[sizeof((struct room *)NULL)->epoch]; // in which they were found
};

// A point as it is written, and what it says as the trail does.
struct point {
    int64_t at;
    struct slice place, total; // "-" for none
};

static struct point point_of(const struct trail_point *from)
{
    const char *blank = memchr(from->state.at, ' ', from->state.len);
    size_t len = blank ? (size_t)(blank - from->state.at) : from->state.len;
    size_t rest = blank ? len + 1 : len;

    return (struct point){
        from->at, {from->state.at, len}, {from->state.at + rest, from->state.len - rest}};
}

static bool same(const struct point *a, const struct point *b)
{
    return slice_equal(a->place, b->place) && slice_equal(a->total, b->total);
}

// {"at":ms,"place":3 or 2.5 or null,"total":"88.75" or null}
static void write_point(const struct point *point, struct buf *out)
{
    text_printf(out, "%s{\"at\":%ld,\"place\":", out->bytes[out->len - 1] == '[' ? "" : ",",
                (long)point->at);
    text_add(out, slice_is(point->place, "-") ? SLICE("null") : point->place);
    text_printf(out, ",\"total\":");
    if (slice_is(point->total, "-")) {
        text_printf(out, "null}");
    } else {
        text_json(out, point->total);
        text_printf(out, "}");
    }
}

// Of a frozen skill: his row as the hall has it, kept for as long as the picture. False: he has
// none.
static bool still_row(const struct asked *asked, struct picture *picture)
{
    struct picture_of of = {.room = asked->visit->room,
                            .skill = asked->skill,
                            .stage = asked->stage,
                            .tile = {.count = 1, .who = asked->visit->words[1]}};

    *picture = picture_compose(&of, NULL);
    return picture->count > 0;
}

static struct point still_point(struct arena *arena, const struct scene_row *row, int64_t at)
{
    const char *place =
        row->place ? arena_printf(arena, "%u%s", row->place, row->half ? ".5" : "") : "-";
    const char *total = row->total[0] ? arena_copy(arena, slice_of(row->total)) : "-";

    return (struct point){at, slice_of(place), slice_of(total)};
}

// What was kept until the freeze, and then what stands since.
static void write_still(const struct asked *asked, size_t count, const struct trail_point *points,
                        struct buf *out)
{
    const struct record *record = asked->visit->room->record;
    int64_t since = frozen_of(record, asked->skill)->at;
    struct point last = {.place = SLICE("-"), .total = SLICE("-")};
    struct picture picture;

    if (still_row(asked, &picture)) {
        for (size_t i = 0; i < count && points[i].at <= since; i++) {
            last = point_of(&points[i]);
            write_point(&last, out);
        }
        struct point end = still_point(asked->visit->request->arena, &picture.rows[0], since);
        if (!same(&last, &end)) {
            write_point(&end, out);
        }
    }
    text_printf(out, "],\"frozen\":%ld}", (long)since);
    arena_free(picture.arena);
}

static void on_points(void *owner, int error, size_t count, const struct trail_point *points)
{
    const struct asked *asked = owner;
    struct visit *visit = asked->visit;
    const struct record *record = visit->room->record;

    if (error || strcmp(asked->epoch, visit->room->epoch) != 0) {
        visit_problem(visit, error ? "redis-unreachable" : "journal-catching-up", "");
        return;
    }
    struct buf *json = buf_new(1024);
    text_printf(json, "{\"points\":[");
    if (frozen_of(record, asked->skill)) {
        write_still(asked, count, points, json);
        visit_tagged(visit, json);
        return;
    }
    bool shown = results_stage_show(record, asked->stage) >= RULES_SHOW_CODE;
    for (size_t i = 0; shown && i < count; i++) {
        struct point point = point_of(&points[i]);
        write_point(&point, json);
    }
    text_printf(json, "]}");
    visit_tagged(visit, json);
}

// Behind frozen boards an id leads where it led then.
static struct slice trail_of(const struct asked *asked)
{
    struct visit *visit = asked->visit;
    struct arena *arena = visit->request->arena;
    const struct record *record = visit->room->record;
    struct picture picture = {.arena = NULL};
    struct slice id = visit->words[1];

    if (frozen_of(record, asked->skill)) {
        bool has = still_row(asked, &picture);
        id = has ? picture.rows[0].id : SLICE_NONE;
    }
    struct slice trail = id.at ? course_trail(arena, record, asked->stage, id) : SLICE_NONE;
    arena_free(picture.arena);
    return trail;
}

void course_show(struct visit *visit)
{
    struct asked *asked = arena_alloc(visit->request->arena, sizeof *asked);

    *asked = (struct asked){.visit = visit};
    if (!visit_stage(visit, &asked->skill, &asked->stage)) {
        return;
    }
    memcpy(asked->epoch, visit->room->epoch, sizeof asked->epoch);
    struct slice trail = trail_of(asked);
    if (trail.at) {
        trail_read(visit->api->store, slice_of(visit->room->name), trail, on_points, asked);
    } else {
        on_points(asked, 0, 0, NULL);
    }
}
