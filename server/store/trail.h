// How something went, as short lists that Redis keeps beside a journal: each point has a time and
// says another state than the one before. No fold needs them, and nothing of them counts.
//   jinbang:{J}:trail:NAME   list of "time state", the oldest first
// Of a list that grows beyond its limit the older half is thinned: first, newer half and, while
// there is room, every change of place stay.
#pragma once

#include "base/slice.h"

#include <stddef.h>
#include <stdint.h>

struct store;

enum { TRAIL_MAX = 128, TRAIL_POINTS_MIN = 4 }; // lists in one call; the least limit

// `state` is "place total", each without a blank, "-" for none.
struct trail_point {
    struct slice name, state;
    int64_t at; // wall time, ms
};

// Adds to `count` (1 to TRAIL_MAX) lists of journal J one point each, of which `most`
// (TRAIL_POINTS_MIN or more) are kept. What Redis does not take is lost, and counted.
void trail_add(struct store *store, struct slice journal, size_t count,
               const struct trail_point *points, uint64_t most);

// `error` 0, or a negative UV_E… when Redis did not answer; points (their name is absent) are valid
// during the call only.
typedef void (*trail_on_points)(void *owner, int error, size_t count,
                                const struct trail_point *points);

void trail_read(struct store *store, struct slice journal, struct slice name,
                trail_on_points on_points, void *owner);
