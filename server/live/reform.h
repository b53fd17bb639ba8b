// A competition under other rules: all that is known of it, carried over by ids into a second
// record. Pure: the first one is only looked at. The fold of a RULES entry, its what-if and the dry
// run are the same thing. RULES.md 5 ("Criteria or weights changed in mid-contest").
#pragma once

#include "base/slice.h"
#include "live/reform_facts.h"

// `definition`: bytes that definition_read takes. `set_aside`: the key of the sheets that may be
// lost, or empty. `number`: the journal number of the change. Free it with reform_free.
struct reform *reform_new(const struct record *before, struct slice definition,
                          struct slice set_aside, uint64_t number);
// The same record once codes are opened: every work's marks are its competitor's. `join` stays the
// caller's, and is not used after this.
struct reform *reform_joined(const struct record *before, struct reform_join *join,
                             uint64_t number);
struct reform *reform_free(struct reform *reform); // returns NULL
