// How a skill's competitors are ranked: tie-break chain, tolerance, standardised scale, and what a
// status does.
#pragma once

#include "wire/reader.h"

struct definition_book;
struct rules_skill;

// What stands before the stages are known; the reader stands at the skill.
void definition_rank_read(struct definition_book *book, json_t *value, struct rules_skill *skill);
// The chain: it names modules, parts and stages, so it comes after them.
void definition_rank_ties(struct definition_book *book, json_t *value, struct rules_skill *skill);
