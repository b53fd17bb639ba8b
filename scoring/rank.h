// From totals to an order: the rank key that Redis sorts by, and the engine's own full ranking.
#pragma once

#include "scoring/tally.h"

// The rank key of a competitor on a stage's board: fixed width for the skill (at most
// RULES_KEY_MAX), smaller is better, equal only when the place is shared. First byte 0: complete,
// 1: still being marked (these stand after all complete ones and have no place). Then total and
// each step of the tie chain that belongs to this stage or to one that it carries. Returns its
// length; 0 when the stage has not started for him. `stage` is an index in the competition.
size_t rank_key(const struct rules *rules, uint32_t stage, const struct tally *tally,
                unsigned char out[RULES_KEY_MAX]);
// The length that every key of this stage's board has.
size_t rank_key_len(const struct rules *rules, uint32_t stage);

// One line of a ranking. The caller fills `tally` and `who`; rank_order fills place and sorts.
struct rank_line {
    const struct tally *tally;
    uint32_t who;      // the caller's number for the competitor
    uint32_t place;    // 1 …; 0: no place yet (not complete)
    bool shared;       // another has the same place
    uint32_t tie_step; // 0: the first line, or the total decided against the next above, n: tie
                       // step n, RULES_NONE: nothing did
};

// Orders lines by exact comparison of totals and tie steps (not by keys: the two check each other),
// complete ones first, and gives the places by the skill's convention. Lines that are equal in
// everything share a place; among them, and among those still being marked with equal figures, the
// order is that of `who`. Lines whose stage has not started must be left out by the caller. No
// allocation: heap sort in place.
void rank_order(const struct rules *rules, uint32_t stage, struct rank_line *lines, size_t count);

// The title that a place earns in a skill, or NULL. Shared places earn the same title.
const struct rules_title *rank_title(const struct rules *rules, uint32_t skill, uint32_t place);

// The place of a competitor on a board by the skill's convention, from counts:
// `before` complete ones have better keys, `distinct_before` different better keys, `sharing` (>=
// 1) have his key.
uint32_t rank_place(enum rules_convention convention, uint32_t before, uint32_t distinct_before,
                    uint32_t sharing);
