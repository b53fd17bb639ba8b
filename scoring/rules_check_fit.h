// Whether every figure that a part can come to fits exact arithmetic, on the way and at the end:
// whatever the judges give, however many of them, whatever is declared within its limits, however
// often a penalty is ruled.
#pragma once

#include "scoring/reach.h"

// The part whose own figures may not fit, or RULES_NONE.
uint32_t rules_check_fit_part(const struct rules *rules);

// For scoring/rules_check_total: the reach of a part's value, and of a node's after its
// adjustments.
struct reach rules_check_fit_of(const struct rules *rules, uint32_t index);
struct reach rules_check_fit_adjusted(const struct rules *rules, uint32_t first, uint32_t count,
                                      const struct rules_limits *limits, struct reach value);
