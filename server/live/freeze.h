// Freezing what the public sees and letting it move again, by hand or at a planned time: whether an
// act is possible now, and what the record then knows. The fold and the what-if of a commit use the
// same answer.
#pragma once

#include "live/facts.h"
#include "wire/entry_freeze.h"

struct arena;
struct entry;

// NULL, or a problem's name: "unknown-skill", "sheet-locked" (it is published: nothing is left to
// hide), "already-frozen", "not-frozen", "freeze-past" (`now`: wall time in ms, 0: not asked),
// "no-plan". An act about all skills is possible as long as it is for one.
const char *freeze_refusal(const struct record *record, const struct entry_freeze *act,
                           int64_t now);
// Folds an entry in. False: it is not possible.
bool freeze_fold(struct record *record, struct arena *arena, const struct entry *entry,
                 uint64_t number);
// The journal number of a plan whose time has come, or 0.
uint64_t freeze_due(const struct record *record, int64_t now);
