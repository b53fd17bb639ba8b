// Where a skill's stages, modules and parts stand in the competition's flat arrays. Each is one run
// without gaps, because a child follows its parent's order.
#pragma once

#include "scoring/rules.h"

#include <stdint.h>

struct span {
    uint32_t stage_first, stage_count;
    uint32_t module_first, module_count;
    uint32_t part_first, part_count;
};

// `skill` is an index in the competition. A run without members has count 0 and first 0.
struct span span_of(const struct rules *rules, uint32_t skill);
