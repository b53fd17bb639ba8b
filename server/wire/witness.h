// A witness of the journal that somebody kept outside, one line: a receipt, {"competition", …,
// "receipt":{"number","digest","chain",…}}; or the head that stands on a printed page, typed as
// COMPETITION:NUMBER:CHAIN, of the chain its first WITNESS_HEAD bytes.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WITNESS_HEAD = 8 };

struct arena;

struct witness {
    struct slice competition;
    uint64_t number;
    unsigned char digest[32]; // of the body's bytes
    bool has_digest;          // a head has none
    unsigned char chain[32];
    size_t chain_len; // bytes of it that were kept: 32; of a head WITNESS_HEAD
};

// False when the line is neither. Further members of a receipt are passed over: it may carry where
// it was kept; so are blanks in a head, as they are printed, and its letters may be capitals. What
// `ret` points to lives in the arena.
bool witness_read(struct arena *arena, struct slice line, struct witness *ret);
