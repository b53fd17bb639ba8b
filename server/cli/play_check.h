// What the engine says where a recording expects something, in the very form in which a server
// would answer, so that both are compared by the same reader.
#pragma once

#include "cli/play_room.h"

struct play_check {
    uint64_t compared, equal;
    // The ranking that was last worked out, for the next expectation of the same stage.
    struct arena *arena;
    const struct play_room *room;
    uint64_t changes;
    uint32_t stage;
    size_t count;
    struct results_line *lines;
};

void play_check_done(struct play_check *check);
// Compares one line of the kinds expect…; each difference is a sentence on stderr.
void play_check_line(struct play_check *check, const struct play_room *room, struct arena *arena,
                     const struct recording_line *line, uint64_t number);
