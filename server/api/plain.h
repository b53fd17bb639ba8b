// Texts that a request brings are plain: nothing in them turns or breaks the line that shows them.
#pragma once

#include "base/slice.h"

#include <stdbool.h>

struct faults;
struct visit;

// Whether the request's JSON may be looked at by its counter; else it is answered, 422 with a
// pointer for each text. A request that the journal has already is let through: it gets the receipt
// that it got then; a queue of sheets too, whose items are asked one by one.
bool plain_takes(struct visit *visit);
// The same of one of many in a request, under its own key; `faults` then says why, and nothing is
// answered.
bool plain_takes_item(const struct visit *visit, struct slice key, struct slice json,
                      struct faults *faults);
