// Places within the groups of a skill or the heats of a stage: those that the order of all gives
// when one looks at a group alone.
#pragma once

#include "scoring/rank.h"

enum { RANK_GROUPS = RULES_HEATS_MAX + 1 };

// Who has been placed so far, by group or heat (0: of none).
struct rank_group_count {
    uint32_t before[RANK_GROUPS], distinct[RANK_GROUPS];
    uint32_t sharing[RANK_GROUPS]; // of those who share the place at hand
};

// One more shares the place at hand.
void rank_group_ask(struct rank_group_count *count, uint32_t group);
// The place in the group for each of those who share it, by the convention.
uint32_t rank_group_place(const struct rank_group_count *count, enum rules_convention convention,
                          uint32_t group, bool *ret_half);
// Goes on to the next place: those who shared this one stand before it, unless they do not `count`.
void rank_group_close(struct rank_group_count *count, uint32_t group, bool counts);

// Fills the places in the groups of lines that rank_order has placed.
void rank_group_lines(const struct rules *rules, uint32_t stage, struct rank_line *lines,
                      size_t count);
// Likewise the places in the heats; who is in none has none there.
void rank_group_heats(const struct rules *rules, uint32_t stage, struct rank_line *lines,
                      size_t count);
