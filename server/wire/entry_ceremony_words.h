// The texts of a run sheet, as they are sealed among the people: names of presenters, the host's
// words. In the order of its items.
#pragma once

#include "wire/entry_ceremony.h"

void entry_ceremony_words_write(size_t count, const struct ceremony_item *items, struct buf *out);
// Puts them into as many items; slices are on the arena. False: they are of another run sheet.
bool entry_ceremony_words_read(struct arena *arena, struct slice json, size_t count,
                               struct ceremony_item *items);
