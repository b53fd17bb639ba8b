// The Skating System: rules 5-8 for one dance, 9-11 for several. RULES.md 3.5; rule 10 as the
// published finals show it: couples that rule 10 cannot separate are all placed by rule 11 before
// the others are looked at again.
#pragma once

#include "scoring/ratio.h"

#include <stdbool.h>
#include <stdint.h>

enum { SKATING_COUPLES_MAX = 512, SKATING_MARKS_MAX = 32 * 32 };

// Rules 5-8. marks[couple * judges + judge]: places 1 … couples. places[couple]: shared ones are
// the mean of the places they take. decided[couple] (may be NULL): which rule placed it, 5-8, 0:
// shared. False when there are too many couples.
bool skating_dance(const uint32_t *marks, uint32_t couples, uint32_t judges, struct ratio *places,
                   uint32_t *decided);

// Rules 9-11. dances[dance * couples + couple]: places by skating_dance;
// marks[(dance * couples + couple) * judges + judge]. totals[couple]: sum of places;
// order[couple]: 1 is the best, equal where the tie cannot be broken (then the count of those
// before
// + 1); decided[couple] (may be NULL): 9, 10, 11, 0 shared. `counts_only`: rule 10 compares counts
// only, without the sum of places.
bool skating_final(const uint32_t *marks, const struct ratio *dances, uint32_t dance_count,
                   uint32_t couples, uint32_t judges, bool counts_only, struct ratio *totals,
                   uint32_t *order, uint32_t *decided);
