// What a change of the rules moves on Redis' boards. For live/weigh.
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct commit_wish;
struct journal_move;
struct record;
struct reform;

// On the arena. None when they are too many for one call: the boards are then rebuilt.
const struct journal_move *weigh_rules_moves(struct arena *arena, const struct reform *reform,
                                             size_t *ret_count);
// Whether the change was made from other rules than those that stand now.
bool weigh_rules_overtaken(const struct record *record, const struct commit_wish *wish);
