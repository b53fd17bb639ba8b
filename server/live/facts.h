// What a record knows, as plain structs: miles of the chain, sheets, competitors, judges, skills,
// rulings, request keys. live/record folds entries into them; live/enrol makes room for new people.
#pragma once

#include "scoring/award.h"
#include "scoring/scale.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct definition;
struct table;
struct entry;
struct ceremony;
struct freezes;
struct muster;
struct panel_log;
struct site;

enum { RECORD_HASH = 32, RECORD_ID_MAX = 65, RECORD_MOVED = 1024 };

// What is kept of journal number n, enough for its receipt.
struct record_mile {
    unsigned char chain[RECORD_HASH];  // SHA-256 over the journal up to here
    unsigned char digest[RECORD_HASH]; // of the entry's body
    int64_t at;
};

// What a seat has given for a part, as it was sent. Where marks add up (one_by_one) there is no
// body: all of them together are in the row (live/merged).
struct record_sheet {
    uint64_t number; // journal number; also the sheet's entity tag
    int64_t at;
    char by[RECORD_ID_MAX];
    bool confirmed; // by the PINs of its marking group
    size_t len;
    char body[];
};

// A ruling as it was sent, for the list of them.
struct record_ruling {
    uint64_t number;
    int64_t at;
    uint32_t skill;
    char by[RECORD_ID_MAX];
    size_t len;
    char body[];
};

// An act of sign-off, as live/signing_list keeps it. Ids and not indexes: they outlive a change of
// the rules. "" where the act has none.
struct record_signing {
    uint64_t number;
    int64_t at;
    int act; // enum entry_signing_act
    char by[RECORD_ID_MAX], skill[RECORD_ID_MAX], stage[RECORD_ID_MAX], part[RECORD_ID_MAX],
        competitor[RECORD_ID_MAX], seat[RECORD_ID_MAX], witness[RECORD_ID_MAX];
    char first[RECORD_ID_MAX]; // SECOND: who had typed the sheet before
    char role[16], type[32];
    char digest[2 * RECORD_HASH + 1]; // of the page
    char drawing[2 * RECORD_HASH + 1], scan[2 * RECORD_HASH + 1];
    bool good;      // RECHECK
    bool holds;     // the digest is what the marks gave at this number
    bool lasting;   // it goes by what was marked, so that it outlives the opening of codes
    uint64_t of;    // SCAN
    uint64_t sheet; // SECOND, SETTLE, RECHECK: the sheet's number
    char *text;     // a reason; SECOND: the marks
    char *field;    // SAMPLE: who was listed, the best first, an id a line
    size_t listed;  // of them
};

// Names come from the people store and may be absent (erased, or not read yet). The number of the
// ID is here to be compared with, never to be shown.
struct record_person {
    char *name, *second_name, *delegation, *id_number;
};

struct record_competitor {
    char id[RECORD_ID_MAX], code[RECORD_ID_MAX], person[RECORD_ID_MAX];
    char marked[RECORD_ID_MAX]; // what was marked: his work's id where codes hid him, also when
                                // they have been opened; else his own
    char digest[2 * RECORD_HASH + 1]; // salted digest of the identity fields, hex
    uint64_t touched;                 // journal number of the last entry that changed his row
    uint32_t index;                   // in the competition
    uint32_t skill;
    uint32_t at;    // in the skill's list
    uint32_t team;  // number in record.teams, RULES_NONE: none
    uint32_t group; // in the skill, 1 …; 0: none
    bool aside;     // hidden behind codes: on the roster, and not among those who are marked
    bool work;      // what is marked instead, until the codes are opened
    bool ghost;     // as he was when the boards were frozen (live/frozen)
    uint64_t traits;
    struct row *row;
    struct tally tally;
    void *tally_memory;           // behind the tally's arrays
    struct record_sheet **sheets; // by record_slot
    struct award_line honours;    // since the skill's publication; before: nothing
    struct record_person shown;
};

struct record_seat {
    uint32_t part, seat;
};

// A seat as the roster of judges asked for it; empty or "*": any.
struct record_wish {
    char skill[RECORD_ID_MAX], stage[RECORD_ID_MAX], part[RECORD_ID_MAX], seat[RECORD_ID_MAX];
};

