// What one commit to a journal holds. See store/journal.h.
#pragma once

#include "base/slice.h"

#include <stddef.h>
#include <stdint.h>

enum { JOURNAL_BATCH_MAX = 256, JOURNAL_MOVES_MAX = 65536 };

struct journal_entry {   // one waiting request
    struct slice ask;    // its key; unique for ever; empty: nobody's request, not remembered
    struct slice digest; // of the whole request: same key, other digest = reused
    struct slice bytes;  // the entry
};

struct journal_move {   // a rank key on a board; an empty key takes the competitor off
    struct slice board; // "skill/stage"
    struct slice id;
    struct slice key;
};

struct journal_person {
    struct slice id;
    struct slice box; // empty: erase
};

// The keys (ask) of the entries must differ from each other. Without entries the version stays as
// it is and number is 0. Moves are JOURNAL_MOVES_MAX at most, also with `reset`.
struct journal_commit {
    struct slice scope;
    uint64_t seen; // the version that the caller's state is at
    size_t entry_count;
    const struct journal_entry *entries;
    size_t move_count;
    const struct journal_move *moves;
    size_t person_count;
    const struct journal_person *people;
    struct slice
        guard; // another scope that must be at `guard_seen` (it is not moved on); empty: none
    uint64_t guard_seen;
    uint64_t at_number; // the journal must end exactly here; 0: wherever it does
    struct slice reset; // a board to empty before the moves; empty: none
};
