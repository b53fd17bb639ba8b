// The recount of one competition: folds its journal anew, recomputes each publication, compares
// each board in Redis and each receipt that was kept outside.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct recount;
struct store;

struct recount_result {
    const char *name;
    uint64_t entries, claims, witnessed, sheets, signed_sheets, competitors, publications, signings,
        boards, members, receipts;
    uint64_t differences;
};

struct recount_events {
    void (*on_name)(void *owner, const char *name);   // of recount_names only
    void (*on_key)(void *owner, const char *key);     // likewise: of a tablet of the site, hex
    bool (*knows_key)(void *owner, struct slice key); // whether on_key has given it
    void (*on_difference)(void *owner, const char *competition, const char *what);
    void (*on_done)(void *owner, const struct recount_result *result);
};

// `receipts`: NDJSON, those of other competitions are passed over; may be empty. `fixed`: nobody
// writes meanwhile. Frees itself after on_done.
void recount_start(struct store *store, const char *name, struct slice receipts, bool fixed,
                   const struct recount_events *events, void *owner);
// The names that the site's journal announces and the keys of its tablets, then on_done.
void recount_names(struct store *store, const struct recount_events *events, void *owner);
// Receipts that no competition of `names` can answer for, and lines that are none, are differences.
void recount_strangers(struct slice receipts, char *const *names, size_t count,
                       const struct recount_events *events, void *owner);
