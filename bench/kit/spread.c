#include "bench/kit/spread.h"

#include "base/must.h"

#include <stdlib.h>

void spread_add(struct spread *spread, uint64_t sample)
{
    if (spread->count == spread->room) {
        spread->room = spread->room ? spread->room * 2 : 4096;
        spread->samples = realloc(spread->samples, spread->room * sizeof *spread->samples);
        must(spread->samples);
    }
    spread->samples[spread->count++] = sample < UINT32_MAX ? (uint32_t)sample : UINT32_MAX;
}

static int by_size(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;

    return (a > b) - (a < b);
}

uint32_t spread_at(struct spread *spread, double percent)
{
    if (spread->count == 0) {
        return 0;
    }
    qsort(spread->samples, spread->count, sizeof *spread->samples, by_size);
    size_t index = (size_t)((double)spread->count * percent / 100.0);
    return spread->samples[index < spread->count ? index : spread->count - 1];
}

void spread_clear(struct spread *spread)
{
    spread->count = 0;
}

void spread_free(struct spread *spread)
{
    free(spread->samples);
    *spread = (struct spread){0};
}
