// The judges of one part and one competitor: from their entries to the panel's figure. Normalise,
// fill in, drop, reduce; then the multipliers. Internal to tally and contest.
#pragma once

#include "scoring/tally_entry.h"
#include "scoring/wide.h"

struct tally_panel_result {
    struct ratio figure, product; // may be the same code
    bool open;                    // entries are awaited
    bool held, flagged;
    enum rules_veto veto;
};

void tally_panel_set(const struct rules *rules, const struct row *row, uint32_t part,
                     struct tally_panel *ret);

// The part's figure and product. Where the product does not fit a ratio before the part is rounded,
// *ret_wide is true and it is in *ret_exact. False: overflow.
bool tally_panel_work(const struct tally_panel *panel, struct tally_panel_result *ret,
                      struct wide_ratio *ret_exact, bool *ret_wide);

// The figure with nobody dropped and nobody left out: false when there is none, or it is a code.
bool tally_panel_untrimmed(const struct tally_panel *panel, struct ratio *ret);

// One aspect's figure over the judges, counted or aside; 0 where nobody has marked it. False:
// overflow.
bool tally_panel_aspect(const struct tally_panel *panel, uint32_t aspect, struct ratio *ret);

// Are the judges further apart than the rule likes? *ret_aspect: in which aspect of the part, or
// RULES_NONE when whole sheets are looked at.
bool tally_panel_is_apart(const struct tally_panel *panel, uint32_t *ret_aspect);
