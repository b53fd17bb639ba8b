// What a replay says: how far it is, what was refused, what differs, and the figures at the end.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct replay_step;

struct replay_tell {
    FILE *receipts; // or NULL
    bool shows_bar; // stderr is a terminal
    uint64_t started_ms;
    uint64_t sheets, retries, refused, kept; // kept: were there already
    uint64_t compared, equal;
    uint64_t said;   // lines about refusals and differences
    uint64_t groups; // of the refused: sheets of a group, which its members confirm with their PINs
};

// One sentence on stderr, below the bar if there is one. After a hundred only the count goes on.
void replay_tell_say(struct replay_tell *tell, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void replay_tell_refused(struct replay_tell *tell, const struct replay_step *step, int status,
                         struct slice answer);
void replay_tell_receipt(struct replay_tell *tell, const struct replay_step *step,
                         struct slice receipt);
void replay_tell_bar(const struct replay_tell *tell, uint64_t done, uint64_t all);
// On stdout; the last line is compared=N equal=N.
void replay_tell_end(const struct replay_tell *tell);
