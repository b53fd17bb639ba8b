// What `jinbang check` says of a skill's sign-off.
#pragma once

#include "cli/check_say.h"

void check_signing_print(const struct check_say *say, uint32_t skill);
