// One journal (a competition's, or the site's): commit by one Function call, follow from a number,
// read boards. Knows keys, versions and bytes, no rule and no competition. Keys of journal J, one
// hash tag:
//   jinbang:{J}:journal   stream, id 0-n is journal number n, field e = entry bytes
//   jinbang:{J}:versions  hash scope -> number of entries in it
//   jinbang:{J}:asked     hash request key -> "number digest"
//   jinbang:{J}:people    hash person id -> sealed box
//   jinbang:{J}:board:B   sorted set, all scores 0: member = rank key + competitor id
//   jinbang:{J}:member:B  hash competitor id -> member
#pragma once

#include "base/slice.h"
#include "store/journal_commit.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct journal;
struct store;

enum journal_outcome {
    JOURNAL_NEW,   // all entries written; number = first one's, the rest follow on
    JOURNAL_AGAIN, // at least one key was seen before, nothing was written: see numbers[]
    JOURNAL_STALE, // the scope is at `version` already, nothing was written
    JOURNAL_FULL,  // Redis refused the write for want of memory or disk; nothing was written
    JOURNAL_LOST   // no answer: it may or may not have been written; ask again with the same keys
};

struct journal_result {
    enum journal_outcome outcome;
    uint64_t number;        // NEW
    uint64_t version;       // STALE
    const int64_t *numbers; // AGAIN: per entry its first number, 0: key not seen, -1: key seen with
                            // another digest
};

typedef void (*journal_on_result)(void *owner, const struct journal_result *result);

struct journal_events {
    // Every entry in order, from `after + 1`, own ones too. State changes only here.
    void (*on_entry)(void *owner, uint64_t number, struct slice bytes);
    // All that was in the journal when the tail was opened (or reopened after a broken link) has
    // been passed.
    void (*on_caught_up)(void *owner, uint64_t last);
    // The stream ends before `after`: Redis has lost entries that we had followed, or numbers are
    // not contiguous.
    void (*on_broken)(void *owner, const char *why);
};

// Opens a tail of its own connection and follows from `after` (0: from the start).
struct journal *journal_open(struct store *store, const char *name, uint64_t after,
                             const struct journal_events *events, void *owner);
// What was asked and not answered ends before this returns: LOST, or UV_ECANCELED. The store must
// still be there.
void journal_close(struct journal *journal, void (*on_closed)(void *owner), void *owner);
bool journal_is_live(const struct journal *journal); // the tail is up and has caught up

void journal_commit(struct journal *journal, const struct journal_commit *commit,
                    journal_on_result on_result, void *owner);

// A page of a board as Redis orders it, by a read-only Function, with the journal number it was
// read at.
struct journal_member {
    struct slice id;
    struct slice key;
    uint32_t before;  // members with a better key
    uint32_t sharing; // journal_board_of: members with his key, himself included; else 0
};

struct journal_page {
    int error;       // 0 or a negative UV_E…
    uint64_t number; // journal number at the reading
    uint64_t total;  // members on the board
    size_t count;
    const struct journal_member *members;
};

typedef void (*journal_on_page)(void *owner, const struct journal_page *page);
void journal_board(struct journal *journal, const char *board, size_t key_len, uint64_t from,
                   uint64_t count, journal_on_page on_page, void *owner);

// The same of `count` (1 to JOURNAL_OF_MAX) single ones, wherever they stand: the page's members
// are they, in this order; without an id where one is not on the board.
enum { JOURNAL_OF_MAX = 64 };

void journal_board_of(struct journal *journal, const char *board, size_t key_len, size_t count,
                      const struct slice *ids, journal_on_page on_page, void *owner);

// One sealed person record; error, or empty when there is none. For filling names after a roster
// entry.
typedef void (*journal_on_people)(void *owner, int error, size_t count, const struct slice *ids,
                                  const struct slice *boxes);
void journal_people(struct journal *journal, size_t count, const struct slice *ids,
                    journal_on_people on_people, void *owner);

// Entries after `after`, at most `limit`, as they stand in the journal; `first` is the first one's
// number.
typedef void (*journal_on_range)(void *owner, int error, size_t count, uint64_t first,
                                 const struct slice *bytes);
void journal_range(struct journal *journal, uint64_t after, uint64_t limit,
                   journal_on_range on_range, void *owner);
