#include "store/redis_calls.h"

#include "base/must.h"

#include <errno.h>
#include <stdlib.h>

struct redis_call {
    struct redis_call *next;
    uint64_t due_ms;
    redis_on_reply on_reply;
    void *owner;
};

void redis_calls_init(struct redis_calls *calls)
{
    calls->first = calls->last = NULL;
}

bool redis_calls_empty(const struct redis_calls *calls)
{
    return !calls->first;
}

static void append(struct redis_calls *calls, struct redis_call *first, struct redis_call *last)
{
    if (calls->last) {
        calls->last->next = first;
    } else {
        calls->first = first;
    }
    calls->last = last;
}

void redis_calls_add(struct redis_calls *calls, uint64_t due_ms, redis_on_reply on_reply,
                     void *owner)
{
    struct redis_call *call = calloc(1, sizeof *call);
    must(call);
    call->due_ms = due_ms;
    call->on_reply = on_reply;
    call->owner = owner;
    append(calls, call, call);
}

uint64_t redis_calls_nearest(const struct redis_calls *calls)
{
    uint64_t least = 0;
    for (const struct redis_call *call = calls->first; call; call = call->next) {
        if (call->due_ms && (!least || call->due_ms < least)) {
            least = call->due_ms;
        }
    }
    return least;
}

void redis_calls_end_first(struct redis_calls *calls, int error, const struct reply *reply)
{
    struct redis_call *call = calls->first;
    must(call);
    calls->first = call->next; // before the callback, which may end all the others
    if (!calls->first) {
        calls->last = NULL;
    }
    call->on_reply(call->owner, error, reply);
    free(call);
}

void redis_calls_end_all(struct redis_calls *calls, int error, uint64_t expired_ms)
{
    while (calls->first) {
        uint64_t due = calls->first->due_ms;
        // libuv's errors are negative errnos: this is UV_ETIMEDOUT.
        redis_calls_end_first(calls, due && due <= expired_ms ? -ETIMEDOUT : error, NULL);
    }
}

void redis_calls_take(struct redis_calls *calls, struct redis_calls *from)
{
    if (from->first) {
        append(calls, from->first, from->last);
        redis_calls_init(from);
    }
}
