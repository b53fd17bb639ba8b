// Figures and counts after a row has changed: of one competitor where totals are independent, of
// the whole field where one mark moves others. For the fold (live/fold, live/record).
#pragma once

#include "live/facts.h"

// Memory for the field of a relative skill, after competitors have come.
void settle_room(struct record *record, uint32_t skill);
// Counts a new competitor in. A relative skill's field is then due.
void settle_new(struct record *record, struct record_competitor *competitor);

// Around each change of a row: before it …
void settle_before(struct record *record, const struct record_competitor *competitor);
// … and after it: `part` is the one whose marks changed, RULES_NONE: anything. A relative skill's
// field is then due. False: the figures do not fit exact arithmetic.
bool settle_after(struct record *record, struct record_competitor *competitor, uint32_t part);

// Settles the skill's field, or all fields, if they are due.
bool settle_skill(struct record *record, uint32_t skill);
bool settle_all(struct record *record);
