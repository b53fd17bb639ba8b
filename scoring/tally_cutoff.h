// Cut-offs of modules: who has missed one, and which parts are then no longer expected.
#pragma once

#include "scoring/contest.h"

// Are the first parts of the module there, and is none of them good enough?
bool tally_cutoff_missed(const struct rules *rules, const struct row *row, uint32_t module);

// Does a missed cut-off shut this part?
bool tally_cutoff_shuts(const struct rules *rules, const struct row *row, uint32_t part);
