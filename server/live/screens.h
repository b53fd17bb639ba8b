// What every screen shows, as the fold of the site's journal: its scene, how its canvas lies, the
// last order of the moment, and the sets of scenes that were kept. It changes only in screens_take.
#pragma once

#include "base/slice.h"

#include <stddef.h>
#include <stdint.h>

struct screens;

enum { SCREENS_ORDER_MAX = 16 };

struct screens_one {
    char *scene, *frame; // compact JSON; NULL: none was given yet
    uint64_t number;     // of the last entry about it
    char order[SCREENS_ORDER_MAX];
    uint64_t order_number; // of the entry that ordered; 0: none
};

struct screens_set {
    char *competition, *name, *list; // list: "screens" as it was asked
};

struct screens *screens_new(void);
struct screens *screens_free(struct screens *screens);

// `said`: the request's bytes (wire/ask_screens); what cannot be read changes nothing.
void screens_take(struct screens *screens, struct slice competition, struct slice said,
                  uint64_t number);

// NULL when nothing was ever said about it. The id is a device's.
const struct screens_one *screens_find(const struct screens *screens, struct slice id);
// In the order in which they were first kept; NULL after the last.
const struct screens_set *screens_set_at(const struct screens *screens, size_t index);
