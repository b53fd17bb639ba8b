// {"judge","competitors":["c001",…],"why":"kinship|same_unit|teacher|other","lifted"?}
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct faults;

enum { ASK_RECUSAL_MAX = 1000 };

struct ask_recusal {
    struct slice judge, why;
    size_t count;
    const struct slice *competitors;
    bool lifted;
};

bool ask_recusal(struct arena *arena, struct slice json, struct ask_recusal *ret,
                 struct faults *faults);

// A judge's own: {"judge"?,"why", and "competitors":[…] or "person":{"name"?,"delegation"?}}.
struct ask_recusal_own {
    struct slice judge; // at NULL: the only one who sits there
    struct slice why;
    size_t count; // 0: a person
    const struct slice *competitors;
    struct slice name, delegation; // one of them, or both
};

bool ask_recusal_own(struct arena *arena, struct slice json, struct ask_recusal_own *ret,
                     struct faults *faults);
