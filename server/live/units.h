// Delegations by the places of their people, over all of a board: golds first, then silvers, then
// bronzes, then the best place; equal ones share theirs. Names get numbers, so that half a million
// people are counted without looking one up.
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

struct units *units_open(void);
struct units *units_close(struct units *units); // NULL is fine; returns NULL
// The number of a delegation's name, a new one for a name that was not there yet; RULES_NONE:
// without a name he counts for nobody.
uint32_t units_number(struct units *units, struct slice name);
// One competitor of this number who has a place (1 …; of his group, where they compete apart);
// nothing for RULES_NONE and for place 0.
void units_add(struct units *units, uint32_t number, uint32_t place);
// The lines of those that have people, in their order, equal ones in that in which they came; and
// their names, on the arena. Returns how many. Then nobody has been added; the numbers stay.
size_t units_settle(struct units *units, struct arena *arena, const struct units_line **ret);
