// The standards specification against the aspects that name its sections.
#pragma once

#include "cli/check_say.h"

void check_section_print(const struct check_say *say, uint32_t index);
// What the skill's aspects of this section add up to, each at its full mark. False: too large.
bool check_section_added(const struct rules *rules, uint32_t skill, const char *section,
                         struct ratio *ret);
