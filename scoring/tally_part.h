// One part of one row: its value, as far as it stands by itself, and what is left to do once the
// field has been looked at. Internal to tally and contest.
#pragma once

#include "scoring/contest.h"
#include "scoring/tally_field.h"
#include "scoring/trace.h"

struct tally_work {
    const struct rules *rules;
    const struct row *row;
    const struct tally_field *field; // NULL: nothing is normalised
    struct trace *trace;             // may be NULL
};

// Is the value set against the field after tally_part_take?
bool tally_part_waits_for_field(const struct rules_part *part);

// Fills parts, part_complete and results of the part. A part that waits for the field has the value
// before that. False: overflow.
bool tally_part_take(const struct tally_work *work, uint32_t part, struct tally *tally);
// What is left of a part that waits for the field: adjustments, limits, veto, rounding.
bool tally_part_finish(const struct tally_work *work, uint32_t part, struct tally *tally);

// As for a part that nobody has to mark.
void tally_part_clear(uint32_t part, struct tally *tally);

// The part's value by itself, a code also where it has a worth; false while it is not complete.
bool tally_part_value(const struct rules *rules, const struct row *row, uint32_t part,
                      struct ratio *ret);
// Do the part's judges have to agree first, or does it wait for a ruling? Never before its cards
// are turned over.
bool tally_part_is_held(const struct rules *rules, const struct row *row, uint32_t part);
