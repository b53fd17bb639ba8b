// Whether the members of a marking group have confirmed a sheet: their boxes are opened and their
// PINs compared, on a thread, before the sheet goes on its way.
#pragma once

#include "base/slice.h"
#include "wire/signature.h" // struct signature_sheet

#include <stdbool.h>
#include <stddef.h>

struct visit;

// One sheet. What was sent, and what came of it.
struct confirm {
    struct signature_sheet sheet;
    struct slice sent;      // the header, or the batch item's "confirmed"; at == NULL: none
    const char *problem;    // NULL: all of them were right, or there were none
    const char *word;       // for it
    const char *more;       // for it: whom it is about
    struct slice confirmed; // as entry.confirmed
};

typedef void (*confirm_fn)(struct visit *visit, void *owner);

// All memory is the caller's (on the request's arena) and stays. on_done once, perhaps before this
// returns. Nothing that was held of the record or of the visitor's rights is good afterwards but
// what is in `visit`; false there: the visitor is unknown by now, and has been told so.
void confirm_all(struct visit *visit, struct confirm *sheets, size_t count, confirm_fn on_done,
                 void *owner);
