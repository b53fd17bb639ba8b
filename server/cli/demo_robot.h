// Simulated judges for `jinbang demo`: they set a competition up from a folder, over HTTP and with
// the organiser's token like anybody else, and mark it at a human pace until every sheet is in.
// They publish nothing.
//
// A folder holds competition.json, roster.csv and judges.json (fixtures/demo). What is there
// already is kept: a demo that is started again goes on where it stopped, and a sheet that a person
// has sent in a judge's place is left alone.
#pragma once

#include "base/slice.h"

#include <uv.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct demo_robot;

struct demo_robot_settings {
    const char *url; // of the server, which answers by now: http://127.0.0.1:8080
    const char *organiser_token;
    const char *folder;
    const char
        *tokens_file; // where the judges' tokens are kept between runs (made 0600); NULL: not kept
    const char *spare_judge; // id of one judge whose work is left to a person, or NULL; nobody
                             // waits for him
    uint32_t speed;          // 1: each judge sends a sheet every 4-20 s; at least 1
    uint64_t seed;           // the same seed gives the same marks
};

struct demo_robot_events {
    // Competition, roster and judges are there; the judges below have their tokens; marking begins.
    // May come again with new tokens, when the server no longer knows those that were kept.
    void (*on_open)(void *owner);
    // Something went wrong, in a sentence. `is_over`: nothing more will come; else it goes on.
    void (*on_problem)(void *owner, const char *words, bool is_over);
    // Every sheet is in. May be NULL, like the others.
    void (*on_done)(void *owner);
};

// Starts on the loop; returns at once. Settings are copied. NULL and a sentence in `problem` when
// the folder or the url cannot be used. The caller ends it with demo_robot_stop in any case, also
// after on_done or a problem that is_over.
struct demo_robot *demo_robot_start(uv_loop_t *loop, const struct demo_robot_settings *settings,
                                    const struct demo_robot_events *events, void *owner,
                                    struct buf *problem);

// Sends nothing more, calls nothing more; memory is gone once the loop has closed its handles. May
// be called from an event. Call it once.
void demo_robot_stop(struct demo_robot *robot);

const char *demo_robot_competition(const struct demo_robot *robot); // its id

struct demo_robot_judge {
    const char *id, *name; // as long as the robot lives
    const char *token;     // "" before on_open
    size_t done, all;      // sheets
};

size_t demo_robot_judge_count(const struct demo_robot *robot);
struct demo_robot_judge demo_robot_judge(const struct demo_robot *robot, size_t index);
