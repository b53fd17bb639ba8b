// Deadlines of many connections in one wheel of ticks: setting one later costs nothing, a tick
// looks at one slot. Knows no clock: the caller says what time it is.
#pragma once

#include "base/list.h"

#include <stdint.h>

enum { WHEEL_TICK_MS = 250, WHEEL_SLOTS = 256 };

struct wheel_entry {
    struct list link; // unlinked: no deadline
    uint64_t due_ms;
};

struct wheel {
    struct list slots[WHEEL_SLOTS];
    struct list due; // taken from slots that have passed, not yet looked at
    uint64_t tick;   // the last one that was taken
};

void wheel_init(struct wheel *wheel, uint64_t now_ms);
void wheel_entry_init(struct wheel_entry *entry);
void wheel_set(struct wheel *wheel, struct wheel_entry *entry, uint64_t due_ms);
void wheel_clear(struct wheel_entry *entry);
// One entry whose time has come, unlinked; NULL when there is none. Never early, late by up to a
// tick.
struct wheel_entry *wheel_pop(struct wheel *wheel, uint64_t now_ms);
