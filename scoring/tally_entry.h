// What each judge of one part has entered, turned into the figure that he gives: worth of an entry,
// value of a grade on the declared scale, sum of a sheet, normalised over the field. Internal to
// tally and contest.
#pragma once

#include "scoring/contest.h"
#include "scoring/row.h"
#include "scoring/tally_field.h"
#include "scoring/trace.h"

struct tally_panel {
    const struct rules_part *part;
    uint32_t index;                     // of the part
    const struct rules_aspect *aspects; // its own
    const struct row_slot *slot;
    const struct tally_judge *judges; // of this part by seat; NULL: nothing is normalised
    struct trace *trace;
    const point_t *over; // entries by cell that stand for those of over_seat, or NULL
    uint32_t over_seat;
    bool lower; // a lower figure is the better one
};

// The figures of the seats that have given one, in the order of the seats. `code` is a value as
// long as nobody has given a code; those who have are in `given` but not in `count`.
struct tally_figures {
    uint32_t count, given;
    struct ratio values[RULES_SEATS_MAX];
    uint32_t seats[RULES_SEATS_MAX];
    struct ratio entered[RULES_SEATS_MAX]; // of one aspect: the first cell as it was entered
    struct ratio code;
};

// Is each aspect put together for itself (else each judge's sheet)? What is normalised is a sheet.
bool tally_entry_by_aspect(const struct rules_part *part);

// The figures for one aspect (its number in the part). False: overflow.
bool tally_entry_aspect(const struct tally_panel *panel, uint32_t aspect,
                        struct tally_figures *ret);
// What one seat's sheet adds up to, before normalisation. False: there is none, a code, or
// overflow.
bool tally_entry_sheet(const struct tally_panel *panel, uint32_t seat, struct ratio *ret);
// The figures of whole sheets.
bool tally_entry_sheets(const struct tally_panel *panel, struct tally_figures *ret);

// A line about the part, or (not RULES_NONE) one of its aspects.
struct trace_line tally_entry_line(const struct tally_panel *panel, enum trace_kind kind,
                                   uint32_t aspect);
