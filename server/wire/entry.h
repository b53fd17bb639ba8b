// A journal entry's bytes: "1 " (the format's version; "2 " … for what version 1 did not have), one
// line of JSON that says what happened, a line feed, and the request's body bytes unchanged.
// DESIGN 3.1, 3.7, 3.9.
#pragma once

#include "base/slice.h"
#include "wire/entry_people.h" // the structs of competitors, judges and persons

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct buf;

// The newest version that is read. An entry is written in the oldest version that can say it, so
// that an older node follows as far as it can and then says which program it needs: version n of
// the format is read by jinbang 0.n and later (the program's second number is ENTRY_VERSION).
enum { ENTRY_VERSION = 9, ENTRY_CHAIN = 32 };

enum entry_kind {
    ENTRY_COMPETITION, // body: the definition; in the version that definition_version says
    ENTRY_ROSTER, // body: {"competitors":[{"id","skill","code","person","digest","team","traits"}]}
                  // — no names; version 2 when there is a team or a trait
    ENTRY_JUDGES, // body: {"judges":[{"id","role","seats":[…],"token":"sha-256 hex"}]} — no names;
                  // version 8 of a judge's link (wire/entry_link)
    ENTRY_SHEET,       // body: the sheet's bytes; version 4 when it says a reason, 6 when a tablet
                       // has signed it, 8 when its marking group has confirmed it
    ENTRY_PUBLICATION, // of a skill; body: the result list as JSON (ids, places, totals, titles)
    ENTRY_SEAL,        // nothing but the claim
    ENTRY_ALARM,       // Redis' order differed from the engine's and was rebuilt; body: which board
    ENTRY_ANNOUNCED,   // site journal: a competition's id; no body
    // version 2
    ENTRY_RULING, // body: the request's bytes (wire/ask_ruling); version 3 for an `accept` of
                  // everybody, 4 for `turn` and `return`
    ENTRY_BULK,   // body: the request's bytes (wire/ask_bulk)
    // version 3
    ENTRY_RULES,  // the rules are changed; body: the report, a line feed, the request's bytes
                  // (wire/ask_rules)
    ENTRY_ACCESS, // site journal: an account, a pass, a card … (wire/entry_access); version 6 with
                  // a tablet's key, 7 for other grants of a paired device, 8 for a judge's PIN
    // version 4
    ENTRY_MUSTER,  // check-in, draw, blind codes (wire/entry_muster)
    ENTRY_PANEL,   // what is said about a panel; body: the request's bytes (wire/entry_panel);
                   // version 6 for `shift`, 8 for `absent`
    ENTRY_SIGNING, // of a skill's marks: checked, signed, locked … (wire/entry_signing); version 5
                   // where it goes by what was marked
    // version 5
    ENTRY_FREEZE,  // what the public sees stands still, or moves again (wire/entry_freeze)
    ENTRY_CEREMONY // the award ceremony: its run sheet and each press (wire/entry_ceremony);
                   // version 7 where its texts are among the people
};

struct entry {
    enum entry_kind kind;
    unsigned version;    // written: at least this one, 0 as the kind says; read: the one it was in
    int64_t at;          // wall time in ms
    struct slice ask;    // the request's key
    struct slice digest; // hex: of the whole request (key reuse)
    struct slice by;     // "organiser", a judge's id, "node"
    struct slice competition;            // ANNOUNCED
    struct slice skill;                  // PUBLICATION, SIGNING
    struct slice part, competitor, seat; // SHEET; BULK: part and seat
    struct slice ruling;                 // RULING: its word, "status" …
    struct slice act;                    // PANEL: its word, "look" …
    struct slice signer, signature;      // SHEET, of the tablet that sealed it: its public key and
                                         // what wire/signature says, hex; both or none
    struct slice confirmed; // SHEET, of a marking group: whose PINs have confirmed it, judges' ids
                            // with a blank between, in the order of their roster
    uint64_t replaces; // SHEET: journal number of the sheet that this one replaces; 0: the first
    uint64_t claim;    // the node had followed up to this number …
    unsigned char chain[ENTRY_CHAIN]; // … and this was the chain there
    struct slice body;
};

void entry_write(const struct entry *entry, struct buf *out);
// Whether these bytes are a RULES entry as entry_write begins it; spelled otherwise it is not read.
bool entry_changes_rules(struct slice bytes);

// "0.4", the first program that reads this version of the format.
enum { ENTRY_PROGRAM_MAX = 16 };

void entry_program(unsigned version, char out[ENTRY_PROGRAM_MAX]);

enum entry_reading { ENTRY_GOOD, ENTRY_NEWER, ENTRY_BROKEN }; // NEWER: needs a newer jinbang
// Slices point into `bytes` or the arena. `needs`: the version that the entry is written in.
enum entry_reading entry_read(struct arena *arena, struct slice bytes, struct entry *ret,
                              unsigned *ret_needs);

// The bodies of roster and judges entries.
bool entry_read_roster(struct arena *arena, struct slice body, struct entry_competitor **ret,
                       size_t *ret_count);

bool entry_read_judges(struct arena *arena, struct slice body, struct entry_judge **ret,
                       size_t *ret_count);
void entry_write_roster(const struct entry_competitor *rows, size_t count, struct buf *out);
void entry_write_judges(const struct entry_judge *rows, size_t count, struct buf *out);

// A person's record inside its sealed box.
void entry_write_person(const struct entry_person *person, struct buf *out);
bool entry_read_person(struct arena *arena, struct slice json, struct entry_person *ret);
