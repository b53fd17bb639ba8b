// Adjustments, and parts: what one sheet covers and how its value is worked out.
#pragma once

#include "scoring/rules_aspect.h"

// ---- adjustments: penalties and bonuses, applied in the order in which they stand

enum rules_by {
    RULES_BY_RULING,   // so many times as the organiser's ruling says
    RULES_BY_OVERTIME, // each begun `each` of net time above `after` plus time added
    RULES_BY_EARLY,    // each whole `each` of net time below `after`
    RULES_BY_WARNINGS, // of the station log
    RULES_BY_OFFENCES
};

struct rules_adjustment {
    const char *id; // unique in its skill
    struct rules_name name;
    enum rules_by by;
    bool percent;        // of the node's figure at that moment; else points
    point_t amount;      // signed: -2 takes two away
    point_t after, each; // BY_OVERTIME, BY_EARLY: seconds
    uint32_t most;       // times, 0: no limit
    uint32_t part;       // whose station log it reads (BY_OVERTIME … BY_OFFENCES)
};

// ---- parts

enum rules_combine {
    RULES_PER_ASPECT, // each aspect over the judges first, then the aspects are added
    RULES_PER_SHEET   // each judge's sheet is added up first, then the sheets go over the judges
};

// What is made of the judges' figures after dropping (scoring/reduce; RULES.md section 6 point 7).
enum rules_reduce {
    RULES_MEAN,
    RULES_SUM,
    RULES_MEDIAN,     // of an even number: the mean of the middle two
    RULES_AGREED,     // all judges have to give the same; else the part is held
    RULES_MIDDLE_TWO, // mean of the middle two if they are within the tolerance of their band, else
                      // of all
    RULES_NEAR_MEDIAN, // weighted by 1 / (1 + (figure - median)^2)
    RULES_LEAST,
    RULES_MOST,
    RULES_MAJORITY // Skating System rules 5-8 over the field: the figure is the place
};

// What to do for a seat that has sent nothing.
enum rules_missing {
    RULES_BLOCK,        // wait for it
    RULES_GIVEN,        // go on with the marks that were given
    RULES_ZERO,         // it counts as 0
    RULES_MEAN_OF_GIVEN // it counts as the mean of the given ones, before dropping
};

struct rules_trim { // with so many figures, drop so many
    uint32_t figures, high, low;
};

// When judges are too far apart (RULES.md sections 3.8 and 6 point 9). What is compared are the
// judges' figures; of a judgement aspect the scores 0-3 themselves, except by RULES_LEAVE_OUT and
// RULES_USE_ALL.
enum rules_variance_by {
    RULES_VARIANCE_NONE,
    RULES_RANGE,       // highest - lowest > limit
    RULES_FROM_MEAN,   // |figure - mean| > limit
    RULES_FROM_MEDIAN, // |figure - median| > limit
    RULES_DIXON        // gap of an extreme / range > limit for this number of judges
};

enum rules_variance_do {
    RULES_REFUSE,    // the sheet that makes the difference is refused
    RULES_HOLD,      // the part is not complete until a ruling accepts it
    RULES_FLAG,      // it is said, nothing else
    RULES_LEAVE_OUT, // the figures outside do not count (not for RULES_RANGE)
    RULES_USE_ALL    // nothing is dropped then
};

struct rules_variance {
    enum rules_variance_by by;
    enum rules_variance_do act;
    const struct rules_band *limits; // by the mean of the figures (DIXON: by their number); value
                                     // is the limit; the first band that holds it, none: no limit
    uint32_t limit_count;
};

// Makes one judge's figures for the whole field comparable (RULES.md 3.7); off by default.
enum rules_normalise_by {
    RULES_NORMALISE_NONE,
    RULES_Z,       // centre + spread x (figure - judge's mean) / judge's deviation
    RULES_PERCENT, // figure x 100 / sum of the judge's figures
    RULES_RANKS    // the figure's place among the judge's figures, equal ones share the mean place
};

struct rules_normalise {
    enum rules_normalise_by by;
    bool sample; // deviation with n - 1
    struct ratio centre, spread;
    struct rounding rounding; // Z: must round
};

// Sets the parts' figures of the field against each other, after the product.
enum rules_against {
    RULES_AGAINST_NONE,
    RULES_AGAINST_BEST,  // against_max x own / best, with lower is better: against_max x best / own
    RULES_AGAINST_PLACE, // its place in the part, equal ones share the mean place
    RULES_AGAINST_POINTS, // points[place - 1], equal ones share the mean of their places' points
    RULES_AGAINST_BORDA   // as POINTS, with n - place for n in the field
};

