// Pieces of a sheet's body as they were sent, for those who show a sheet without reading it.
#pragma once

#include "base/slice.h"

struct arena;

// The marks of a sheet's body as compact JSON text on the arena; "[]" where it has none. No note
// and no time go with them.
struct slice sheet_text_marks(struct arena *arena, struct slice body);
// Why the body replaces an earlier one, on the arena; SLICE_NONE where it does not say.
struct slice sheet_text_reason(struct arena *arena, struct slice body);
