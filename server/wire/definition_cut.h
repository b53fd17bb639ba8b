// Who may take part in a stage, and how its matches go.
#pragma once

#include "wire/reader.h"

struct definition_book;
struct rules_stage;

// After all stages of the skill have been read; the reader stands at the stage.
void definition_cut_read(struct definition_book *book, json_t *value, struct rules_stage *stage);
void definition_cut_matches(struct reader *reader, json_t *value, struct rules_stage *stage);
