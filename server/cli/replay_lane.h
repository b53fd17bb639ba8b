// What is still to be sent of one competition, and what of it may go now. Lanes do not wait for
// each other; within a lane the order is that of fixtures/RECORDING.md. Pure bookkeeping: no
// socket, no clock.
#pragma once

#include "base/list.h"
#include "wire/recording.h"

struct arena;
struct table;

enum { REPLAY_LANE_KEY = 37, REPLAY_LANE_RULES = 32 };

// One line on its way.
struct replay_step {
    struct list link; // in its lane's queue or flight
    struct replay_lane *lane;
    struct arena *arena; // everything of the step, itself too
    struct recording_line line;
    uint64_t number;           // of the line in the file
    uint64_t offset;           // of its end in the file
    uint64_t place_hash;       // of part and competitor
    char key[REPLAY_LANE_KEY]; // "": not sent yet
    uint64_t since_ms;         // first sent
    uint64_t not_before_ms;    // after a failure
    unsigned tries;
    bool asks_first;       // an amendment: it wants the etag of the sheet it replaces
    struct slice if_match; // that etag
    uint64_t page_from;    // an expectation: the page to look at
    bool asks_honours;     // an expectation: its second question, at another address
    unsigned round;        // judges: how often with other ids
};

struct replay_lane {
    struct list link; // in the owner's list of lanes
    char *id;
    struct list queue, flight;     // steps, in the order of their numbers; steps under way
    struct table *tokens;          // judge -> its token's text
    char rules[REPLAY_LANE_RULES]; // the id of the rules once they were changed, else ""
};

struct replay_lane *replay_lane_new(struct slice id);
// Frees what is queued or under way too. NULL is fine; returns NULL.
struct replay_lane *replay_lane_free(struct replay_lane *lane);

struct replay_step *replay_lane_step_new(struct arena *arena, const struct recording_line *line);
void replay_lane_step_free(struct replay_step *step); // must not be in a lane
void replay_lane_add(struct replay_lane *lane, struct replay_step *step);
// The first step that may go at `now_ms` when the recording's clock stands at `played_ms`; it is
// under way from then on. NULL when none may.
struct replay_step *replay_lane_next(struct replay_lane *lane, uint64_t now_ms, uint64_t played_ms);
void replay_lane_back(struct replay_step *step); // to be sent again
void replay_lane_done(struct replay_step *step); // takes it out and frees it
bool replay_lane_is_empty(const struct replay_lane *lane);

void replay_lane_keep_token(struct replay_lane *lane, struct slice judge, struct slice token);
const char *replay_lane_token(const struct replay_lane *lane, struct slice judge); // or NULL
