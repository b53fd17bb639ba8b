// What is made of several judges' figures: dropping by their number, tolerance, how far apart they
// may be, making them comparable, setting them against the field.
#pragma once

#include "wire/reader.h"

struct definition_book;
struct rules_part;

// The reader stands at the part.
void definition_panel_read(struct definition_book *book, json_t *value, struct rules_part *part);
