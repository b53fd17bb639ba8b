// What if: tries the wishes of one commit on copies, before anything is written. It answers
// refusals in the order that DESIGN 3.7 gives, and says which rank keys the commit moves.
#pragma once

#include <stdbool.h>

struct commit_wish;
struct journal_commit;
struct room;
struct weigh;

// `careful`: a relative skill's field is settled after each sheet, to find the one that does not
// fit; else once, in weigh_holds.
struct weigh *weigh_new(struct room *room, bool careful);
struct weigh *weigh_free(struct weigh *weigh);
// Whether this wish must wait for another one that was weighed before it (same address, or not a
// sheet).
bool weigh_is_taken(const struct weigh *weigh, const struct commit_wish *wish);
// NULL: it may go, and the copies now hold it. Else the problem's name; wish->fault and wish->row
// are set for the engine's refusals. A publication gets its body here.
const char *weigh_wish(struct weigh *weigh, struct commit_wish *wish);
// Whether all of them together fit exact arithmetic. If not, they are to be weighed again,
// carefully.
bool weigh_holds(struct weigh *weigh);
// What the weighed wishes move on the boards, and what they must not have been overtaken by. The
// memory is weigh's.
void weigh_moves(struct weigh *weigh, struct journal_commit *call);
void weigh_guard(struct weigh *weigh, struct journal_commit *call);
