// How a figure is spread over many samples.
#pragma once

#include <stddef.h>
#include <stdint.h>

struct spread {
    size_t count, room;
    uint32_t *samples;
};

void spread_add(struct spread *spread, uint64_t sample);
// The sample that `percent` of all do not exceed; 0 when there is none. Sorts.
uint32_t spread_at(struct spread *spread, double percent);
void spread_clear(struct spread *spread); // keeps the memory
void spread_free(struct spread *spread);
