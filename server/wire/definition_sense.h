// What makes no sense in a rule book as a whole (rules_check), said at the place in the document
// where it stands.
#pragma once

#include "wire/reader.h"

struct rules;

// The reader stands at the root; faults are added to it.
void definition_sense_check(struct reader *reader, const struct rules *rules);
