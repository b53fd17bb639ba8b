// Boards and those who watch them: pictures of state, not a queue of events. DESIGN 3.14-3.16.
// A touched board is read from Redis (the ranker) and composed once; one sealed frame goes to all
// who hold the picture before it; who is behind gets the whole picture when his last frame is out.
// Nobody has more than one frame in flight.
#pragma once

#include "base/slice.h"

#include <uv.h>

#include <stdbool.h>
#include <stdint.h>

struct board;
struct hub;
struct peer;
struct room;
struct store;
struct watcher;

enum { HUB_BOARDS_MAX = 16 }; // of one watcher

struct hub_settings {
    uint64_t tick_ms;      // no more often than this (50: at most 20 pictures a second)
    uint64_t heartbeat_ms; // 10,000
    uint64_t follow_ms;    // one competitor's tile, no more often than this
    uint64_t boards_max;   // kept at once, beyond which hub_look begins no more
    uint64_t slow_ms;      // behind for longer than this: bye, close 1013
};

struct hub *hub_new(uv_loop_t *loop, struct store *store, const struct hub_settings *settings);
// Tells every watcher "bye" with the reason and when to come again, and closes him with 1001.
void hub_farewell(struct hub *hub, const char *reason, uint64_t retry_after_ms);
// Once all watchers have left (hub_farewell, then their peers' on_closed).
void hub_close(struct hub *hub, void (*on_closed)(void *owner), void *owner);

// A skill's standings, names or publication moved: its boards are due.
void hub_touch(struct hub *hub, struct room *room, uint32_t skill);
// The room begins a new epoch: its boards start anew, with snapshots for all.
void hub_renew(struct hub *hub, struct room *room);

// A new watcher on an accepted peer; `staff` decides the view. Freed by hub_leave.
struct watcher *hub_join(struct hub *hub, struct peer *peer, bool staff);
void hub_leave(struct watcher *watcher);
void hub_set_staff(struct watcher *watcher, bool staff);
// The peer's backlog is empty: who is behind gets the picture as it is now.
void hub_drained(struct watcher *watcher);

// NULL, or a problem's name: "unknown-skill", "unknown-stage", "unknown-tile", "too-many-boards".
// The watcher then gets a snapshot as soon as there is one, or, when `resume` is this board's token
// and the frames since are still here, those deltas.
const char *hub_subscribe(struct watcher *watcher, struct room *room, struct slice address,
                          struct slice resume);

// What a board is now, for who asks now and then (the public's view): kept, and kept true, for a
// while after the last question. The board has no picture at first; it is not to be held.
struct hub_look {
    struct board *board;
    uint64_t age_ms; // how long ago its picture was known to be true
};

// NULL, or a problem's name: "unknown-skill", "unknown-stage", "unknown-tile", "boards-busy".
const char *hub_look(struct hub *hub, struct room *room, struct slice address,
                     struct hub_look *ret);
bool hub_is_resumed(const struct watcher *watcher); // every subscription goes on from a token
void hub_unsubscribe(struct watcher *watcher, struct slice address);
void hub_resync(struct watcher *watcher, struct slice address, const char *reason);
uint64_t hub_watchers(const struct hub *hub);
