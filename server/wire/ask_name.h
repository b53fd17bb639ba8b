// Names of people and units, of any script, as we keep them.
#pragma once

#include "base/slice.h"

#include <stdbool.h>

struct arena;

enum { ASK_NAME_MAX = 100 };

// The signs ・•．‧ between characters become U+00B7, blanks at the ends go. False when what is left
// has more than ASK_NAME_MAX code points or a control character (C0, C1, line separators, direction
// overrides). May be empty.
bool ask_name_clean(struct arena *arena, struct slice text, struct slice *ret);
