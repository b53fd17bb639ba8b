// Who may come in, as the fold of the site's journal: accounts, their passes (someone has signed
// in) and those of devices, printed cards, and which sessions the chiefs have open. It changes only
// in site_take. Pure: no clock, no I/O; times are the entries' own.
#pragma once

#include "base/slice.h"
#include "live/site_grants.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct entry_access;
struct screens;
struct site;

struct site_account {
    char id[SITE_ID_MAX], login[SITE_ID_MAX]; // login: keyed hash of the login name, hex
    char *password;                           // hex of a sealed box
    struct site_grants grants;
    bool revoked;
    uint64_t number;  // of its first entry
    uint64_t changed; // of the last that said what it is
    int64_t at;
    uint64_t password_number; // passes of before have ended but `kept`
    char kept[SITE_ID_MAX];
    char *name, *login_name; // from the people store
};

// What a token stands for.
struct site_pass {
    char id[SITE_ID_MAX], token[SITE_ID_MAX], name[SITE_ID_MAX], card[SITE_ID_MAX];
    const struct site_account *account; // NULL: a device
    char key[SITE_ID_MAX];              // of a device: what it signs its sheets with; "": nothing
    struct site_grants grants;          // of a device
    struct site_grants former;          // of a device: that it had and perhaps has no more
    uint64_t granted;                   // of the entry that gave the grants
    int64_t at, until;                  // until 0: no end
    uint64_t number;
    bool revoked;
};

struct site_card {
    char id[SITE_ID_MAX], code[SITE_ID_MAX]; // code: keyed hash, hex
    struct site_grants grants;               // one
    int64_t at;
    bool used, void_; // void_: re-issued or revoked
    char *pin;        // hex of a sealed box: what its judge confirms sheets with; NULL: none chosen
    uint64_t pinned;  // of the entry that said so
};

struct site *site_new(void);
struct site *site_free(struct site *site);

// Folds it in; site_gate_refusal (live/site_gate) has given NULL.
void site_take(struct site *site, const struct entry_access *access, uint64_t number, int64_t at);

// Each NULL when there is none.
struct site_account *site_account(const struct site *site, struct slice id);
const struct site_account *site_account_by_login(const struct site *site, struct slice login);
const struct site_pass *site_pass(const struct site *site, struct slice id);
const struct site_pass *site_pass_by_token(const struct site *site, struct slice hash_hex);
const struct site_card *site_card(const struct site *site, struct slice id);
const struct site_card *site_card_by_code(const struct site *site, struct slice code);
// The journal number of the last entry about an account; 0: none.
uint64_t site_accounts_number(const struct site *site);
// The card with which a judge chose the PIN that holds: the last that was chosen; NULL: none.
const struct site_card *site_card_of_pin(const struct site *site, struct slice competition,
                                         struct slice judge);
bool site_is_open(const struct site *site, struct slice competition, struct slice skill);

// Whether the pass lets its holder in at this wall time.
bool site_pass_is_good(const struct site_pass *pass, int64_t now_ms);
const struct site_grants *site_grants_of(const struct site_pass *pass);

const struct screens *site_screens(const struct site *site);

// In the order of the journal; NULL after the last.
const struct site_account *site_account_at(const struct site *site, size_t index);
const struct site_pass *site_pass_at(const struct site *site, size_t index);
const struct site_card *site_card_at(const struct site *site, size_t index);
