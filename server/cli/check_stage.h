// A stage of a marking scheme in words: who may take part, its modules and what they add up to.
#pragma once

#include "cli/check_say.h"

void check_stage_print(const struct check_say *say, uint32_t index);
