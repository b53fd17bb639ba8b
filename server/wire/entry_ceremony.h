// The body of a ceremony entry: the run sheet, and each press that moves the stage. What a person
// sends is the same, but for what the node adds when the list is closed, and for texts: who
// presents and who collects are people. Their names are sealed among the people, the entry has a
// digest (version 7 of the format; before it the texts stood in the entry).
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct buf;
struct faults;

enum entry_ceremony_act {
    CEREMONY_PREPARE, // "prepare": items, in the order of the evening (kept: words?)
    CEREMONY_NOTE, // "note": id, absent?, by? (kept: words?): who is not there, or has it collected
                   // by another
    CEREMONY_REHEARSE, // "rehearse": on; with stand-ins
    CEREMONY_CLOSE,    // "close": reason?, where the hall has seen names already (version 8 of the
                       // format); the node adds salt, hash and list: nothing changes any more
    CEREMONY_STEP,     // "step": to; 0: blank
    CEREMONY_PAUSE,    // "pause": on
    CEREMONY_END       // "end": the salt is published
};

enum ceremony_mode {
    CEREMONY_ONE,   // "one": who shares a place comes with those who share it
    CEREMONY_BATCH, // "batch": some at a time
    CEREMONY_MEDALS // "medals": all at once, on the podium
};

enum {
    CEREMONY_ITEMS_MAX = 200,
    CEREMONY_TEXT_MAX = 500, // characters
    CEREMONY_STEP_MOST = 12, // people on the wall at once, whoever shares a place
    CEREMONY_CUTS = 8,       // of a run sheet from this version of the format on that holds
    CEREMONY_BATCH_LEAST = 2,
    CEREMONY_BATCH_MOST = 12,
    CEREMONY_BATCH_STANDARD = 8
};

struct ceremony_item {
    struct slice skill, honour;
    enum ceremony_mode mode;
    unsigned batch;
    bool joins; // comes together with the item before: its mode and batch count (version 8)
    struct slice presenters, music, host; // absent: at == NULL
};

struct entry_ceremony {
    enum entry_ceremony_act act;
    size_t item_count;
    const struct ceremony_item *items;
    struct slice id, by;
    bool absent, on;
    uint32_t to;
    struct slice salt, hash, list;
    struct slice reason; // of a CLOSE; at == NULL: none
    struct slice
        words; // keyed digest, hex, of the texts that lie among the people; at == NULL: none
};

extern const char *const entry_ceremony_modes[]; // words, by enum; ends with NULL

// A request; everything lives on the arena. On false, `faults` holds why.
bool entry_ceremony_ask(struct arena *arena, struct slice json, struct entry_ceremony *ret,
                        struct faults *faults);
// The same of an entry's body. Form only.
bool entry_ceremony_read(struct arena *arena, struct slice body, struct entry_ceremony *ret);
// Whether it has texts, which are not for the journal.
bool entry_ceremony_has_words(const struct entry_ceremony *act);
// The body of a PREPARE or a NOTE without its texts, with their digest.
void entry_ceremony_write(const struct entry_ceremony *act, struct buf *out);
// The body of a CLOSE.
void entry_ceremony_write_closed(struct slice salt, struct slice hash, struct slice list,
                                 struct slice reason, struct buf *out);
