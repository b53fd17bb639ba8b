// How an honour's recipients are cut into steps: from the last to the first, who shares a place
// together. Pure.
#pragma once

#include "wire/entry_ceremony.h"

#include <stddef.h>
#include <stdint.h>

struct ceremony_cut {
    size_t first, count; // of the recipients, the best first
};

// `places`: of the recipients, the best first; the same figure: shared. `ret` has room for `count`
// steps. Returns how many, in the order in which they are shown. A batch holds at most `batch`,
// unless they share a place; batches are as even as they can be.
size_t ceremony_cut_steps(enum ceremony_mode mode, unsigned batch, size_t count,
                          const uint32_t *places, struct ceremony_cut *ret);
