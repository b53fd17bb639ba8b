// A whole field's bounds, kept so that one competitor's best and worst place is found without
// looking at the others: three lists in order (the totals of those who are done, the best and the
// worst totals of those who are open), each with a few changes that are not sorted in yet. A change
// costs two searches; each FORECAST_PENDING-th moves the list once. A place costs some ten
// searches. Nothing is allocated: the caller gives the memory.
#pragma once

#include "scoring/forecast.h"

enum { FORECAST_PENDING = 256, FORECAST_ENTRY = RATIO_KEY + 4 };

// A key, then whose it is, big-endian.
typedef unsigned char forecast_entry_t[FORECAST_ENTRY];

struct forecast_list {
    size_t count;
    forecast_entry_t *sorted;
    uint32_t added_count, gone_count;
    forecast_entry_t added[FORECAST_PENDING], gone[FORECAST_PENDING]; // in order too
};

struct forecast_field {
    size_t room;
    uint32_t free; // competitors whose bounds are not known
    uint32_t loose;
    struct forecast_list done, best, worst;
};

// Bytes behind a field for so many competitors.
size_t forecast_field_bytes(size_t competitors);
void forecast_field_init(struct forecast_field *field, void *memory, size_t competitors);
// Those from the beginning, in any order; then forecast_field_sort, once, before anything is asked.
void forecast_field_load(struct forecast_field *field, uint32_t who,
                         const struct forecast_bounds *bounds);
void forecast_field_sort(struct forecast_field *field);
// Somebody's bounds have become others. `before` as it was given.
void forecast_field_change(struct forecast_field *field, uint32_t who,
                           const struct forecast_bounds *before,
                           const struct forecast_bounds *bounds);

struct forecast_place {
    bool known;                   // else he has no bounds, or will have no place
    uint32_t best, worst;         // no completion of the marks lies outside
    bool best_exact, worst_exact; // some completion gives just this place
};

// The places that he may end on. `place`: his place now, when he is DONE
// and it is known; else 0. `ties`: equal totals may
// be set apart (forecast_has_ties).
struct forecast_place forecast_field_place(const struct forecast_field *field,
                                           const struct forecast_bounds *bounds, uint32_t place,
                                           bool ties);
// The total on place `at` (1 …) among those who are done, and whose it is. False: there are fewer.
bool forecast_field_at(const struct forecast_field *field, size_t at, unsigned char ret[RATIO_KEY],
                       uint32_t *ret_who);
