// Whether two definitions say the same of a skill.
#pragma once

#include "base/slice.h"

#include <stdbool.h>

// Both are definitions that have been read well. False also when one of them lacks the skill.
bool definition_same_skill(struct slice one, struct slice other, const char *skill);
