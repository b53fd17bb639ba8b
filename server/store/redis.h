// One supervised connection to Redis: our own libuv adapter for hiredis, a deadline per call, reconnect with back-off.
// The only door to hiredis. Calls made while the link is down fail at once; calls in flight when it breaks
// end with an error: the caller does not know whether they happened, and asks again with the same key.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

struct redis;

// What Redis said. A reply is valid during the callback only.
struct reply;
enum reply_kind { REPLY_NIL, REPLY_TEXT, REPLY_STATUS, REPLY_ERROR, REPLY_NUMBER, REPLY_LIST };
enum reply_kind reply_kind(const struct reply *reply);
struct slice reply_text(const struct reply *reply); // TEXT, STATUS, ERROR; else empty
int64_t reply_number(const struct reply *reply);    // NUMBER, or TEXT that is one; else 0
size_t reply_count(const struct reply *reply);
const struct reply *reply_at(const struct reply *reply, size_t index); // must be < count

// `error` 0 and a reply, or a negative UV_E… (UV_ENOTCONN, UV_ETIMEDOUT, UV_ECONNRESET, UV_ECANCELED) and no reply.
typedef void (*redis_on_reply)(void *owner, int error, const struct reply *reply);

struct redis_events {
    void (*on_up)(void *owner);                       // connected (and authenticated, database selected)
    void (*on_down)(void *owner, const char *reason); // was up, is not any more
};

// `url`: redis://[user:password@]host[:port][/db] or unix:///path[?db=n]. NULL and a sentence when it is neither, or rediss://.
struct redis *redis_new(uv_loop_t *loop, const char *url, const struct redis_events *events,
                        void *owner, const char **ret_problem);
void redis_connect(struct redis *redis); // starts; goes on for ever until redis_close
bool redis_is_up(const struct redis *redis);
const char *redis_down_reason(const struct redis *redis); // a sentence; "" when up
// Arguments are copied. deadline_ms 0: none (a blocked XREAD).
void redis_call(struct redis *redis, size_t argc, const struct slice *args, uint64_t deadline_ms,
                redis_on_reply on_reply, void *owner);
void redis_drop(struct redis *redis, const char *reason); // break the link now; it will reconnect
// All calls in flight end with UV_ECANCELED before this returns; on_closed (may be NULL) when memory is gone.
void redis_close(struct redis *redis, void (*on_closed)(void *owner), void *owner);
