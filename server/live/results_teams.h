// Team and delegation tables. Teams are opaque ids here; their names live in the people store.
#pragma once

#include "live/record.h"
#include "scoring/team.h"

struct arena;
struct buf;

// The table's number by its id (not terminated), or RULES_NONE.
uint32_t results_teams_find(const struct record *record, const char *id, size_t len);

// The lines of a table, ordered and placed; line.team is the number in record->teams. Teams without
// a member in the table's skills are left out. False: the totals do not fit exact arithmetic.
bool results_teams_settle(struct arena *arena, const struct record *record, uint32_t table,
                          struct team_line **ret, size_t *ret_count);

// {"table","lines":[{"team","place","half"?,"shared"?,"total","counted","members","firsts"}]};
// place null where it is not ranked. False as above, nothing written.
bool results_teams_write(const struct record *record, uint32_t table, struct buf *out);
