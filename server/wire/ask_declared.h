// What the technical seat declares: figures, a scale, the station log.
#pragma once

#include "scoring/contest.h"
#include "wire/reader.h"

// A mark is a decimal in a string and nothing else: 8,5 and 1e3 are refused, never read as
// something. `value` stands where the reader is.
bool ask_declared_value(struct reader *reader, json_t *value, point_t *ret);

// The "declared" member of the body; the reader stands at the body.
void ask_declared_read(struct reader *reader, json_t *object, struct declared *ret);

// The member's name for a RULES_DECLARES_ bit, "" when there is none.
const char *ask_declared_word(uint32_t bit);
