// What a code counts in a part whose rules give it a worth. Internal to tally and field.
#pragma once

#include "scoring/rules.h"

// The rule for this figure; NULL for a value, and for a code that stays one.
const struct rules_code *tally_code_find(const struct rules_part *part, struct ratio figure);
// Does a code of the part look at how many are entered?
bool tally_code_counts_entered(const struct rules_part *part);
