// An act about a panel (wire/entry_panel) against a record: whom and what it means, whether it is
// possible at this moment, and what the record then knows. The fold and the what-if of a commit use
// the same answer.
#pragma once

#include "live/facts.h"
#include "wire/entry_panel.h"

struct arena;
struct faults;

struct panel_act {
    const struct entry_panel *said;
    uint32_t skill;                       // whose chief it concerns
    uint32_t part, seat;                  // RULES_NONE: none is meant
    struct record_competitor *competitor; // or NULL
    struct record_judge *to;              // SUBSTITUTE, SHIFT, ABSENT
    struct record_judge *from;            // SHIFT
};

// Finds what the act names. NULL, or a problem's name; *ret_wrong is the id that it is about.
const char *panel_act_find(const struct record *record, const struct entry_panel *said,
                           struct panel_act *ret, struct slice *ret_wrong);
// NULL, or why it is not possible now. `faults` gets places where marks are wrong; may be NULL.
const char *panel_act_refuse(struct arena *arena, const struct record *record,
                             const struct panel_act *act, struct faults *faults);
// NULL, or why nobody may be substituted for the seat: a marking group's substitute would be left
// to confirm alone; who measures may not be recused from those whom nobody else would measure. For
// the what-if of a commit only: older journals have such acts.
const char *panel_act_refuse_seat(const struct record *record, const struct panel_act *act);
