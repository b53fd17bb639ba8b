// Faults and adjustments in the words of an explanation: "咬边 15 mm (3 × 2)".
#pragma once

#include "wire/explain_at.h"

// Fills a place of a pattern; false when it is none of these.
bool explain_fault_fill(const struct explain_at *here, struct slice name);
// Of a deduction aspect's worth: whether there were faults, and whether they took all there was.
bool explain_fault_any(const struct explain_at *here);
bool explain_fault_took_all(const struct explain_at *here);
