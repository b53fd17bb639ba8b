// One step as a request, and what its answer means.
#pragma once

#include "cli/replay_lane.h"
#include "cli/replay_tell.h"

struct buf;
struct client_answer;

struct replay_request {
    const char *method;
    const char *path;    // on the step's arena
    const char *headers; // likewise
    struct slice body;
};

// False when the step cannot be asked: a judge without a token.
bool replay_ask_request(struct replay_step *step, const char *organiser_token,
                        struct replay_request *ret);

enum replay_outcome {
    REPLAY_DONE,    // the step is over, well or refused (counted)
    REPLAY_LATER,   // the server could not: again, same key, after a while
    REPLAY_AT_ONCE, // there is a further request to make for it
    REPLAY_EXISTS,  // the competition is there already
    REPLAY_STOP     // the run makes no sense any more (said)
};

enum replay_outcome replay_ask_answer(struct replay_step *step, const struct client_answer *answer,
                                      bool resumes, struct replay_tell *tell);
