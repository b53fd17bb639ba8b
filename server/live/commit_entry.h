// A wish as an entry of the journal, with the claim of how far this node has followed; and what it
// is guarded by.
#pragma once

#include "live/facts.h"

struct buf;
struct commit_wish;
struct record;

// The entry's bytes; the caller's reference.
struct buf *commit_entry_bytes(const struct record *record, const struct commit_wish *wish);
// What must not be overtaken by anything, since it speaks of all that was acknowledged before it: a
// publication, a ruling, a roster (a newcomer may move a whole field).
bool commit_entry_is_alone(const struct commit_wish *wish);
// The scope that the wish moves on, in the words of live/record. A publication and a ruling have
// that of roster and judges, and every sheet is guarded by it (live/weigh).
void commit_entry_scope(const struct record *record, const struct commit_wish *wish,
                        char out[RECORD_ID_MAX + 2]);
