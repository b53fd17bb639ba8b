// A room's state, for all who work in it: which competition, how far it has been followed, and what
// stands in the way of marks.
#pragma once

#include "base/slice.h"
#include "live/facts.h"

#include <stdbool.h>
#include <stdint.h>

struct commit;
struct journal;
struct lineup;
struct outlook;
struct record;
struct room;
struct store;

enum room_state {
    ROOM_OPENING,     // reading the journal, or the journal is empty
    ROOM_OPEN,        // followed to the end at least once
    ROOM_NEEDS_NEWER, // an entry that this version cannot read; nothing is served but the reason
    ROOM_BROKEN       // the journal contradicts itself
};

struct room_events {
    void (*on_touch)(void *owner, struct room *room,
                     uint32_t skill); // a skill's standings or names moved
    void (*on_people)(void *owner, struct room *room, size_t first_competitor, size_t first_judge);
    void (*on_renewed)(void *owner, struct room *room); // new epoch: all that was known is void
    void (*on_opened)(void *owner,
                      struct room *room); // followed to the end for the first time in this epoch
    void (*on_announced)(void *owner, struct room *room,
                         struct slice competition);    // the site's room only
    void (*on_access)(void *owner, struct room *room); // who may come in has changed
    void (*on_stage)(void *owner, struct room *room);  // something else is on the ceremony's stage
};

struct room {
    char name[RECORD_ID_MAX];
    struct store *store;
    struct journal *journal;
    struct record *record;
    struct commit *commit;
    struct lineup *lineup;   // what many readers ask for, until the journal moves
    struct outlook *outlook; // what can still become of everybody, brought up to date when asked
    enum room_state state;
    char why[160];
    char epoch[17]; // of what clients may resume; new after a loss of entries
    uint64_t last_entry_ms;
    uint64_t current_ms; // when state_follows was last seen true
    bool sealed;         // the last entry is a seal
    bool names_missing;  // a reading of the people store failed: to be done again
    bool comparing;      // a comparison of the boards is under way
    bool compare_again;  // it could not be finished, or is due
    bool boards_doubted; // the rules have changed: until a comparison has been finished the engine
                         // orders the boards
    uint64_t mended;     // number of the last alarm of our own
    size_t holders;      // asynchronous readings that still point here
    bool freezing;       // a planned freeze is on its way
    bool parting;        // the last seal is written or refused: closes at the next tick
    bool closing;
    bool doubted; // broken off once already without having been followed to the end since
    struct journal *leaving; // the journal of the former epoch, until it is closed
    const struct room_events *events;
    void *owner;
    void (*on_closed)(void *owner);
    void *closed_owner;
};

// NULL when marks can be taken now, else the problem's name ("redis-unreachable",
// "journal-catching-up" …).
const char *state_obstacle(const struct room *room);
// Whether Redis may well be back before a request's deadline. Any other obstacle is said at once.
bool state_is_passing(const char *obstacle);
// All that is in Redis has been followed, as far as it lets us know: boards can be shown, also
// while marks cannot be taken.
bool state_follows(const struct room *room);
bool state_exists(const struct room *room); // its definition has been read
