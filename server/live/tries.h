// Those who guess are slowed: after some free failures of a name or an address each further try has
// to wait, twice as long every time, until a success or a time without any. Bounded in memory: what
// has been quiet the longest is forgotten first. The caller gives the time.
#pragma once

#include "base/slice.h"

#include <stdint.h>

struct tries;

struct tries_settings {
    uint64_t free;        // failures that cost nothing
    uint64_t wait_ms;     // after the first that does
    uint64_t wait_max_ms; // at the most; a name is forgiven after as long without a failure
};

struct tries *tries_new(const struct tries_settings *settings);
struct tries *tries_free(struct tries *tries);
// Milliseconds until this name may try again; 0: now.
uint64_t tries_wait_ms(const struct tries *tries, struct slice name, uint64_t now_ms);
// One more failure; gives how many there are by now.
uint64_t tries_failed(struct tries *tries, struct slice name, uint64_t now_ms);
void tries_passed(struct tries *tries, struct slice name);
// So many failures fewer.
void tries_lowered(struct tries *tries, struct slice name, uint64_t count);
