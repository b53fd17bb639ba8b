// Pieces of a sheet's body as they were sent, for those who show a sheet without reading it.
#pragma once

#include "base/slice.h"

#include <stdbool.h>

struct arena;

// The marks of a sheet's body as compact JSON text on the arena; "[]" where it has none. No note
// and no time go with them.
struct slice sheet_text_marks(struct arena *arena, struct slice body);
// Whether the body says why it replaces an earlier one.
bool sheet_text_reason(struct slice body);
