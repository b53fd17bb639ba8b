// A drawing of lots that anybody can do again: an order from a seed that was committed to before, a
// word said in the hall after that, and a list. server/api/README.md says how, for whoever checks
// it. Pure.
#pragma once

#include "base/slice.h"

#include <stddef.h>
#include <stdint.h>

enum { LOT_SEED = 32 };

// The order: out[i] is the index, in the list, of the one drawn as number i + 1. `out` has room for
// `count`.
void lot_order(const unsigned char seed[LOT_SEED], struct slice word, uint32_t count,
               uint32_t *out);
// How many of `count` are in batch `index` when each holds at most `stations`: as few batches as
// there can be, as even as can be, the larger ones first. 0 behind the last.
uint32_t lot_batch(uint32_t count, uint32_t stations, uint32_t index);
