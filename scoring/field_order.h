// The order of a stage of a relative skill: class, total with its tolerance, the method's own
// order, then the tie chain, where some steps are worked out among the tied. For scoring/field
// only.
#pragma once

#include "scoring/field_desk.h"

// Fills order and tie_step of all who are listed in the stage at hand. False: overflow.
bool field_order_stage(struct field_desk *desk);
