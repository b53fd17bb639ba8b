#include "store/trail.h"

#include "base/arena.h"
#include "base/meter.h"
#include "base/must.h"
#include "base/text.h"
#include "store/redis.h"
#include "store/store.h"

#include <errno.h>
#include <stdlib.h>

struct asking {
    trail_on_points on_points;
    void *owner;
};

static int error_of(int error, const struct reply *reply)
{
    return error == 0 && reply_kind(reply) == REPLY_ERROR ? -EIO : error;
}

static struct slice full_key(struct arena *arena, struct slice journal, struct slice name)
{
    return slice_of(
        arena_printf(arena, "jinbang:{%.*s}:trail:%.*s", SLICE_FMT(journal), SLICE_FMT(name)));
}

static struct slice number(struct arena *arena, uint64_t value)
{
    return slice_of(arena_printf(arena, "%lu", (unsigned long)value));
}

// ---- adding

static void on_added(void *owner, int error, const struct reply *reply)
{
    (void)owner;
    if (error_of(error, reply)) {
        meter_count("jinbang_trails_lost_total", "", 1);
    }
}

void trail_add(struct store *store, struct slice journal, size_t count,
               const struct trail_point *points, uint64_t most)
{
    struct arena *arena = arena_new();
    struct slice *args = arena_alloc(arena, (4 + 3 * count) * sizeof *args);
    struct slice *values = args + 4 + count;

    must(count > 0 && count <= TRAIL_MAX && most >= TRAIL_POINTS_MIN);
    args[0] = SLICE("FCALL");
    args[1] = slice_of(store_trail_function(store));
    args[2] = number(arena, count);
    for (size_t i = 0; i < count; i++) {
        args[3 + i] = full_key(arena, journal, points[i].name);
        values[2 * i] = number(arena, (uint64_t)points[i].at);
        values[2 * i + 1] = points[i].state;
    }
    args[3 + count] = number(arena, most);
    redis_call(store_commands(store), 4 + 3 * count, args, store_settings(store)->call_ms, on_added,
               NULL);
    arena_free(arena);
}

// ---- reading

static bool read_point(struct slice text, struct trail_point *ret)
{
    const char *blank = text.len ? memchr(text.at, ' ', text.len) : NULL;
    size_t len = blank ? (size_t)(blank - text.at) : 0;
    uint64_t at = 0;

    if (!text_uint((struct slice){text.at, len}, INT64_MAX, &at)) {
        return false;
    }
    *ret =
        (struct trail_point){.at = (int64_t)at, .state = {text.at + len + 1, text.len - len - 1}};
    return true;
}

static void on_read(void *owner, int error, const struct reply *reply)
{
    struct asking asking = *(struct asking *)owner;
    struct arena *arena = arena_new();
    size_t count = 0;

    free(owner);
    error = error_of(error, reply);
    size_t lines = error == 0 ? reply_count(reply) : 0;
    struct trail_point *points = arena_alloc(arena, (lines + 1) * sizeof *points);
    for (size_t i = 0; i < lines; i++) {
        count += read_point(reply_text(reply_at(reply, i)), &points[count]) ? 1 : 0;
    }
    asking.on_points(asking.owner, error, count, points);
    arena_free(arena);
}

void trail_read(struct store *store, struct slice journal, struct slice name,
                trail_on_points on_points, void *owner)
{
    struct arena *arena = arena_new();
    struct slice args[] = {SLICE("LRANGE"), full_key(arena, journal, name), SLICE("0"),
                           SLICE("-1")};
    struct asking *asking = malloc(sizeof *asking);

    must(asking);
    *asking = (struct asking){on_points, owner};
    redis_call(store_commands(store), sizeof args / sizeof args[0], args,
               store_settings(store)->call_ms, on_read, asking);
    arena_free(arena);
}
