// The body of a change of the rules:
// {"definition":{…},"reason":"…","set_aside":"16 hex"?}. The definition is read by itself
// (wire/definition); here it is found in the request's bytes.
#pragma once

#include "base/slice.h"

#include <stdbool.h>

struct arena;
struct faults;

enum { ASK_RULES_REASON_MAX = 500 };

struct ask_rules {
    struct slice definition; // its bytes as they were sent
    struct slice reason;
    struct slice set_aside; // the key of a list of sheets; absent: at == NULL
};

// False: `faults` says why; those of the definition have pointers below "/definition".
bool ask_rules_read(struct arena *arena, struct slice json, struct ask_rules *ret,
                    struct faults *faults);
