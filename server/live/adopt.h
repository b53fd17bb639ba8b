// A record takes over other rules: the fold of a RULES entry. See live/reform for what comes of it.
#pragma once

#include "base/slice.h"
#include "live/facts.h"

struct arena;
struct buf;
struct entry;
struct reform;

// Folds the entry into a record whose fields are settled. Competitors, judges and all indexes into
// the rules are others afterwards. False: the rules cannot be changed so.
// What the reform makes of the record takes its place; the reform is only to be freed then.
void adopt_take(struct record *record, struct reform *reform);
bool adopt_fold(struct record *record, struct arena *arena, const struct entry *entry,
                uint64_t number);
// The body of the entry: the report, a line feed, the request's bytes.
void adopt_write(const struct reform *reform, struct slice request, struct buf *out);
