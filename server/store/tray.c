#include "store/tray.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/must.h"
#include "base/text.h"
#include "store/redis.h"
#include "store/store.h"

#include <errno.h>
#include <stdlib.h>

struct asking {
    tray_on_items on_items;
    tray_on_put on_put;
    void *owner;
};

static struct slice take_word(struct slice *rest)
{
    const char *blank = rest->len ? memchr(rest->at, ' ', rest->len) : NULL;
    struct slice word = {rest->at, blank ? (size_t)(blank - rest->at) : rest->len};
    size_t took = word.len + (blank ? 1 : 0);

    *rest = (struct slice){rest->at + took, rest->len - took};
    return word;
}

static struct tray_item read_item(struct slice name, struct slice text)
{
    struct tray_item item = {.name = name};

    (void)text_uint(take_word(&text), INT64_MAX, &item.version);
    item.who = take_word(&text);
    item.text = text;
    return item;
}

static int error_of(int error, const struct reply *reply)
{
    return error == 0 && reply_kind(reply) == REPLY_ERROR ? -EIO : error;
}

// ---- reading: names and texts in turn

static void on_all(void *owner, int error, const struct reply *reply)
{
    struct asking asking = *(struct asking *)owner;
    struct arena *arena = arena_new();

    free(owner);
    error = error_of(error, reply);
    size_t count = error == 0 ? reply_count(reply) / 2 : 0;
    struct tray_item *items = arena_alloc(arena, (count + 1) * sizeof *items);
    for (size_t i = 0; i < count; i++) {
        items[i] =
            read_item(reply_text(reply_at(reply, 2 * i)), reply_text(reply_at(reply, (2 * i) + 1)));
    }
    if (asking.on_items) {
        asking.on_items(asking.owner, error, count, items);
    }
    arena_free(arena);
}

// ---- putting

static void on_answer(void *owner, int error, const struct reply *reply)
{
    struct asking asking = *(struct asking *)owner;
    struct tray_item item = {.version = 0};
    enum tray_outcome outcome = TRAY_KEPT;

    free(owner);
    error = error_of(error, reply);
    if (error == 0 && reply_count(reply) == 0) {
        error = -EIO;
    }
    if (error == 0 && slice_is(reply_text(reply_at(reply, 0)), "full")) {
        outcome = TRAY_FULL;
    } else if (error == 0 && reply_count(reply) > 1) {
        outcome = slice_is(reply_text(reply_at(reply, 0)), "newer") ? TRAY_NEWER : TRAY_KEPT;
        item = read_item(SLICE_NONE, reply_text(reply_at(reply, 1)));
    }
    asking.on_put(asking.owner, error, outcome, &item);
}

static struct slice full_key(struct arena *arena, struct slice key)
{
    return slice_of(arena_printf(arena, "jinbang:{-site}:tray:%.*s", SLICE_FMT(key)));
}

static struct slice number(struct arena *arena, uint64_t value)
{
    return slice_of(arena_printf(arena, "%lu", (unsigned long)value));
}

static void call(struct store *store, size_t argc, const struct slice *args,
                 redis_on_reply on_reply, struct asking asking)
{
    struct asking *kept = malloc(sizeof *kept);

    must(kept);
    *kept = asking;
    redis_call(store_commands(store), argc, args, store_settings(store)->call_ms, on_reply, kept);
}

void tray_put(struct store *store, const struct tray_put *put, tray_on_put on_put, void *owner)
{
    struct arena *arena = arena_new();
    struct slice args[] = {SLICE("FCALL"),
                           slice_of(store_tray_function(store)),
                           SLICE("1"),
                           full_key(arena, put->key),
                           put->name,
                           put->who,
                           put->text,
                           number(arena, put->ttl_ms),
                           number(arena, put->most),
                           put->seen.at ? put->seen : SLICE(""),
                           number(arena, (uint64_t)clock_wall_ms())};

    call(store, sizeof args / sizeof args[0], args, on_answer,
         (struct asking){.on_put = on_put, .owner = owner});
    arena_free(arena);
}

void tray_read(struct store *store, struct slice key, tray_on_items on_items, void *owner)
{
    struct arena *arena = arena_new();
    struct slice args[] = {SLICE("HGETALL"), full_key(arena, key)};

    call(store, 2, args, on_all, (struct asking){.on_items = on_items, .owner = owner});
    arena_free(arena);
}

void tray_drop(struct store *store, struct slice key, struct slice name, tray_on_items on_items,
               void *owner)
{
    struct arena *arena = arena_new();
    struct slice args[] = {SLICE("HDEL"), full_key(arena, key), name};

    call(store, 3, args, on_all, (struct asking){.on_items = on_items, .owner = owner});
    arena_free(arena);
}
