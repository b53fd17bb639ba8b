// Request bodies of a judge's desk: a sheet's draft, a device that sits down, how the page looks.
#pragma once

#include "base/slice.h"

#include <stdbool.h>

struct arena;
struct faults;

enum { ASK_DRAFT_KEY_MAX = 256 };

struct ask_draft {
    struct slice device; // an id that the device has chosen for itself
};

// {"device","base"?,"values":{"…":"…"}}: as the page keeps it, one text for each figure, as typed;
// base is the version of the sheet that it amends. The bytes themselves are what is kept.
bool ask_draft(struct arena *arena, struct slice json, struct ask_draft *ret,
               struct faults *faults);
// {"device"}
bool ask_draft_desk(struct arena *arena, struct slice json, struct ask_draft *ret,
                    struct faults *faults);

// {"size":"normal|large|larger","theme":"auto|light|dark|contrast","own_pad","lose"}, all of them:
// how the judge's page looks to him, on whatever device. The bytes themselves are what is kept.
bool ask_draft_look(struct arena *arena, struct slice json, struct faults *faults);

// {"judge","digest","mac"}: what a parcel of unsent sheets says of itself.
struct ask_draft_parcel {
    struct slice judge, digest, mac;
};

bool ask_draft_parcel(struct arena *arena, struct slice json, struct ask_draft_parcel *ret,
                      struct faults *faults);
