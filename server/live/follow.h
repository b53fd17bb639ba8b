// Those who are followed: a tile of one row each, thousands of them, which a single mark can move
// all. They are read many at a time, one call after the other, so that a judge's mark finds its way
// between two; each at most once in `every_ms`,
// who stands on the stage four times.
#pragma once

#include "base/list.h"
#include "live/board.h"

#include <stdbool.h>
#include <stdint.h>

struct scene;

struct follow {
    struct list due; // scenes
    bool reading, going, stopped;
    struct list *ahead; // of reading_begin
    uint64_t every_ms;
    void (*on_news)(void *owner, struct board *board, enum board_news news); // owner: a scene
};

void follow_open(struct follow *follow, struct list *ahead, uint64_t every_ms,
                 void (*on_news)(void *owner, struct board *board, enum board_news news));
// The scene is of one competitor and may be read now: it is, when its turn comes.
void follow_add(struct follow *follow, struct scene *scene);
// Reads those who are due.
void follow_go_on(struct follow *follow);
void follow_stop(struct follow *follow);
