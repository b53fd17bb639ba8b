// Whether all that modules, stages and carried stages make of the parts' figures fits exact
// arithmetic, like scoring/rules_check_fit.
#pragma once

#include "scoring/rules.h"

// The stage whose modules, matches or carried figures together may not fit, or RULES_NONE.
uint32_t rules_check_total(const struct rules *rules);
