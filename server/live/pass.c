#include "live/pass.h"

#include "base/clock.h"
#include "base/meter.h"
#include "live/give.h"
#include "net/conn.h"
#include "store/redis.h"

#include <sched.h>

enum {
    SLICE_US = 1000,
    BATCH = 32, // given to in one go and written to in the same turn, while they are in the cache
    BATCH_ASKED = 4 // while Redis works for a judge
};

static void end_pass(struct pass *pass)
{
    pass->cursor = NULL;
    pass->took_us = clock_us() - pass->began_us;
    meter_time_us("jinbang_fanout_seconds", "", pass->took_us);
    if (!pass->wanted) {
        uv_idle_stop(&pass->idle);
    }
}

static void begin_pass(struct pass *pass, uint64_t now_us)
{
    pass->wanted = false;
    pass->began_us = now_us;
    pass->cursor = pass->watchers.next;
}

static void give_next(struct pass *pass)
{
    struct watcher *watcher = list_item(pass->cursor, struct watcher, link);

    pass->cursor = pass->cursor->next; // before he may leave
    give_watcher(watcher);
}

static void on_idle(uv_idle_t *idle)
{
    struct pass *pass = list_item(idle, struct pass, idle);
    unsigned batch = redis_is_asked(pass->redis) ? BATCH_ASKED : BATCH;
    uint64_t began = clock_us();

    if (!pass->cursor) {
        begin_pass(pass, began);
    }
    for (unsigned given = 1; pass->cursor != &pass->watchers; given++) {
        give_next(pass);
        if (given % batch == 0 &&
            (conn_queued(idle->loop) >= batch || clock_us() - began > SLICE_US)) {
            (void)sched_yield(); // to Redis, for which marks wait, where it shares our core
            return;
        }
    }
    end_pass(pass);
}

void pass_open(struct pass *pass, uv_loop_t *loop, const struct redis *redis)
{
    list_init(&pass->watchers);
    uv_idle_init(loop, &pass->idle);
    pass->redis = redis;
}

void pass_want(struct pass *pass)
{
    pass->wanted = true;
    if (!uv_is_closing((const uv_handle_t *)&pass->idle)) {
        uv_idle_start(&pass->idle, on_idle);
    }
}

void pass_leave(struct pass *pass, struct watcher *watcher)
{
    if (pass->cursor == &watcher->link) {
        pass->cursor = watcher->link.next;
    }
    list_remove(&watcher->link);
}
