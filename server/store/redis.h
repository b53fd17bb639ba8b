// One supervised connection to Redis: our own libuv adapter for hiredis, a deadline per call,
// reconnect with back-off. The only door to hiredis. Calls made while the link is down fail at
// once; calls in flight when it breaks end with an error: the caller does not know whether they
// happened, and asks again with the same key. "At once" is the next turn of the loop: redis_call()
// itself never calls back. Every call ends exactly once, and everything here may be called inside
// any of its callbacks, redis_close() too.
#pragma once

#include "base/slice.h"
#include "store/reply.h"

#include <uv.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct redis;

struct redis_events {
    void (*on_up)(void *owner); // connected (and authenticated, database selected)
    void (*on_down)(void *owner,
                    const char *reason); // was up, is not any more; not after redis_close()
};

// `url`: redis://[user:password@]host[:port][/db] or unix:///path[?db=n]. NULL and a sentence when
// it is neither, or rediss://.
struct redis *redis_new(uv_loop_t *loop, const char *url, const struct redis_events *events,
                        void *owner, const char **ret_problem);
void redis_connect(struct redis *redis); // starts; goes on for ever until redis_close
bool redis_is_up(const struct redis *redis);
bool redis_is_asked(const struct redis *redis);           // calls are in flight
const char *redis_down_reason(const struct redis *redis); // a sentence; "" when up
// Milliseconds since Redis last said anything on this link or a former one; UINT64_MAX: never yet.
uint64_t redis_age_ms(const struct redis *redis);
// Arguments are copied. deadline_ms 0: none (a blocked XREAD). A call past its deadline breaks the
// link, since replies come in order: it ends with UV_ETIMEDOUT and those behind it with
// UV_ECONNRESET. Calls of one turn leave in one write.
void redis_call(struct redis *redis, size_t argc, const struct slice *args, uint64_t deadline_ms,
                redis_on_reply on_reply, void *owner);
// Breaks the link now; it will reconnect. The calls in flight end before this returns.
void redis_drop(struct redis *redis, const char *reason);
// All calls in flight end with UV_ECANCELED before this returns; on_closed (may be NULL) when
// memory is gone.
void redis_close(struct redis *redis, void (*on_closed)(void *owner), void *owner);
