// What each judge of a part has given over the field: mean, variance, sum or all figures sorted, as
// the part's normalisation asks for it. For scoring/field only.
#pragma once

#include "scoring/field_desk.h"

// Fills desk->judges for the stage at hand. False: overflow.
bool field_normalise_judges(struct field_desk *desk);
