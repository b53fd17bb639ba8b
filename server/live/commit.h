// Wishes on their way into the journal. One commit is in flight for a scope; those that wait go
// together in the next call. A lost link is resolved by the wish's key, never by guessing; a stale
// version is this node's business, never the judge's. A wish is answered when its entry has come
// back from the journal.
#pragma once

#include "live/wish.h"

#include <stdbool.h>
#include <stdint.h>

struct commit;
struct room;

struct commit *commit_new(struct room *room);
struct commit *commit_free(struct commit *commit); // commit_fail_all first
void commit_add(struct commit *commit, struct commit_wish *wish);
// An entry has come back: answers what it was waited for.
void commit_followed(struct commit *commit);
// Redis is back, or time has passed: go on with what waits.
void commit_pump(struct commit *commit, uint64_t now_ms);
bool commit_is_idle(const struct commit *commit);
