// Statuses and codes as words ("dnf"), and figures that may be one of them.
#pragma once

#include "base/slice.h"
#include "scoring/rules.h"

#include <stdbool.h>
#include <stddef.h>

// "running", "dnf", "dns", "dsq", "withdrawn", "no_show", in the order of enum rules_status; ends
// with NULL.
extern const char *const code_words[];

const char *code_word(enum rules_status status);
bool code_find(struct slice word, enum rules_status *ret);
// As ratio_print, but terminated, and a code as its word; RULES_RUNNING, which is no figure at all,
// is "". Returns the length.
size_t code_print(struct ratio value, int places, char out[RATIO_TEXT_MAX]);
