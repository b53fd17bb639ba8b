// Penalties and bonuses of a part, module or stage, and the limits that hold after them.
#pragma once

#include "scoring/rules.h"
#include "wire/reader.h"

struct definition_book;

// Whose adjustments they are: the parts whose station log they may read.
struct definition_adjust_node {
    uint32_t part_first, part_count;
    bool is_part; // the node is that one part
};

// The reader stands at the node; its parts have been read.
void definition_adjust_all(struct definition_book *book, json_t *value,
                           struct definition_adjust_node node, uint32_t *ret_first,
                           uint32_t *ret_count);
void definition_adjust_limits(struct reader *reader, json_t *value, struct rules_limits *limits);
