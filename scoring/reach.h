// How far a figure can reach: a bound on its size, and bounds on its denominator. Rules are worked
// through with reaches instead of figures, so that what could not be counted exactly is found
// before any mark comes in. A reach that goes over the edge of a ratio stays over it.
#pragma once

#include "scoring/rules.h"

__extension__ typedef unsigned __int128 reach_size_t;

struct reach {
    reach_size_t most; // the figure is never further from 0 than so many millionths
    uint64_t grid;     // its denominator always divides this times some number …
    uint64_t extra;    // … that is not above this; grid 0: nothing is known of it
    uint64_t num, den; // numerator and denominator are never further from 0 than these
    bool over;         // some figure on the way may not fit a ratio
};

// Exactly this value; any value of a whole number of 1 / `grid`, up to `most` millionths from 0.
struct reach reach_of(struct ratio value);
struct reach reach_upto(reach_size_t most, uint64_t grid);

// What a + b, a x b, either of both can come to.
struct reach reach_add(struct reach a, struct reach b);
struct reach reach_times(struct reach a, struct reach b);
struct reach reach_either(struct reach a, struct reach b);
// The sum of `count` such figures; on one grid, or each with a denominator of its own.
struct reach reach_sum(struct reach one, uint64_t count);
// Divided by a whole number from 1 to `count`; by any figure of `by`, whose size is at least
// `least` millionths (> 0).
struct reach reach_shared(struct reach a, uint64_t count);
struct reach reach_over(struct reach a, struct reach by, uint64_t least);
// Rounded.
struct reach reach_round(struct reach a, struct rounding how);
