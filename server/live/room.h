// One competition on this node: follows its journal, folds it into the record, commits wishes, and
// rings when standings move. One way in: the record changes only in on_entry, for own marks, other
// nodes' marks and the rebuild alike.
#pragma once

#include "base/slice.h"
#include "live/state.h"

#include <stdbool.h>
#include <stdint.h>

struct store;

struct room *room_new(struct store *store, const char *name, const struct room_events *events,
                      void *owner);
void room_close(struct room *room, void (*on_closed)(void *owner), void *owner);
// Four times a second: deadlines of wishes, retries, a planned freeze, the seal after a
// second of quiet.
void room_tick(struct room *room, uint64_t now_ms);
// The last entry is a seal, and nothing of this node is on its way to the journal.
bool room_is_quiet(const struct room *room);