// When a panel's cards for a competitor are turned over. Until then nobody on the panel sees what
// another has given, and nothing of it counts or is counted.
enum rules_turn {
    RULES_TURN_NONE,   // marks count as they come; nobody on the panel sees another's
    RULES_TURN_ALL_IN, // when all are in, or earlier by a ruling
    RULES_TURN_CHIEF   // by a ruling only
};

// What a code counts in the place of a value: a figure, or so many more than are entered for the
// stage (RRS A5; DNF = 0 of combined events).
struct rules_code {
    bool has, entered;
    struct ratio worth;
};

// What the technical seat declares for each performance; bits of rules_part.declares.
enum {
    RULES_DECLARES_BASE = 1,       // added after the judges' figure
    RULES_DECLARES_SCALE = 2,      // grade -> value, for scaled aspects
    RULES_DECLARES_DIFFICULTY = 4, // multiplier
    RULES_DECLARES_FACTOR = 8,     // multiplier
    RULES_DECLARES_DEDUCTION = 16, // subtracted last, declared as a positive figure
    RULES_DECLARES_NO_MARKS =
        32,                  // "no marks expected": the judges' figure is 0 and no sheet is awaited
    RULES_DECLARES_LOG = 64, // the station log 赛场记录 (scoring/station): net time, time added …
    RULES_DECLARES_TIME = 128,   // net time in seconds, typed
    RULES_DECLARES_DIVISOR = 256 // the figure is divided by it
};

// What one sheet covers. Its value, exact at each step (RULES.md section 6, points 7, 12 and 13):
//   worth   = each entry by its input, round `aspect`; per sheet: added up, round `sheet`
//   figure  = per aspect or per sheet: normalise, drop, reduce, round `judges`
//   product = figure x factor / divisor x declared difficulty x declared factor / declared divisor,
//             round `product`
//   value   = product + declared base - declared deduction, set against the field; or a code that
//             has a worth; adjustments in order, floor and ceiling, veto, round `part`
// Per aspect, judges and product are taken for each aspect and then added.
// A part without aspects has figure 0 and awaits only its declaration.
struct rules_part {
    const char *id; // unique in the competition: it stands in the sheet's address
    struct rules_name name;
    uint32_t skill, stage, module;
    uint32_t aspect_first, aspect_count;
    uint32_t seat_count; // judges' seats
    const char *const *seats;
    const char *technical; // the technical role's seat, or NULL
    unsigned declares; // RULES_DECLARES_…, what the technical seat must declare (NO_MARKS: may)
    bool competitor_signs; // with sign-off: he signs his own marks of this part on the spot
    bool optional;         // the part counts for a competitor from his first sheet of it on
    bool only_declared;    // the part counts only for competitors for whom it was declared
    enum rules_combine combine;
    enum rules_reduce reduce;
    enum rules_missing missing;
    uint32_t drop_high, drop_low;
    uint32_t judges_least; // unless RULES_BLOCK: fewer marks than this and the part is not complete
    struct ratio factor;
    struct rounding sheet; // of what one judge's sheet adds up to, before it goes over the judges
    struct rounding judges, product, rounding;
    // From here on 0 is the default of everything.
    struct ratio divisor; // den 0: none
    bool one_by_one;     // a sheet may leave aspects blank, and marks add to it; blank adds nothing
    bool figure_is_time; // the figure is the declared net time in seconds
    struct ratio weight; // in its module; den 0: 1
    const struct rules_trim *trims; // instead of drop_high and drop_low
    uint32_t trim_count;
    const struct rules_band *tolerance; // of RULES_MIDDLE_TWO: by the mean of the middle two
    uint32_t tolerance_count;
    struct rules_variance variance;
    struct rules_normalise normalise;
    enum rules_against against;
    struct ratio against_max;
    const struct ratio *points;
    uint32_t point_count;
    enum rules_order order;
    struct rules_limits limits;
    uint32_t adjustment_first, adjustment_count;
    uint32_t call_back; // each judge ticks exactly so many of the field; 0: not checked
    uint32_t day;       // of marking; 0: not said
    enum rules_turn turn;
    uint32_t trial_samples; // sample pieces that are marked on trial (试评), outside the record
    bool trial_needed;      // a seat marks only after one of them
    uint32_t members; // each seat is a marking group of so many judges, who confirm each sheet
                      // together; 0: one judge sits there
    struct rules_code codes[RULES_DSQ + 1]; // by code
};
