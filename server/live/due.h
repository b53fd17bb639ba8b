// Which boards are to be read. One mark can touch thousands of tiles: a mark only leaves a note,
// and the boards are gone through at the tick.
#pragma once

#include "live/follow.h"

#include <stddef.h>

struct room;

struct due {
    struct follow follow;
    struct list ahead; // readings that wait for the record

    struct due_skill {
        const struct room *room; // never looked into: it may be gone
        uint32_t skill;
    } * skills; // that were touched since the last tick

    size_t count;
    void (*on_news)(void *owner, struct board *board, enum board_news news); // owner: a scene
};

void due_open(struct due *due, uint64_t follow_ms,
              void (*on_news)(void *owner, struct board *board, enum board_news news));
void due_stop(struct due *due);
void due_close(struct due *due);
// It is to be read; what it shows was true until now.
void due_touch(struct scene *scene);
// The record has moved on.
void due_note(struct due *due, const struct room *room, uint32_t skill);
// At the tick, each scene: reads it, or lines it up, or leaves it touched. Then due_end.
void due_look(struct due *due, struct scene *scene);
void due_end(struct due *due);
