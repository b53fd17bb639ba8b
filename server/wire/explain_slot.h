// The places of an explanation's patterns: what stands in them for one line.
#pragma once

#include "wire/explain_at.h"

// Writes the pattern; its {names} (wire/explain_words) are filled.
void explain_slot_fill(const struct explain_at *here, const char *pattern);
