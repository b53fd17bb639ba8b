// A pass over all watchers, each of whom is given what he lacks, in slices of a millisecond, so
// that a judge never waits behind the hall.
#pragma once

#include "base/list.h"

#include <uv.h>

#include <stdbool.h>
#include <stdint.h>

struct redis;
struct watcher;

struct pass {
    struct list watchers; // all, by watcher.link; its owner adds to it
    uint64_t took_us;     // the last one, from its first slice to its last
    uv_idle_t idle;       // `data` is its owner's, who closes it

    // its own
    const struct redis *redis;
    struct list *cursor; // of the pass under way; NULL: none
    uint64_t began_us;
    bool wanted;
};

// `redis`: for whose answers judges wait; it outlives the pass.
void pass_open(struct pass *pass, uv_loop_t *loop, const struct redis *redis);
// From the next turn on; while one is under way, once more after it. Not after the handle's close.
void pass_want(struct pass *pass);
// Takes one off the list, also out of a pass under way.
void pass_leave(struct pass *pass, struct watcher *watcher);
