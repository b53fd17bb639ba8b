// The knockout bracket: who meets whom, and how far each came.
#pragma once

#include "scoring/bout_match.h"

// The next match of a knockout bracket: who plays (draw numbers, 0: not known yet, or a bye).
struct bout_pair {
    uint32_t a, b;
};

uint32_t bout_bracket_rounds(uint32_t side_count);
uint32_t bout_bracket_last(const struct bout_side *sides,
                           uint32_t side_count); // highest draw number, at least the count
struct bout_pair bout_bracket_pairing(const struct rules *rules, uint32_t stage,
                                      const struct bout *bouts, uint32_t count, uint32_t side_count,
                                      uint32_t round, uint32_t number);
bool bout_bracket_settle(const struct rules *rules, uint32_t stage, const struct bout *bouts,
                         uint32_t count, struct bout_side *sides, uint32_t side_count);
