// From a row's sheets to its totals: dropping, means, factors, weights, carry-over, rounding
// stages. A part that is not complete adds nothing (blank is not zero); the stage then says
// complete = false.
#pragma once

#include "scoring/contest.h"

// Bytes that the arrays of a tally of this skill take together.
size_t tally_bytes(const struct rules *rules, uint32_t skill);

// Lays the arrays out in `memory` (tally_bytes bytes, aligned to 16).
void tally_init(const struct rules *rules, uint32_t skill, void *memory, struct tally *ret);

// Fills the tally from the row. V_OK or V_TOTAL_OVERFLOW (the tally is then not to be used).
// Sources: RULES.md section 6 points 5-13; ISU and FINA rounding steps as in EX-16 … EX-20.
enum verdict tally_row(const struct rules *rules, uint32_t skill, const struct row *row,
                       struct tally *tally);
