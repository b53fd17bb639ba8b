// The body of a panel entry, which is the request's own: what judges and the chief judge say to
// each other about marks, and what a panel does outside of the record. None of it moves a standing.
// See fixtures/book/panels.md.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct faults;

enum entry_panel_act {
    ENTRY_PANEL_LOOK,       // the chief asks a seat for a second look, with a reason
    ENTRY_PANEL_CONFIRM,    // its judge has looked, and leaves his sheet as it is
    ENTRY_PANEL_SUBSTITUTE, // another judge takes a seat over from now on
    ENTRY_PANEL_CALL,       // "problem here": a judge calls the chief
    ENTRY_PANEL_ANSWER,     // … who answers
    ENTRY_PANEL_TRIAL,      // 试评: a sheet of a sample piece
    ENTRY_PANEL_BENCHMARK,  // what the panel has agreed a sample is worth; replaces earlier ones
    ENTRY_PANEL_SHIFT,      // one judge hands a shared tablet over to another; version 6
    ENTRY_PANEL_ABSENT      // a member of a marking group is not there, or is back; version 8
};

enum {
    ENTRY_PANEL_WORDS_MAX = 500,
    ENTRY_PANEL_SAMPLES_MAX = 3,
    ENTRY_PANEL_VALUE_MAX = 40,
    ENTRY_PANEL_MARKS_MAX = 256,
    ENTRY_PANEL_SEALED_MAX = 2000,
    ENTRY_PANEL_COUNT_MAX = 100000
};

struct entry_benchmark {
    struct slice aspect, value, words; // value or words may be absent (at == NULL), not both
};

struct entry_panel {
    enum entry_panel_act act;
    struct slice part, competitor, seat, aspect, skill, to; // ids; absent: at == NULL
    struct slice words;                                     // a reason, a call, an answer
    uint64_t call;                                          // ANSWER: the call's journal number
    unsigned sample;                                        // TRIAL: 1 … ENTRY_PANEL_SAMPLES_MAX
    struct slice sheet; // TRIAL: the sheet's body as compact JSON
    size_t mark_count;  // BENCHMARK
    const struct entry_benchmark *marks;
    struct slice judge;       // ABSENT: who
    bool absent;              // ABSENT: false: he is back
    struct slice from;        // SHIFT: who leaves (`to` arrives)
    struct slice client_time; // SHIFT: when both confirmed, by the tablet
    size_t sealed_count;      // SHIFT: receipts that the tablet held of him
    const uint64_t *sealed;   // … their journal numbers
    uint64_t unsent, begun;   // SHIFT: sheets sealed and not yet sent, and unfinished ones
};

// "look" …, as the entry's head says it; false when there is no such act.
const char *entry_panel_word(enum entry_panel_act act);
bool entry_panel_find(struct slice word, enum entry_panel_act *ret);
// Form only. Everything read lives on the arena; `faults` may be NULL.
bool entry_panel_read(struct arena *arena, enum entry_panel_act act, struct slice body,
                      struct entry_panel *ret, struct faults *faults);
