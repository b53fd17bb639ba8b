#include "store/redis_calls.h"

#include "base/must.h"

#include <stdlib.h>

struct call {
    struct list link;
    uint64_t due_ms;
    redis_on_reply on_reply;
    void *owner;
};

static struct call *first(struct redis_calls *calls)
{
    must(!list_empty(&calls->list));
    return list_item(calls->list.next, struct call, link);
}

void redis_calls_init(struct redis_calls *calls)
{
    list_init(&calls->list);
}

bool redis_calls_empty(const struct redis_calls *calls)
{
    return list_empty(&calls->list);
}

void redis_calls_add(struct redis_calls *calls, uint64_t due_ms, redis_on_reply on_reply,
                     void *owner)
{
    struct call *call = calloc(1, sizeof *call);
    must(call);
    call->due_ms = due_ms;
    call->on_reply = on_reply;
    call->owner = owner;
    list_add_tail(&calls->list, &call->link);
}

uint64_t redis_calls_nearest(const struct redis_calls *calls)
{
    uint64_t least = 0;
    list_each (at, &calls->list) {
        uint64_t due = list_item(at, struct call, link)->due_ms;
        if (due && (!least || due < least)) {
            least = due;
        }
    }
    return least;
}

void redis_calls_end_first(struct redis_calls *calls, int error, const struct reply *reply)
{
    struct call *call = first(calls);
    list_remove(&call->link); // before the callback, which may end all the others
    call->on_reply(call->owner, error, reply);
    free(call);
}

void redis_calls_end_all(struct redis_calls *calls, int error, uint64_t expired_ms)
{
    while (!list_empty(&calls->list)) {
        uint64_t due = first(calls)->due_ms;
        redis_calls_end_first(calls, due && due <= expired_ms ? UV_ETIMEDOUT : error, NULL);
    }
}

void redis_calls_take(struct redis_calls *calls, struct redis_calls *from)
{
    while (!list_empty(&from->list)) {
        struct list *link = &first(from)->link;
        list_remove(link);
        list_add_tail(&calls->list, link);
    }
}
