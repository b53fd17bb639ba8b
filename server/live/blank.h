// A record with nothing in it, its rules, and its end. For live/record and live/reform.
#pragma once

#include "base/slice.h"
#include "live/facts.h"

struct record *blank_new(const char *name);
// Gives an empty record its rules: JSON that definition_read takes. False when it does not.
bool blank_rule(struct record *record, struct slice definition);
struct record *blank_free(struct record *record); // whoever holds it; returns NULL
// A row in which every stage can be marked, about nobody; free it.
struct row *blank_row(const struct rules *rules, uint32_t skill);
