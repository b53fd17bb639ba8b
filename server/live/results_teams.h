// Team and delegation tables. Teams are opaque ids in the journal; what a team is called, its
// members say, in the people store.
#pragma once

#include "live/record.h"

struct buf;

// The table's number by its id (not terminated), or RULES_NONE.
uint32_t results_teams_find(const struct record *record, const char *id, size_t len);

// {"table","name","skills","published","lines":[{"team","place","half"?,"shared"?,"total",
// "counted","members","firsts","name"?}]}, the best first; place null where it is not ranked. Teams
// that send nobody to the table's skills are left out. `known`: of the skills only those count
// whose published results the public may see by name. False: the totals do not fit exact
// arithmetic, nothing is written.
bool results_teams_write(const struct record *record, uint32_t table, bool known, struct buf *out);
