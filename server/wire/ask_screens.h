// What the desk says to screens: which scene each shows, how its canvas lies, and orders of the
// moment; and what a screen says of itself. The request's bytes are the journal's, so the fold
// reads them by the same functions.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct faults;

enum {
    ASK_SCREENS_MAX = 64,
    ASK_SCREENS_SAVE_MAX = 40,
    ASK_SCREENS_WORD_MAX = 16,
    ASK_SCREENS_CLOCK_MAX_MS =
        10000 * 60 * 1000 // what a clock may count: a week, less an hour or so
};

struct ask_screen {
    struct slice id;
    struct slice scene, frame; // compact JSON; at == NULL: stays as it is
    struct slice order;        // "identify" …; at == NULL: none
    struct slice skill, stage; // that the scene is about; at == NULL: none
};

struct ask_screens {
    struct slice save; // the name under which this set is kept; at == NULL: none
    struct slice list; // of "screens", compact JSON
    size_t count;
    const struct ask_screen *items;
};

// {"screens":[{"id","scene"?,"frame"?,"order"?},…],"save"?}; with `save` an empty list forgets the
// set. Form only. On false, faults (which may be NULL) holds why. All on the arena.
bool ask_screens(struct arena *arena, struct slice json, struct ask_screens *ret,
                 struct faults *faults);

// {"truth":"live|amber|grey|waiting","age_ms","number","width","height"}, the same as compact JSON.
bool ask_screens_beat(struct arena *arena, struct slice json, struct slice *ret,
                      struct faults *faults);
