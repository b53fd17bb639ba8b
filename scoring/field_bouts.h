// Stages with matches: from the draw and the recorded matches to the figures of each entry.
// RULES.md 3.11. For scoring/field only.
#pragma once

#include "scoring/field_desk.h"

// Own figures and desk->method_order of the stage at hand. False: more than bout_settle takes.
bool field_bouts_stage(struct field_desk *desk);

// items[].value: what the step takes from the matches that the items had against each other in its
// stage. False: overflow.
bool field_bouts_among(const struct field_desk *desk, const struct rules_tie *tie,
                       struct field_item *items, uint32_t count);

// Tells in the trace of the entry what a step of matches (from 1) has compared: his own value and
// that of the next before him.
void field_bouts_tell(const struct field_desk *desk, uint32_t entry, uint32_t step,
                      struct ratio own, struct ratio before);
