// The recount of one competition: folds its journal anew, recomputes each publication, compares
// each board in Redis and each receipt that was kept outside.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stdint.h>

struct recount;
struct store;

struct recount_result {
    const char *name;
    uint64_t entries, claims, witnessed, sheets, competitors, publications, boards, members,
        receipts;
    uint64_t differences;
};

typedef void (*recount_on_done)(void *owner, const struct recount_result *result);
typedef void (*recount_on_difference)(void *owner, const char *competition, const char *what);

// `receipts`: NDJSON, those of other competitions are passed over; may be empty. `fixed`: nobody
// writes meanwhile. Frees itself after on_done.
void recount_start(struct store *store, const char *name, struct slice receipts, bool fixed,
                   recount_on_difference on_difference, recount_on_done on_done, void *owner);
// Receipts that no recount will look at: unreadable lines, and those of competitions that are not
// among the names.
void recount_strangers(struct slice receipts, char *const *names, size_t count,
                       recount_on_difference on_difference, void *owner);
// The names that the site's journal announces. Each is passed, then on_done.
void recount_names(struct store *store, void (*on_name)(void *owner, const char *name),
                   recount_on_difference on_difference, recount_on_done on_done, void *owner);
