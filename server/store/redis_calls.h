// Calls to Redis that wait for their end, first made first ended: who asked, and until when.
#pragma once

#include "store/reply.h"

#include <stdbool.h>
#include <stdint.h>

struct redis_call;

struct redis_calls {
    struct redis_call *first, *last;
};

void redis_calls_init(struct redis_calls *calls);
bool redis_calls_empty(const struct redis_calls *calls);
// due_ms (of clock_ms()): 0 for no deadline.
void redis_calls_add(struct redis_calls *calls, uint64_t due_ms, redis_on_reply on_reply,
                     void *owner);
uint64_t redis_calls_nearest(const struct redis_calls *calls); // deadline; 0: none
// The first one ends with this. There must be one.
void redis_calls_end_first(struct redis_calls *calls, int error, const struct reply *reply);
// Ends all, also those that the callbacks add meanwhile: with UV_ETIMEDOUT where the deadline is
// not after `expired_ms` (0: nowhere), else with `error`.
void redis_calls_end_all(struct redis_calls *calls, int error, uint64_t expired_ms);
// The other list's calls go to the end of this one.
void redis_calls_take(struct redis_calls *calls, struct redis_calls *from);
