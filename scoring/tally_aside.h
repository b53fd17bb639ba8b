// Aspects that tie steps compare: added up over the parts of a module. Internal to tally.
#pragma once

#include "scoring/contest.h"
#include "scoring/trace.h"

struct tally_aside {
    const struct rules *rules;
    const struct row *row;
    struct trace *trace; // may be NULL
};

// tally->asides of all tie steps about modules of the stage. False: overflow.
bool tally_aside_stage(const struct tally_aside *aside, uint32_t stage, struct tally *tally);
