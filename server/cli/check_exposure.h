// What the hall is told of a skill beyond its board, in words.
#pragma once

#include "cli/check_say.h"

// Nothing where it is told nothing.
void check_exposure_print(const struct check_say *say, uint32_t skill);
