// The lowest levels of a definition: a part with its panel, its figures' way and its aspects.
#pragma once

struct definition_book;
struct json_t;

// The parts of the module that is the book's last one; the reader stands at the module.
void definition_part_all(struct definition_book *book, struct json_t *module);
