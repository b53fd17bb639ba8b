// What a change of the rules moves on Redis' boards. For live/weigh.
#pragma once

#include <stddef.h>

struct arena;
struct journal_move;
struct reform;

// On the arena. None when they are too many for one call: the boards are then rebuilt.
const struct journal_move *weigh_rules_moves(struct arena *arena, const struct reform *reform,
                                             size_t *ret_count);
