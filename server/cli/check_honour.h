// Titles, medals and promotions of a skill in words.
#pragma once

#include "cli/check_say.h"

void check_honour_print(const struct check_say *say, const struct rules_skill *skill);
