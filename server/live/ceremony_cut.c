#include "live/ceremony_cut.h"

// Nobody is called up without those who share his place.
static size_t with_shared(const uint32_t *places, size_t first)
{
    while (first > 0 && places[first - 1] == places[first]) {
        first--;
    }
    return first;
}

// The cut at `wanted` or, where it would part who shares a place, in front of all of them; behind
// them when that made the step too large.
static size_t cut_at(const uint32_t *places, size_t left, size_t wanted, size_t most)
{
    size_t before = with_shared(places, wanted);
    size_t behind = wanted;

    while (behind < left && places[behind] == places[wanted]) {
        behind++;
    }
    return left - before > most && before < wanted && behind < left ? behind : before;
}

// Those from `first` to before `end`, in as many even parts as they need.
static size_t add_parts(size_t first, size_t end, size_t most, struct ceremony_cut *ret)
{
    size_t count = end - first;
    size_t parts = most ? (count + most - 1) / most : 1;

    for (size_t i = 0; i < parts; i++) {
        size_t size = (end - first + parts - i - 1) / (parts - i);
        end -= size;
        ret[i] = (struct ceremony_cut){end, size, (unsigned)i + 1, (unsigned)parts};
    }
    return parts;
}

size_t ceremony_cut_steps(enum ceremony_mode mode, unsigned batch, size_t count,
                          const uint32_t *places, size_t most, struct ceremony_cut *ret)
{
    size_t wanted = mode == CEREMONY_ONE ? 1 : mode == CEREMONY_MEDALS ? count : batch;
    size_t steps = 0;

    for (size_t left = count; left > 0;) {
        size_t parts = (left + wanted - 1) / wanted;
        size_t size = (left + parts - 1) / parts;
        size_t first = cut_at(places, left, left - size, wanted);
        steps += add_parts(first, left, most, ret + steps);
        left = first;
    }
    return steps;
}
