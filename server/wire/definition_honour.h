// What places earn: titles, medals, promotion in grade.
#pragma once

#include "wire/reader.h"

struct definition_book;
struct rules_skill;

// The reader stands at the skill; its scale has been read.
void definition_honour_read(struct definition_book *book, json_t *value, struct rules_skill *skill);
