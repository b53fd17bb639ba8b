// Request bodies about who may come in: accounts, signing in, devices, pairing, cards, sessions.
#pragma once

#include "base/slice.h"
#include "wire/entry_access.h" // struct entry_grant

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct faults;

enum ask_access_kind {
    ASK_DEVICE,    // {"grants"}
    ASK_ACCOUNT,   // {"login","name","password","grants"}
    ASK_CHANGES,   // {"login"?,"name"?,"password"?,"grants"?}
    ASK_SIGN_IN,   // {"login","password"}
    ASK_PASSWORD,  // {"password","new_password"}
    ASK_CARD,      // {"judge"}
    ASK_CARD_CODE, // {"code","key"?}
    ASK_PAIRING,   // {"key"?}
    ASK_KEY,       // {"key"}
    ASK_SITTING,   // {"open":true}
    ASK_PIN,       // {"judge","code","pin"}
    ASK_BEAT       // {"unsent":3,"battery":80?}
};

enum { ASK_LOGIN_MAX = 64, ASK_PASSWORD_MIN = 8, ASK_PASSWORD_MAX = 256, ASK_UNSENT_MAX = 100000 };

enum { ASK_PIN_MIN = 4, ASK_PIN_MAX = 8 };

struct ask_access {
    struct slice login, name, password, new_password, code, judge,
        key;          // absent: at == NULL; key: of a tablet, 64 hex digits
    struct slice pin; // ASK_PIN_MIN to ASK_PIN_MAX digits
    bool regrants, open;
    size_t grant_count;
    const struct entry_grant *grants;
    int64_t unsent, battery; // battery in per cent; -1: not said
};

// Form only. Names are cleaned as those of competitors; a login name is cleaned and in lower case
// (of A-Z). On false, faults holds why.
bool ask_access(struct arena *arena, enum ask_access_kind kind, struct slice json,
                struct ask_access *ret, struct faults *faults);
