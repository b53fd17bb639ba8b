// Two rankers that watch each other: the order of a board in Redis against the order that the
// engine gives.
#pragma once

#include "live/record.h"

#include <stdbool.h>

struct journal;

enum compare_outcome {
    COMPARE_EQUAL,
    COMPARE_DIFFERENT, // `detail` names the first difference
    COMPARE_MOVED,     // marks came in while reading: nothing can be said
    COMPARE_FAILED     // Redis did not answer
};

struct compare_result {
    enum compare_outcome outcome;
    uint32_t stage;
    uint64_t members; // compared
    const char *detail;
};

typedef void (*compare_on_result)(void *owner, const struct compare_result *result);

// Reads the whole board of a stage (index in the competition) in pages and compares member by
// member: each has the key that the engine gives him, they stand in the order of their bytes, and
// whom the engine lists is there. Nobody waits for more than a page of it. The record is held until
// the result; when its journal number moves meanwhile the outcome is COMPARE_MOVED. `fixed`: nobody
// writes (verify), so numbers are not looked at.
void compare_board(struct journal *journal, struct record *record, uint32_t stage, bool fixed,
                   compare_on_result on_result, void *owner);
