// How far apart a panel's judges are: exact figures for the chief judge, before anything is final.
#pragma once

#include "live/facts.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A seat's figure for one competitor.
struct panel_figure {
    bool there;    // a sheet whose figure is a value
    bool compared; // there are others to compare it with
    bool outlier;  // further than a tenth of the part's full mark from the mean of the others,
                   // with three figures or more
    struct ratio figure;      // the sheet added up, before anything is dropped
    struct ratio from_others; // figure less the mean of the others
};

struct panel_spread {
    bool there;                // at least two figures
    struct ratio mean, spread; // spread: highest less lowest
    struct panel_figure seats[RULES_SEATS_MAX];
};

// False: they do not fit exact arithmetic.
bool panel_figures_of(const struct record *record, const struct record_competitor *competitor,
                      uint32_t part, struct panel_spread *ret);

// A seat over all competitors of the part, those whom others have marked too.
struct panel_leniency {
    uint32_t count, outliers;
    struct ratio mean;        // of its figures
    struct ratio from_others; // the mean of its distances: above zero is lenient
};

// Adds one competitor's figures to each seat's sums; panel_figures_end makes means of them. False:
// a sum does not fit exact arithmetic.
bool panel_figures_add(const struct panel_spread *spread, uint32_t seats,
                       struct panel_leniency *sums);
bool panel_figures_end(struct panel_leniency *sum);
