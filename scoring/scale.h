// The standardised scale: totals of a field to, say, 700 ± 30. RULES.md 1.4, EX-4 and EX-5.
#pragma once

#include "scoring/rules.h"

struct scale_base {
    bool valid; // enough in the population
    uint32_t count;
    struct ratio statistic; // mean or median
    struct ratio spread; // MAD x factor; for deviations: the variance (its root is taken exactly)
};

// `totals` is sorted by this. False: overflow.
bool scale_measure(const struct rules_scale *scale, struct ratio *totals, uint32_t count,
                   struct scale_base *ret);
// A total on the scale, clamped and rounded; a spread of 0 gives the centre.
bool scale_value(const struct rules_scale *scale, const struct scale_base *base, struct ratio total,
                 struct ratio *ret);