struct record_judge {
    char id[RECORD_ID_MAX], role[RECORD_ID_MAX];
    char token[2 * RECORD_HASH + 1]; // hash of the token, hex
    size_t former_count;
    char (*former)[2 * RECORD_HASH + 1]; // of links that he had before (live/links)
    char *name;                          // from the people store
    size_t seat_count;
    struct record_seat *seats; // what the wishes come to under the rules
    size_t wish_count;
    struct record_wish *wishes;
};

struct record_stage {
    uint64_t done, expected;    // sheets over all competitors who have started or are expected to
    uint64_t started, complete; // competitors; complete: nothing is awaited of them any more
    uint64_t ranked;            // those of them who have a place
};

struct record_skill {
    uint64_t published; // journal number of the publication; 0: not yet
    uint64_t touched;   // journal number of the last entry that moved its standings
    uint64_t shaken;    // of the last that may have changed more rows than those it names
    size_t count, room;
    uint32_t *competitors; // indexes
    uint32_t *slot_first;  // by part - first part of the skill
    uint32_t part_first, part_count, slot_count;
    struct record_stage *stages; // by stage - first stage of the skill
    uint64_t unsealed; // journal number of the first opening of its codes, from which on sheets
                       // stay as they are; 0: sealed, or by name
    bool opened;       // all have: works have their competitors
    bool relative;     // a mark moves others: field_settle over all entries
    bool together;     // the skill is one scope of commits
    bool deferred;     // marks have come since the field was last settled
    struct field_entry *entries; // relative: one for each competitor, in the order of the list
    size_t entry_count;          // of them
    void *scratch;               // for field_settle
    uint64_t moves; // how often a row of the skill has moved, where rows stand by themselves
    uint32_t moved[RECORD_MOVED]; // whose, by the place in the list: the last so many of them
    size_t bout_count, bout_room;
    struct bout *bouts; // each match once, as last recorded
    uint64_t *locked;   // by stage - first stage: number of the lock that shuts its sheets; 0: none
};

// Whose name lives in the people store, if anywhere: here it is an opaque id.
struct record_team {
    uint32_t number;
    char id[RECORD_ID_MAX];
};

enum { RECORD_RULES_ID = 17 };

// A change of the rules, as it stands in the journal.
struct record_change {
    uint64_t number;
    int64_t at;
    char by[RECORD_ID_MAX];
    char id[RECORD_RULES_ID]; // of the rules that came with it
    bool holds;               // the report is what the marks before it give
    size_t report_len, reason_len;
    const char *report; // JSON, in body
    char *reason;
    char body[];
};

struct record_scope {
    uint64_t version; // entries of this scope
};

struct record {
    unsigned refs;
    char name[RECORD_ID_MAX];
    struct definition *definition;
    const struct rules *rules; // NULL until the first entry
    char *definition_json;
    size_t definition_len;
    char rules_id[RECORD_RULES_ID];       // the first 16 hex digits of its SHA-256
    char first_rules_id[RECORD_RULES_ID]; // of the definition that the journal begins with
    size_t change_count, change_room;
    struct record_change **changes; // of the rules, in the order of the journal
    struct record_skill *skills;
    uint64_t named; // how often the people store has told a competitor's name
    size_t competitor_count, competitor_room;
    struct record_competitor **competitors;
    size_t judge_count, judge_room;
    struct record_judge **judges;
    size_t ruling_count, ruling_room;
    struct record_ruling **rulings; // in the order of the journal
    size_t signing_count, signing_room;
    struct record_signing **signings; // likewise
    size_t team_count, team_room;
    struct record_team **teams; // by number
    struct site *site;          // the site's journal only: who may come in
    struct muster *muster;      // who is here, what was drawn
    struct panel_log *panels;   // what has been said about panels (live/panel_log)
    struct ceremony *ceremony;  // the award ceremony (live/ceremony); NULL: none is prepared
    struct freezes *freezes;    // what the public sees of frozen skills (live/frozen); or NULL
    struct table *aside_by_id;  // who is on the roster and hidden behind codes
    struct table *competitor_by_id, *judge_by_id, *judge_by_token, *asked, *scopes, *team_by_id;
    bool deferring;    // see record_defer
    uint64_t followed; // the last number taken
    size_t mile_room;
    struct record_mile *miles; // [number], 0 is the start of the chain
    uint64_t claims;           // claims that were checked and held
    uint64_t witnessed;        // the furthest number whose chain a later entry claims
    unsigned needs;            // the format's version of an entry that this program cannot read
    char why[64];              // and words for it
};

struct record_asked {
    uint64_t number;
    char digest[2 * RECORD_HASH + 1];
};
