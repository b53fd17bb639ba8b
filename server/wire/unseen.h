// Signs that nobody sees and that change how a line is read: direction overrides and isolates
// (U+202A-202E, U+2066-2069), line and paragraph separators (U+2028, U+2029), a byte order mark
// (U+FEFF). No request brings them into a name, a note or a reason. The journal's readers do not
// ask this: what was taken before stays readable.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct faults;

bool unseen_is(uint32_t code);
// Whether no text of the document holds one, however it is written there; else a fault with a
// pointer for each. What is no JSON is for its reader to refuse.
bool unseen_check(struct arena *arena, struct slice json, struct faults *faults);
