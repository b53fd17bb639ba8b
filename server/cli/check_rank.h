// How a skill ranks, in words: convention, chain of comparisons, tolerance, scale, statuses.
#pragma once

#include "cli/check_say.h"

void check_rank_print(const struct check_say *say, const struct rules_skill *skill);
