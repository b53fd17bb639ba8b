// From the values of parts up: modules, a stage's own figure, and its total with what is carried
// over. Internal to tally.
#pragma once

#include "scoring/contest.h"
#include "scoring/trace.h"

struct tally_up {
    const struct rules *rules;
    const struct row *row;
    struct trace *trace; // may be NULL
};

// tally->modules and sums of one module. False: overflow.
bool tally_up_module(const struct tally_up *up, uint32_t module, struct tally *tally);

// The stage's own figure from its modules; with RULES_SKATING and RULES_MATCHES what stands in
// `own` is taken as the outcome of the roll-up.
bool tally_up_own(const struct tally_up *up, uint32_t stage, struct tally *tally);

// The stage's total, and whether it is complete with the stages that it carries.
bool tally_up_total(const struct tally_up *up, uint32_t stage, struct tally *tally);
