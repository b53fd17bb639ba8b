// Boards on their way from Redis, the ranker.
#pragma once

#include "base/list.h"
#include "live/board.h"

#include <stddef.h>

enum { READING_MAX = 64 }; // tiles of one row in one call: about half a millisecond of Redis

// Either one board, or up to READING_MAX tiles of single competitors of one board in one view.
struct reading_plan {
    size_t count;
    struct board *boards[READING_MAX]; // that exist and are not being read
    void *owners[READING_MAX];
    // Of each that is still there, in this order; then on_end, which may be NULL.
    void (*on_news)(void *owner, struct board *board, enum board_news news);
    void (*on_end)(void *owner);
    void *owner;
};

// A frozen board is composed at once, from memory, so that no secret mark can delay it: then both
// are called before this returns. A page that is ahead of the record, which has not followed the
// journal that far, waits in `ahead` (a list of the caller's) for reading_go_on.
void reading_begin(struct list *ahead, const struct reading_plan *plan);
// The record has moved on: gives those whose number it has reached.
void reading_go_on(struct list *ahead);
// Nobody waits for them any more; the boards are gone.
void reading_drop(struct list *ahead);
