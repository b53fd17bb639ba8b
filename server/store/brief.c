#include "store/brief.h"

#include "base/arena.h"
#include "base/must.h"
#include "store/redis.h"
#include "store/store.h"

#include <errno.h>
#include <stdlib.h>

struct asking {
    brief_on_texts on_texts;
    void *owner;
};

static struct slice text_of(const struct reply *reply)
{
    bool has = reply_kind(reply) == REPLY_TEXT || reply_kind(reply) == REPLY_STATUS;
    return has ? reply_text(reply) : SLICE_NONE;
}

static void on_reply(void *owner, int error, const struct reply *reply)
{
    struct asking asking = *(struct asking *)owner;
    struct arena *arena = arena_new();

    free(owner);
    if (error == 0 && reply_kind(reply) == REPLY_ERROR) {
        error = -EIO;
    }
    bool list = error == 0 && reply_kind(reply) == REPLY_LIST;
    size_t count = list ? reply_count(reply) : 1;
    struct slice *texts = arena_alloc(arena, (count + 1) * sizeof *texts);
    for (size_t i = 0; error == 0 && i < count; i++) {
        texts[i] = text_of(list ? reply_at(reply, i) : reply);
    }
    asking.on_texts(asking.owner, error, error ? 0 : count, texts);
    arena_free(arena);
}

static struct slice full_key(struct arena *arena, struct slice key)
{
    return slice_of(arena_printf(arena, "jinbang:{-site}:brief:%.*s", SLICE_FMT(key)));
}

static void call(struct store *store, size_t argc, const struct slice *args,
                 const struct asking *asking)
{
    struct asking *kept = malloc(sizeof *kept);

    must(kept);
    *kept = *asking;
    redis_call(store_commands(store), argc, args, store_settings(store)->call_ms, on_reply, kept);
}

void brief_put(struct store *store, const struct brief *brief, brief_on_texts on_texts, void *owner)
{
    struct arena *arena = arena_new();
    struct slice ttl = slice_of(arena_printf(arena, "%lu", (unsigned long)brief->ttl_ms));
    struct slice args[] = {SLICE("SET"), full_key(arena, brief->key), brief->text, SLICE("PX"), ttl,
                           SLICE("NX")};

    call(store, brief->fresh ? 6 : 5, args, &(struct asking){on_texts, owner});
    arena_free(arena);
}

void brief_take(struct store *store, struct slice key, brief_on_texts on_texts, void *owner)
{
    struct arena *arena = arena_new();
    struct slice args[] = {SLICE("GETDEL"), full_key(arena, key)};

    call(store, 2, args, &(struct asking){on_texts, owner});
    arena_free(arena);
}

void brief_read(struct store *store, size_t count, const struct slice *keys,
                brief_on_texts on_texts, void *owner)
{
    struct arena *arena = arena_new();
    struct slice *args = arena_alloc(arena, (count + 1) * sizeof *args);

    args[0] = SLICE("MGET");
    for (size_t i = 0; i < count; i++) {
        args[i + 1] = full_key(arena, keys[i]);
    }
    call(store, count + 1, args, &(struct asking){on_texts, owner});
    arena_free(arena);
}
