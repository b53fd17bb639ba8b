// Tables of teams and delegations over the skills of a competition.
#pragma once

#include "wire/reader.h"

struct definition_book;
struct rules;

// After all skills; the reader stands at the competition.
void definition_team_all(struct definition_book *book, json_t *competition, struct rules *rules);
