// The desk at the check-in (检录): who is here. Part of live/muster.
#pragma once

#include "base/slice.h"
#include "live/facts.h"
#include "wire/entry_muster.h"

struct entry;

// What others must do once it has been folded in.
enum muster_effect {
    MUSTER_QUIET,
    MUSTER_NAMES, // a person is another one: names are to be read again
    MUSTER_TOUCH, // standings of the skill have moved
    MUSTER_JOIN   // the works of the skill have got their competitors: see live/join
};

struct muster_person {
    enum muster_state state;
    uint64_t number; // of the entry that said so
    int64_t at;
    char by[RECORD_ID_MAX], approved_by[RECORD_ID_MAX];
    char *reason; // NULL: none
};

// How he stands; NULL: nothing has been said of him.
const struct muster_person *muster_desk_person(const struct record *record,
                                               struct slice competitor);
// Whether he may be drawn: present, late, or somebody in his place.
bool muster_desk_is_here(const struct record *record, struct slice competitor);
struct muster_person *muster_desk_free(struct muster_person *person);

// As muster_refusal and muster_take.
const char *muster_desk_refusal(const struct record *record, const struct entry_muster *act);
enum muster_effect muster_desk_take(struct record *record, const struct entry_muster *act,
                                    const struct entry *entry, uint64_t number);
