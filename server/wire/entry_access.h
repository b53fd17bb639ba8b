// The body of an access entry of the site's journal: one act of who may come in. Names and login
// names are not in it, passwords stand in sealed boxes, tokens and codes as hashes. Absent: at ==
// NULL.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct buf;

enum entry_act {
    ENTRY_ACT_ACCOUNT, // account, login?, password?, grants?, pass?: a new account, or what changes
                       // of one; with a password all its passes end but `pass`
    ENTRY_ACT_PASS,    // pass, token; account and until (someone has signed in), or name, grants,
                       // card? and key? (a device was paired)
    ENTRY_ACT_REVOKE,  // account, pass or card: it ends
    ENTRY_ACT_CARD,    // card, code, grants (one): a printed card; ends older ones of the same seat
    ENTRY_ACT_SITTING, // competition, skill, open: the chief opens or closes a session
    ENTRY_ACT_SCREENS, // competition, screens: what screens show (wire/ask_screens); version 4
    ENTRY_ACT_KEY,     // pass, key: what a device paired before signs its sheets with; version 6
    ENTRY_ACT_GRANTS,  // pass, after, grants: what a device may from now on; version 7
    ENTRY_ACT_PIN      // card, password: the card's judge has chosen his PIN; version 8
};

// The format's version of an act with a key, of one that gives a paired device other grants, and of
// one about a PIN.
enum { ENTRY_ACCESS_KEYED = 6, ENTRY_ACCESS_REGRANTED = 7, ENTRY_ACCESS_PIN = 8 };

enum { ENTRY_GRANTS_MAX = 64, ENTRY_SCOPE_MAX = 64 };

// A role in a competition, narrowed to skills and venues where there are any.
struct entry_grant {
    struct slice role, competition, judge;
    size_t skill_count, venue_count;
    const struct slice *skills, *venues;
};

struct entry_access {
    enum entry_act act;
    struct slice account, login, password, pass, token, name, card, code, competition, skill;
    struct slice key;     // public key of a tablet (wire/signature), hex
    struct slice screens; // the request's bytes
    int64_t until;        // ms of wall time; 0: none
    uint64_t after;       // GRANTS: the number of the entry that gave those which these replace
    bool open;
    bool regrants; // ACCOUNT: grants are given, if only none
    size_t grant_count;
    const struct entry_grant *grants;
};

// Whether a body as entry_access_write wrote it has a key.
bool entry_access_has_key(struct slice body);
void entry_access_write(const struct entry_access *access, struct buf *out);
// Form only; what it may refer to is live/site's business. Everything read lives on the arena.
bool entry_access_read(struct arena *arena, struct slice body, struct entry_access *ret);
