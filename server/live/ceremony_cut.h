// How an honour's recipients are cut into steps: from the last to the first, who shares a place
// together. Pure.
#pragma once

#include "wire/entry_ceremony.h"

#include <stddef.h>
#include <stdint.h>

struct ceremony_cut {
    size_t first, count;  // of the recipients, the best first
    unsigned part, parts; // of those who share a place and are too many for one step; 1 of 1
};

// `places`: of the recipients, the best first; the same figure: shared. `ret` has room for `count`
// steps. Returns how many, in the order in which they are shown. A batch holds at most `batch`,
// unless they share a place; batches are as even as they can be. `most`: no step holds more, those
// who share a place come in even parts then; 0: together however many they are.
size_t ceremony_cut_steps(enum ceremony_mode mode, unsigned batch, size_t count,
                          const uint32_t *places, size_t most, struct ceremony_cut *ret);
