// Penalties and bonuses of a part, module or stage, in their order, then its floor and ceiling.
#pragma once

#include "scoring/contest.h"
#include "scoring/trace.h"

struct tally_adjust {
    const struct rules *rules;
    const struct row *row;
    struct trace *trace;
    uint32_t part, module, stage; // the node for the trace; RULES_NONE where it is none of these
    uint32_t first, count;        // of its adjustments
    const struct rules_limits *limits;
};

// `value` is no code. False: overflow.
bool tally_adjust(const struct tally_adjust *node, struct ratio *value);

// The node's place in a line of the trace.
struct trace_line tally_adjust_line(const struct tally_adjust *node, enum trace_kind kind);
