// Delegations by the places of their people, over all of a board: golds first, then silvers, then
// bronzes, then the best place; equal ones share theirs.
#pragma once

#include "base/slice.h"
#include "wire/scene.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct units;

struct units_line {
    struct slice name; // on the arena
    struct scene_unit unit;
    uint32_t place; // 1 …
    bool shared;
};

// Lives on the arena, but for what units_settle lets go.
struct units *units_open(struct arena *arena);
// One competitor who has a place (1 …; of his group, where they compete apart); without a name he
// counts for nobody.
void units_add(struct units *units, struct slice name, uint32_t place);
// The lines in their order, equal ones in that in which they came, on the arena; returns how many.
// Nothing may be added after.
size_t units_settle(struct units *units, const struct units_line **ret);
