// What a code counts in a part: the member `code_worth`.
#pragma once

#include "scoring/rules.h"
#include "wire/reader.h"

struct definition_book;

// After the part's aspects: a code that none of them may be given is a mistake.
void definition_code_read(struct definition_book *book, json_t *value, struct rules_part *part);
