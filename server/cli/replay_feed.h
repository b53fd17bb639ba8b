// The recording as it is read: lines become steps and wait in the lane of their competition, a
// bounded number ahead.
#pragma once

#include "base/list.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct replay_step;
struct replay_tell;
struct table;

struct replay_feed {
    FILE *file; // the caller's
    struct replay_tell *tell;
    bool checks; // expectations are wanted
    char *line;
    size_t line_cap;
    uint64_t line_number, offset, done_offset;
    bool is_read;      // to the end
    int code;          // 0, or why reading stopped (said): the exit code
    struct list lanes; // the one to be asked next stands first
    struct table *lane_of;
    struct list last; // expectations for the end
    size_t waiting;   // steps in lanes
};

void replay_feed_init(struct replay_feed *feed, FILE *file, bool checks, struct replay_tell *tell);
void replay_feed_done(struct replay_feed *feed);
// The next step that may go, of the lanes in turn; reads on before. NULL when none may.
struct replay_step *replay_feed_next(struct replay_feed *feed, uint64_t now_ms, uint64_t played_ms);
// The step is over: takes it out and frees it.
void replay_feed_finish(struct replay_feed *feed, struct replay_step *step);
// Whether all is over. The expectations for the end get their turn when all else is.
bool replay_feed_is_over(struct replay_feed *feed);
