// Follows one stream on a connection of its own, entry by entry in order, for as long as it is
// open.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stdint.h>

struct journal_tail;
struct store;

struct journal_tail_events { // as those of store/journal.h
    void (*on_entry)(void *owner, uint64_t number, struct slice bytes);
    void (*on_caught_up)(void *owner, uint64_t last);
    void (*on_broken)(void *owner, const char *why);
};

// `key` is copied.
struct journal_tail *journal_tail_open(struct store *store, struct slice key, uint64_t after,
                                       const struct journal_tail_events *events, void *owner);
bool journal_tail_is_live(const struct journal_tail *tail);
// No event comes after it.
void journal_tail_close(struct journal_tail *tail, void (*on_closed)(void *owner), void *owner);
