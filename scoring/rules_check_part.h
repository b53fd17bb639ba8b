// What may be wrong with one aspect or one part of a rule book. Internal to rules_check.
#pragma once

#include "scoring/rules.h"

enum rules_nonsense rules_check_part(const struct rules *rules, uint32_t index);
enum rules_nonsense rules_check_part_aspect(const struct rules_aspect *aspect);

// Are the bands in order: from <= to, and none that an earlier one hides or cuts into? A later band
// may touch an earlier one or lie all around it.
bool rules_check_part_bands(const struct rules_band *bands, uint32_t count);
