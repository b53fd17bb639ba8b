// One aspect of a marking scheme in words: how it is entered, what it is worth.
#pragma once

#include "cli/check_say.h"

void check_aspect_print(const struct check_say *say, const struct rules_aspect *aspect);
