// The lowest level of a definition: what a judge marks, and how an entry becomes a worth.
#pragma once

#include "wire/reader.h"

struct definition_book;
struct rules_part;

// The aspects of the part, laid out in cells; the reader stands at the part.
void definition_aspect_all(struct definition_book *book, json_t *part, struct rules_part *above);
