// Which panel's cards lie open: with a turn those that were turned over, else those of a panel
// whose every sheet is in.
#pragma once

#include "live/facts.h"

// The competitor's part on the stage whose cards opened last, or RULES_NONE. He has his sheets: not
// a ghost.
uint32_t turned_last(const struct record *record, const struct record_competitor *competitor,
                     uint32_t stage);
