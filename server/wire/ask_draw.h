// What the desk at the draw asks.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct faults;

enum { ASK_DRAW_STATIONS_MAX = 1000, ASK_DRAW_MAX = 1000, ASK_DRAW_TEXT_MAX = 500 };

struct ask_draw_number {
    struct slice competitor;
    uint32_t number; // 1 … count
};

struct ask_draw {
    uint32_t stations; // of a batch
    struct slice reason, word;
    size_t count;
    const struct ask_draw_number *numbers; // each number once
};

// {"stations":12,"reason"?}
bool ask_draw_commitment(struct arena *arena, struct slice json, struct ask_draw *ret,
                         struct faults *faults);
// {"word":"said in the hall"}
bool ask_draw_opening(struct arena *arena, struct slice json, struct ask_draw *ret,
                      struct faults *faults);
// {"stations":12,"numbers":[{"competitor","number"}],"reason"?}: drawn by hand.
bool ask_draw_by_hand(struct arena *arena, struct slice json, struct ask_draw *ret,
                      struct faults *faults);
