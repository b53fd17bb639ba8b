// How a figure came about: every input, every mark that was dropped, each formula and rounding, in
// the order of the work (RULES.md section 6 point 25). Filled by tally and field when asked for;
// wire/explain makes data and sentences from it.
#pragma once

#include "scoring/contest.h"

enum trace_kind {
    TRACE_ENTRY,      // aspect, seat: value entered (may be a code)
    TRACE_FAULT,      // aspect, seat, number of the fault: a quantity, n steps, value taken off
    TRACE_WORTH,      // aspect, seat: value
    TRACE_NORMALISED, // part, seat: a before, b mean, value
    TRACE_FIGURE,     // part (aspect or RULES_NONE), seat, n reduce_fate: value of one judge
    TRACE_REDUCED,    // part (aspect): n figures used, value before rounding in a
    TRACE_APART,      // part (aspect): judges too far apart; n variance action
    TRACE_PRODUCT,    // part (aspect): a figure, b multiplier, value
    TRACE_BASE,       // part: a declared base, value after
    TRACE_DEDUCTION,  // part: a declared deduction, value after
    TRACE_TIME,       // part: value net seconds, a added
    TRACE_CODE,       // part: a the code, value what it counts
    TRACE_AGAINST,    // part: a before, b best or n place, value
    TRACE_MAJORITY,   // part: n place rule (5-8) that decided, value the place
    TRACE_ADJUSTED,   // node, number the adjustment's index, n times, a before, value after
    TRACE_LIMITED,    // node: a before, value after floor or ceiling
    TRACE_VETO,       // node, aspect: value 0
    TRACE_PART,       // part: value (rounded), a before rounding
    TRACE_PART_OPEN,  // part: not complete: n sheets missing, TRACE_NOT_HIS: none is awaited
    TRACE_ASIDE,      // module: n tie step, value of the aspect that it compares
    TRACE_DROPPED,    // part dropped by its module: value
    TRACE_MODULE_SUM, // module: a before rounding, value
    TRACE_MODULE,     // module: a sum, b weight, value
    TRACE_NOT_BEST,   // module: its value, which is not among the best of the stage
    TRACE_CUTOFF,     // module: cut-off missed
    TRACE_OWN,        // stage: a before rounding, value
    TRACE_CARRIED,    // stage, number the carried stage: a own score, b weight, value
    TRACE_TOTAL,      // stage: a before rounding, value
    TRACE_STATUS,     // stage: n status
    TRACE_SKATING,    // stage: n rule (9-11), value total of places
    TRACE_MATCHES,    // stage: value points, n wins, number losses
    TRACE_TIE // stage: n tie step (0: total), a own, b other's value; number: `who` of the other
};

enum { TRACE_NOT_HIS = -1 };

struct trace_line {
    enum trace_kind kind;
    uint32_t aspect, part, module, stage; // indexes in the competition, RULES_NONE where not
    uint32_t seat, number;
    int64_t n;
    struct ratio a, b, value;
    struct rounding rounding; // that led to `value`
};

struct trace {
    size_t count, room;
    struct trace_line *lines; // the caller's memory
    bool cut;                 // there were more than `room`
};

// Adds a line if `trace` is not NULL.
void trace_add(struct trace *trace, const struct trace_line *line);

// The trace of one stage of an independent row (for a relative skill: field_explain).
enum verdict trace_row(const struct rules *rules, uint32_t skill, const struct row *row,
                       uint32_t stage, struct tally *tally, struct trace *trace);
