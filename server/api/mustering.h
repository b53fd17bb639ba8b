// What the counters of draw and blind codes have in common: one act about one skill, on its way
// into the journal.
#pragma once

#include "wire/entry_muster.h"

#include <stdint.h>

struct commit_wish;
struct faults;
struct visit;

struct mustering {
    struct visit *visit;
    struct commit_wish *wish;
    struct faults *faults;
    uint32_t skill;
    struct entry_muster act;
};

// For the skill of words[1], which the visitor may touch; on the request's arena. NULL: the request
// has been answered.
struct mustering *mustering_begin(struct visit *visit);
// Writes the act; the answer is its receipt, or what on_done and owner of the wish make of it.
void mustering_commit(struct mustering *mustering);
