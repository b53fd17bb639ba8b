// Sheets, rulings and matches carried over to other rules by their ids. For live/reform.
#pragma once

#include "live/reform_facts.h"

// Everything that a competitor has been given. Sheets are tried in the order in which they came,
// and again after the others, as long as one more finds its place: what is possible together is not
// lost by the order.
void reform_carry_marks(struct reform *reform, const struct record_competitor *from,
                        struct record_competitor *to);
// The matches of a skill, once all draws have been carried.
void reform_carry_bouts(struct reform *reform, uint32_t from, uint32_t to);
void reform_carry_lose(struct reform *reform, struct reform_lost lost);
