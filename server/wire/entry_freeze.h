// The body of a freeze entry: what the public sees of skills stands still from now on (or from a
// time on), and moves again. What a person sends is the same; `plan` is the node's own.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct faults;

enum entry_freeze_act {
    FREEZE_ON,   // "freeze": skills? or, by a node whose clock says so, plan
    FREEZE_OFF,  // "thaw": skills?
    FREEZE_PLAN, // "plan": at; skills? — takes the place of an earlier plan
    FREEZE_DROP  // "unplan"
};

enum { ENTRY_FREEZE_SKILLS_MAX = 64 };

struct entry_freeze {
    enum entry_freeze_act act;
    size_t skill_count; // 0: all that it can be about
    const struct slice *skills;
    int64_t at;    // PLAN: wall time in ms
    uint64_t plan; // ON: journal number of the plan that is carried out; 0: by hand
};

// A request; everything lives on the arena. On false, `faults` holds why.
bool entry_freeze_ask(struct arena *arena, struct slice json, struct entry_freeze *ret,
                      struct faults *faults);
// The same of an entry's body. Form only; what it may refer to is live/freeze's business.
bool entry_freeze_read(struct arena *arena, struct slice body, struct entry_freeze *ret);
