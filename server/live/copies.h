// Rows of one skill as they would be: copies of those that a commit touches, the record's own for
// all others, and what the changed ones come to. For live/weigh.
#pragma once

#include "live/facts.h"

struct arena;

struct copies;

struct copies *copies_new(struct arena *arena, struct record *record, uint32_t skill);

// The competitor's row, to be changed: a copy is made the first time. copies_undo puts it back to
// what it was at the last copies_row.
struct row *copies_row(struct copies *copies, struct record_competitor *competitor);
bool copies_undo(struct copies *copies, struct record_competitor *competitor, uint32_t part);
// His row as it stands by now.
const struct row *copies_look(const struct copies *copies,
                              const struct record_competitor *competitor);

// One more competitor, of whom nothing is known yet but that he comes. In a relative skill the
// field is then due.
void copies_join(struct copies *copies);

// Works a changed row out: marks of one part, or RULES_NONE: all. In a relative skill the field is
// then due. V_OK or V_TOTAL_OVERFLOW.
enum verdict copies_work(struct copies *copies, struct record_competitor *competitor,
                         uint32_t part);
// The matches as they would be. They must live as long as the copies.
void copies_bouts(struct copies *copies, const struct bout *bouts, size_t count);
// Settles a relative skill's field over all competitors, if it is due.
enum verdict copies_settle(struct copies *copies);

// Those whose figures may differ from the record's, one after the other, with what they would come
// to; NULL at the end. After copies_settle.
const struct record_competitor *copies_next(const struct copies *copies, size_t *at,
                                            const struct tally **ret);
size_t copies_count(const struct copies *copies);
// Competitors of the skill, with those who join.
size_t copies_size(const struct copies *copies);
