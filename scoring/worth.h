// From what a judge enters for an aspect to what it is worth: pass or fail, number completed,
// choice, range, judgement 0-3, faults, target, combined-event points. RULES.md 1.2, 1.3, 3.9.
#pragma once

#include "scoring/rules.h"

// `cells`: the entries of one seat for this aspect, rules_cells(aspect) of them, `stride` apart; no
// blanks but a blank target and blank faults, which are 0; no codes. With the aspect's weight,
// rounded by aspect->rounding.
// The declared scale is not this function's business. False: overflow.
bool worth_of(const struct rules_aspect *aspect, const point_t *cells, size_t stride,
              struct ratio *ret);

// A worth with the aspect's weight, rounded by aspect->rounding. False: overflow.
bool worth_weigh(const struct rules_aspect *aspect, struct ratio worth, struct ratio *ret);

// What one fault takes off (its cap applied), in points; `ret_steps`: how many steps count.
bool worth_fault(const struct rules_fault *fault, point_t quantity, struct ratio *ret,
                 int64_t *ret_steps);

// Are worths of this aspect plain marks that need no conversion (the fast way)?
bool worth_is_plain(const struct rules_aspect *aspect);
// Lowest and highest worth that an entry can have, for rules_check and the marking scheme.
bool worth_bounds(const struct rules_aspect *aspect, struct ratio *ret_low, struct ratio *ret_high);
