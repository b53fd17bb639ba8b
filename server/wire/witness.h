// A receipt that somebody kept outside: one NDJSON line {"competition", …,
// "receipt":{"number","digest","chain",…}}.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;

struct witness {
    struct slice competition;
    uint64_t number;
    unsigned char digest[32]; // of the body's bytes
    unsigned char chain[32];
};

// False when the line is not a receipt. Further members are passed over: a receipt may carry where
// it was kept.
bool witness_read(struct arena *arena, struct slice line, struct witness *ret);
