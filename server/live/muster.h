// What has happened to competitors before they are marked, as the fold of the MUSTER entries: who
// is here. Kept by ids, so that a change of the rules leaves it alone. Pure: no clock, no I/O.
#pragma once

#include "base/slice.h"
#include "live/facts.h"
#include "wire/entry_muster.h"

struct entry;

// What others must do once it has been folded in.
enum muster_effect {
    MUSTER_QUIET,
    MUSTER_NAMES // a person is another one: names are to be read again
};

struct muster_person {
    enum muster_state state;
    uint64_t number; // of the entry that said so
    int64_t at;
    char by[RECORD_ID_MAX], approved_by[RECORD_ID_MAX];
    char *reason; // NULL: none
};

struct muster *muster_new(void);
struct muster *muster_free(struct muster *muster);

// NULL when this may be written now, else a problem's name. The fold asks the same.
const char *muster_refusal(const struct record *record, const struct entry_muster *act);
// Folds it in; muster_refusal has given NULL.
enum muster_effect muster_take(struct record *record, const struct entry_muster *act,
                               const struct entry *entry, uint64_t number);

// How he stands; NULL: nothing has been said of him.
const struct muster_person *muster_person(const struct record *record, struct slice competitor);
// Whether he may be drawn: present, late, or somebody in his place.
bool muster_is_here(const struct record *record, struct slice competitor);
