// Which screens the desk may speak to.
#pragma once

#include "base/slice.h"

#include <stdbool.h>

struct entry_access;
struct site;
struct site_pass;

// Whether the pass is a screen's in that competition.
bool showing_is_screen(const struct site_pass *pass, struct slice competition);
// NULL when this act about screens (any other is none of its business) may be written now, else a
// problem's name. The fold asks the same.
const char *showing_refusal(const struct site *site, const struct entry_access *access);
