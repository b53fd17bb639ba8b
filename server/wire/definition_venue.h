// Where skills are marked: a competition's `venues`, and a skill's `venue` among them. A role that
// is narrowed to venues reaches the skills that are marked there.
#pragma once

#include "wire/definition_book.h"

// Reads the competition's venues into the book.
void definition_venue_all(struct definition_book *book);

// The skill's venue; NULL without one, or with a fault where the competition has none of that id.
const char *definition_venue_of(struct definition_book *book, json_t *skill);
