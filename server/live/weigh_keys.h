// Which rank keys of a board the copies of a commit move.
#pragma once

#include <stddef.h>
#include <stdint.h>

struct arena;
struct copies;
struct journal_move;
struct rules;

// Appends to `moves`, which has room for all of the copies; boards and keys live on the arena.
void weigh_keys_add(struct arena *arena, const struct rules *rules, const struct copies *copies,
                    uint32_t stage, struct journal_move *moves, size_t *count);
