// Codes that count by how many are entered for the stage. For scoring/field only.
#pragma once

#include "scoring/field_desk.h"

// The codes of the stage's parts that count so become values. False: overflow.
bool field_code_stage(struct field_desk *desk);
