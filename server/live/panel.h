// A panel's cards for one competitor: who may see them, and when a sealed one may still be changed.
#pragma once

#include "live/facts.h"

#include <stdbool.h>
#include <stdint.h>

// Whether who sits on `seat` may see what the other judges of the part have given: the rules say
// that cards are turned over, they are, and his own is among them.
bool panel_sees(const struct record *record, const struct record_competitor *competitor,
                uint32_t part, uint32_t seat);
// Whether the judges of the part have to look again: they are further apart than the rules allow,
// or have to agree and do not.
bool panel_is_held(const struct record *record, const struct record_competitor *competitor,
                   uint32_t part);
// Why the seat may not send this sheet now: "trial-first", while the part asks for a trial sheet
// and the seat has sealed none; "cards-turned", when its sealed sheet may not be changed any more,
// because its judge has seen the others' by now (a held panel looks again, and so does who is asked
// for a second look); "codes-opened", when it would be its first sheet of a work whose code has
// been opened since: only what the chief judge has voided or sent back since may be given anew.
// NULL: it may.
const char *panel_obstacle(const struct record *record, const struct record_competitor *competitor,
                           uint32_t part, uint32_t seat);
