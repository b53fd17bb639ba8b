// What all of a rule book is made of: limits, names, statuses, orders, steps of ladders.
#pragma once

#include "scoring/ratio.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RULES_NONE UINT32_MAX

enum { // limits, checked at import (wire/definition) and named in its problems
    RULES_SKILLS_MAX = 512,
    RULES_STAGES_MAX = 16,                               // of a skill
    RULES_MODULES_MAX = 32,                              // of a stage
    RULES_PARTS_MAX = 8192,                              // of a competition
    RULES_ASPECTS_MAX = 256,                             // of a part
    RULES_CELLS_MAX = 1024,                              // figures on one sheet: faults count each
    RULES_SEATS_MAX = 32,                                // of a part
    RULES_MEMBERS_MAX = 9,                               // of a marking group
    RULES_CARRY_MAX = 16,                                // of a stage
    RULES_TIES_MAX = 16,                                 // steps of a tie-break chain
    RULES_TITLES_MAX = 32,                               // of a skill
    RULES_PROMOTIONS_MAX = 64,                           // of a skill
    RULES_TRAITS_MAX = 64,                               // of a competition: a bit each
    RULES_VENUES_MAX = 64,                               // of a competition
    RULES_GROUPS_MAX = 16,                               // of a skill
    RULES_HEATS_MAX = 64,                                // of a stage
    RULES_SECTIONS_MAX = 64,                             // of a skill's standards specification
    RULES_TEAM_TIES_MAX = 8,                             // steps of a team table
    RULES_TEAM_TABLES_MAX = 16,                          // of a competition
    RULES_SCALE_MAX = 64,                                // entries of a declared scale
    RULES_BANDS_MAX = 64,                                // of a ladder, a choice, a tolerance
    RULES_FAULTS_MAX = 64,                               // of an aspect
    RULES_ADJUSTMENTS_MAX = 32,                          // of a part, module or stage
    RULES_POINTS_MAX = 64,                               // of a table of points by place
    RULES_KEY_MAX = 1 + (1 + RULES_TIES_MAX) * RATIO_KEY // bytes of a rank key
};

// How much of a board the public sees. The rank order is progress < code < name.
enum rules_show { RULES_SHOW_NONE, RULES_SHOW_PROGRESS, RULES_SHOW_CODE, RULES_SHOW_NAME };

// What the public sees of a stage, and the moment from which it is `after`: the skill's
// publication, or already when the stage has been signed by all and locked.
enum rules_since { RULES_SINCE_PUBLISHED, RULES_SINCE_SIGNED };

struct rules_exposure {
    enum rules_show before, after;
    enum rules_since since;
};

// What may be declared, and ruled, at the most: that nothing overflows is found out with the
// definition, and cannot be said of figures without an end.
#define RULES_DECLARED_MAX    (INT64_C(1000000) * POINT_ONE) // base, deduction, scale; seconds
#define RULES_MULTIPLIER_MAX  (INT64_C(100) * POINT_ONE) // difficulty, factor: with the divisor …
#define RULES_MULTIPLIER_STEP (POINT_ONE / 1000)         // … to three places
#define RULES_DIVISOR_MIN     (POINT_ONE / 10)
#define RULES_DIVISOR_MAX     RULES_DECLARED_MAX

enum { RULES_TIMES_MAX = 1000000 }; // of an adjustment by ruling

// Competitors of a skill in which one mark moves others: what their number multiplies is worked out
// with the definition, and so much is not to overflow; and all are settled again at each mark.
enum { RULES_FIELD_MAX = 10000 };

// A name that people read, in both languages; zh is never NULL, en may equal zh.
struct rules_name {
    const char *zh;
    const char *en;
};

// Six different things, none of them a zero (RULES.md section 4); "not marked yet" is the state of
// a stage that is RUNNING and not complete. As a mark's code: DNF, DNS, DSQ.
enum rules_status {
    RULES_RUNNING,
    RULES_DNF,       // did not finish
    RULES_DNS,       // did not start
    RULES_DSQ,       // disqualified
    RULES_WITHDRAWN, // withdrew
    RULES_NO_SHOW,   // never came
    RULES_STATUSES
};

// What a status does to a competitor (RULES.md section 6 point 16).
struct rules_effect {
    bool ranked;        // keeps a place: what was not marked counts 0; otherwise no place
    bool hidden;        // not even listed
    bool in_base;       // counts among the entrants of a percentage or a minimum
    bool in_statistics; // counts in means and spreads of normalisation and scale
    bool later;         // holds for all later stages of the skill too
};

enum rules_order {
    RULES_AS_ABOVE,
    RULES_HIGH,
    RULES_LOW
}; // which value is better; AS_ABOVE: as
   // the node above, at the skill HIGH

// A step of a ladder: values from `from` to `to`, both included, give `value`.
struct rules_band {
    struct ratio from, to, value;
    struct rules_name name;
};

struct rules_limits { // of a node, applied after its adjustments
    bool has_floor, has_ceiling;
    struct ratio floor, ceiling;
};
