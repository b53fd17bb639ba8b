// The fast way through a panel whose entries are plain marks: whole numbers until the end.
#pragma once

#include "scoring/tally_entry.h"

// False when the part has more to it than this way knows, or the figures grow too large for it; the
// long way then says what comes out. When true, the same comes out as there.
bool tally_plain(const struct tally_panel *panel, struct ratio multiplier, struct ratio *ret_figure,
                 struct ratio *ret_product);
