// Opened codes: works and their competitors become one. The links of all layers lead from a
// competitor to the work that was marked; all that the work has is his from then on.
#pragma once

#include "live/reform_facts.h"

struct entry_muster;

// Whether this act opens the last seal, that of the first layer.
bool join_is_due(const struct record *record, const struct entry_muster *act);
// The record as it is once the act has been folded in; muster_refusal has given NULL. Free it with
// reform_free.
struct reform *join_new(const struct record *before, const struct entry_muster *act,
                        uint64_t number);
// The same, in the record's place. False: it does not fit exact arithmetic.
bool join_fold(struct record *record, const struct entry_muster *act, uint64_t number);
