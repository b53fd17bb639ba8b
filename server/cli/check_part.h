// A part of a marking scheme in words: its panel, how figures are made, its aspects.
#pragma once

#include "cli/check_say.h"

void check_part_print(const struct check_say *say, uint32_t index);
