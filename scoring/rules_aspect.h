// The aspects of a part: what a judge may enter for each and how the entry becomes its worth.
#pragma once

#include "scoring/rules_base.h"

// How a judge's entry becomes the worth of the aspect (scoring/worth; RULES.md 1.2, 1.3, 3.9, 6.5).
enum rules_input {
    RULES_SCORE,     // the mark itself: min + k * step
    RULES_PASS_FAIL, // 1: full, 0: nothing
    RULES_NUMBER,    // done of `target` possible: full x done / target
    RULES_CHOICE,    // the number of the choice, 1 …: bands[n - 1].value
    RULES_RANGED,    // a measured value: value of the first band it falls into, else 0
    RULES_JUDGEMENT, // 0, 1, 2, 3: full x score / 3; bands[0..3].name says what each looks like
    RULES_DEDUCTION, // full - faults, never below 0 (配分扣分); one cell for each fault
    RULES_TARGET,    // achieved, of a target: full x achieved / target, at most full x cap; cells:
                     // achieved, target (blank: the definition's)
    RULES_POWER,     // truncate(a x |b - x| ^ (num/den)): combined-event points
    RULES_LINEAR, // a + b x (x - k), between `least` and `most`: distance points, points of a time
    RULES_PLACE,  // the judge's place for him, 1 …; bands (from place to place) may give points
    RULES_TICK    // a call-back: 1 or 0
};

// A fault of a deduction aspect. Its entry is a quantity (places, mm, minutes).
struct rules_fault {
    const char *id;
    struct rules_name name;
    struct rules_name unit; // "" for a plain count
    point_t each;           // one step of the quantity, > 0
    bool begun;             // a step that was begun counts whole; else only whole steps count
    point_t amount;         // taken off for each step, >= 0
    point_t most;           // at most this is taken off for this fault; 0: no limit
    bool lost;              // any quantity above 0: the item is lost (扣光)
};

// What a failed aspect (worth 0) pulls down with it (一票否决).
enum rules_veto {
    RULES_NO_VETO,
    RULES_VETO_PART,
    RULES_VETO_MODULE,
    RULES_VETO_STAGE,
    RULES_VETO_PLACE // the stage's score is a DSQ: no place, no title
};

struct rules_power { // points = truncate(a x d ^ (num/den)), d = b - x or x - b, 0 below
    struct ratio a, b;
    uint32_t num, den;
    bool falling; // d = b - x: less is better (times)
};

struct rules_linear {
    struct ratio a, b, k;
    bool has_least, has_most;
    struct ratio least, most;
};

struct rules_aspect {
    const char *id;
    struct rules_name name;
    point_t min, max, step; // an entry is min + k * step and at most max
    bool scaled;            // the mark is a grade that the declared scale turns into a value
    enum rules_input input;
    point_t full; // full mark of PASS_FAIL, NUMBER, JUDGEMENT, DEDUCTION, TARGET
    struct ratio target, cap;
    const struct rules_band *bands;
    uint32_t band_count;
    const struct rules_fault *faults;
    uint32_t fault_count;
    bool falling; // TARGET: full x target / achieved, less is better
    struct rules_power power;
    struct rules_linear linear;
    struct ratio weight; // of its worth, may be below zero: it takes off; den 0: 1
    bool aside;          // does not count in the part: for tie steps and for eyes
    enum rules_veto veto;
    unsigned codes;           // a bit (1 << status) for each code that may stand for a value
    struct rounding rounding; // of one judge's worth
    const char *section;      // of the standards specification, or NULL
    uint32_t cell;            // its first cell on a sheet: rules_lay_out
};

// Figures that the aspect takes on a sheet: one for each fault, two for a target, else one.
uint32_t rules_cells(const struct rules_aspect *aspect);
// Numbers the cells of one part's aspects; returns their count.
uint32_t rules_lay_out(struct rules_aspect *aspects, uint32_t count);

// What may stand in a cell: min + k * step, at most max. It follows from the input; only scores,
// ranges, targets and powers say it themselves.
struct rules_shape {
    point_t min, max, step;
};

struct rules_shape rules_shape_of(const struct rules_aspect *aspect, uint32_t cell);
