// Penalties, bonuses and limits of a node in words.
#pragma once

#include "cli/check_say.h"

void check_adjust_print(const struct check_say *say, unsigned depth, uint32_t first, uint32_t count,
                        const struct rules_limits *limits);
