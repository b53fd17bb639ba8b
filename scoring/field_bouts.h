// Stages with matches: from the draw and the recorded matches to the figures of each entry.
// RULES.md 3.11. For scoring/field only.
#pragma once

#include "scoring/field_desk.h"

// Own figures and desk->method_order of the stage at hand. False: more than bout_settle takes.
bool field_bouts_stage(struct field_desk *desk);

// items[].value: points of each in the matches that the items had against each other in `stage`.
// False: overflow.
bool field_bouts_among(const struct field_desk *desk, uint32_t stage, struct field_item *items,
                       uint32_t count);
