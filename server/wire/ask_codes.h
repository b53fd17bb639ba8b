// What the keepers of blind codes ask.
#pragma once

#include "base/slice.h"
#include "wire/paircode.h"

#include <stdbool.h>

struct arena;
struct faults;

enum { ASK_CODES_SALT_BYTES = 32, ASK_CODES_REASON_MAX = 500 };

enum ask_codes_kind {
    ASK_CODES_SALT, // {"salt":"64 hex digits","reason"?}: random, of the page that asks
    ASK_CODES_CARDS // {"cards":["7KQM-…","…"]}: two, typed or scanned
};

struct ask_codes {
    unsigned char salt[ASK_CODES_SALT_BYTES];
    struct slice reason;
    char cards[2][PAIRCODE_MAX];
};

bool ask_codes(struct arena *arena, enum ask_codes_kind kind, struct slice json,
               struct ask_codes *ret, struct faults *faults);
