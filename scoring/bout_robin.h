// Round robin in groups: points, and the tie steps of matches among those who are equal.
#pragma once

#include "scoring/bout_match.h"

bool bout_robin_settle(const struct rules *rules, uint32_t stage, const struct bout *bouts,
                       uint32_t count, struct bout_side *sides, uint32_t side_count);
