// Who and what a line of an explanation is about: nodes, seats, other competitors, tie steps.
#pragma once

#include "wire/explain_at.h"

// Fills a place of a pattern; false when it is none of these.
bool explain_name_fill(const struct explain_at *here, struct slice name);
// The tie step of a TRACE_TIE line; NULL: the total, or nothing decided.
const struct rules_tie *explain_name_tie(const struct explain_at *here);
