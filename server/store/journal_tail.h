// Follows one stream on a connection of its own, entry by entry in order, for as long as it is
// open.
#pragma once

#include "base/slice.h"
#include "store/journal.h"

#include <stdbool.h>
#include <stdint.h>

struct journal_tail;

// `key` is copied. Events as in journal.h.
struct journal_tail *journal_tail_open(struct store *store, struct slice key, uint64_t after,
                                       const struct journal_events *events, void *owner);
bool journal_tail_is_live(const struct journal_tail *tail);
// No event comes after it.
void journal_tail_close(struct journal_tail *tail, void (*on_closed)(void *owner), void *owner);
