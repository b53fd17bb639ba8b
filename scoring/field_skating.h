// Stages that are decided by the Skating System over several dances, rules 9-11. RULES.md 3.5. For
// scoring/field only.
#pragma once

#include "scoring/field_majority.h"

// Own figures (sums of places) and desk->method_order of the stage at hand, over the dances whose
// places are known. False: overflow.
bool field_skating_stage(struct field_desk *desk, const struct field_majority_dances *dances);
