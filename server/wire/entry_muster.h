// What happens to competitors before they are marked, as the journal's MUSTER entries say it: who
// is here. Ids and words only, never a name. DESIGN 3.10.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct buf;

enum muster_act {
    MUSTER_CHECK_IN,
    MUSTER_COMMITMENT, // of a machine that is going to draw
    MUSTER_DRAW,       // what it drew
    MUSTER_HAND,       // what was drawn by hand
    MUSTER_KEYS,       // key cards of a layer of codes
    MUSTER_CODES,      // its codes, its links sealed
    MUSTER_OPEN,       // its links, opened by two
    MUSTER_RECUSE      // a judge does not mark these competitors
};

// How a competitor stands at the check-in.
enum muster_state {
    MUSTER_EXPECTED, // nothing is known of him, or it was taken back
    MUSTER_PRESENT,
    MUSTER_LATE, // came late and may compete
    MUSTER_ABSENT,
    MUSTER_REPLACED, // another person is here in his place, with somebody's approval
    MUSTER_STATES
};

extern const char *const entry_muster_states[]; // words, ends with NULL

struct entry_muster_ids {
    size_t count;
    const struct slice *ids;
};

enum { ENTRY_MUSTER_LIST_MAX = 20000 };

// The version of the journal's format in which a judge may name a person.
enum { MUSTER_DECLARES = 5 };

// Absent texts: at == NULL.
struct entry_muster {
    enum muster_act act;
    // CHECK_IN
    struct slice competitor;
    enum muster_state state;
    struct slice approved_by; // REPLACED: the role that approved
    struct slice digest;      // when the person changes: the salted digest of who he is now
    struct slice reason;
    // draws
    struct slice skill;
    uint32_t stations;               // of a batch
    struct entry_muster_ids ids;     // COMMITMENT: who is to be drawn, in the order of their ids
    struct slice commitment, sealed; // SHA-256 of the seed, hex; the seed in this site's box, hex
    struct slice seed, word;         // DRAW
    size_t batch_count;              // DRAW, HAND
    const struct entry_muster_ids *batches; // each in the order of its stations
    // codes
    struct slice layer;              // "entry", "station", "work"
    struct entry_muster_ids keys;    // KEYS: three public keys, hex
    struct entry_muster_ids codes;   // CODES, in the order of their texts; what they stand for
                                     // (`ids`) is not written beside them
    struct entry_muster_ids works;   // CODES of the last layer: a competitor's id for each code
    struct entry_muster_ids boxes;   // CODES: the table, for each two of the three cards, hex
    struct entry_muster_ids holders; // OPEN: the two
    struct slice table; // OPEN: {"salt","links":[[left,code],…]}; CODES has its `digest`
    // RECUSE: `ids` are the competitors. With a `digest` a judge has named a person while codes
    // hide everybody: of what he said, which lies among the people; `ids` are whom that may be, or
    // nobody
    struct slice judge, why;
    bool lifted;
};

// The links of a table: left, code, left, code …; on the arena.
bool entry_muster_read_table(struct arena *arena, struct slice table, struct entry_muster_ids *ret);
// Whether these are the bytes of an OPEN entry, after which competitors are other ones than before.
bool entry_muster_opens(struct slice bytes);

void entry_muster_write(const struct entry_muster *muster, struct buf *out);
// Strict; texts live on the arena.
bool entry_muster_read(struct arena *arena, struct slice body, struct entry_muster *ret);
