// Giving one watcher what he lacks: the change after the picture that he holds, or the whole
// picture; one frame in flight.
#pragma once

#include "base/list.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct board;
struct buf;
struct hub;
struct peer;

// A board with its watchers counted; the address and the view make it one.
struct scene {
    struct hub *hub;
    struct board *board;
    size_t watchers;
    uint64_t idle_since_ms; // without watchers
    bool touched;           // to be read at the next tick
    uint64_t touched_ms;    // since when
    uint64_t ready_ms;      // and, of one competitor or a list over the whole board, not before
    struct list due;        // likewise: in line to be read
    struct buf *beat;       // the last heartbeat frame
    uint64_t beat_seq;
};

struct subscription {
    struct scene *scene;
    uint64_t sent; // the sequence that the watcher holds; 0: nothing
    uint64_t beat_sent;
    bool resuming; // the deltas since `sent`, not the whole picture
};

struct watcher {
    struct hub *hub;
    struct peer *peer;
    struct list link;
    uint64_t slow_ms;         // behind for longer than this: sent away
    uint64_t behind_since_ms; // 0: not behind
    bool staff;
    uint8_t count;
    struct subscription *subscriptions;
};

// Whether it is due and there is nothing in the way of reading it.
bool give_can_read(const struct scene *scene);
// How old its data is, where the journal is followed up to `age_ms` ago: what stands in line may
// not say that it is new.
uint64_t give_age(const struct scene *scene, uint64_t age_ms);
// All that he lacks of his boards and heartbeats, in one write; or, while his last frame is not
// out, a note that he is behind.
void give_watcher(struct watcher *watcher);
