// Sets the values of a part over the field against each other: share of the best, place, points by
// place. RULES.md 3.6, 3.9 (EX-26, EX-31). For scoring/field only.
#pragma once

#include "scoring/field_desk.h"

// Replaces the values of all parts of the stage at hand that ask for it. False: overflow.
bool field_against_stage(struct field_desk *desk);

// In how many parts of each module that a tie step asks for is each entry the best of the field?
void field_against_firsts(struct field_desk *desk);
