// A skill of a definition: its way of ranking, tie-break chain, titles and exposure, and all below
// it.
#pragma once

struct definition_book;
struct json_t;

// All skills; the reader stands at the competition.
void definition_skill_all(struct definition_book *book, struct json_t *competition);
