// Rulings and bulk marks against a record: what each means for which competitor, and whether the
// rules allow it. The fold and the what-if of a commit use the same answer. Pure: the record is
// only looked at.
#pragma once

#include "base/slice.h"
#include "live/facts.h"
#include "wire/ask_bulk.h"
#include "wire/ask_ruling.h"

struct arena;
struct faults;

// A ruling's body to the end of what can be said without asking the engine: form, whose skill, that
// everybody whom it names is there and takes part in it. For requests, recordings and the fold. On
// false `faults` says why: a pointer for each.
bool decide_read(struct arena *arena, const struct record *record, struct slice json,
                 struct ask_ruling *ret, struct faults *faults);

struct decide_line {
    struct record_competitor *competitor;
    struct ruling ruling;
};

struct decide {
    uint32_t skill;
    size_t count;
    struct decide_line *lines; // each competitor at most once; none that would change nothing; a
                               // field or a draw may have none at all
    bool has_bout;
    struct bout bout;
    bool award;         // is possible also after the publication
    struct fault fault; // of a refusal
    size_t who;         // whom of ruling->who it is about
};

// What a ruling comes to at this moment, on the arena. False: refused by the engine.
bool decide_ruling(struct arena *arena, const struct record *record,
                   const struct ask_ruling *ruling, struct decide *ret);

// The matches of the skill as they are once this counts: a match takes the place of an earlier
// record of it; a new draw drops those of whom it gave another number. On the arena.
struct bout *decide_bouts(struct arena *arena, const struct record *record,
                          const struct decide *decide, size_t *ret_count);

// Those who are drawn in a stage with matches, on the arena.
size_t decide_sides(struct arena *arena, const struct record *record, uint32_t stage,
                    struct bout_side **ret);

// The competitors of a bulk's rows, on the arena; NULL, and *ret_row, when one is not there or
// takes part in another skill.
struct record_competitor **decide_bulk(struct arena *arena, const struct record *record,
                                       const struct ask_bulk *bulk, size_t *ret_row);
