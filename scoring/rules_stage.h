// Modules and stages: how the values of parts are put together, and who may take part.
#pragma once

#include "scoring/rules_part.h"

enum rules_roll_up {
    RULES_ADD,     // weighted sum
    RULES_AVERAGE, // weighted mean
    RULES_WORST_OF,
    RULES_BEST_OF,
    RULES_PRODUCT_OF,
    RULES_SKATING, // stage only: rules 9-11 over the parts with RULES_MAJORITY
    RULES_MATCHES  // stage only: points of matches
};

// After the first `after` parts, the rest is expected only of those who are better than `than` in
// one of them (RULES.md 3.9, cut-off). The others have no module value.
struct rules_cutoff {
    uint32_t after; // 0: none
    struct ratio than;
    bool or_equal;
};

// value = (roll-up of parts without the dropped ones, adjustments, floor and ceiling, rounded
// `sum`) x weight, rounded `rounding`
struct rules_module {
    const char *id;
    struct rules_name name;
    uint32_t skill, stage;
    uint32_t part_first, part_count;
    struct ratio weight; // 30 % is 3/10; without weights 1
    struct rounding sum, rounding;
    // From here on 0 is the default of everything.
    enum rules_roll_up roll_up;
    uint32_t best;                  // only the best so many parts; 0: all
    uint32_t drop_best, drop_worst; // a code (DNF) is worse than any value
    bool again;  // looks once more at the parts of earlier modules of its stage, which own them
    bool judges; // of an `again`: the judges' figures of the parts instead of their values
    bool aside;  // does not count in the stage: for tie steps and for eyes
    struct rules_cutoff cutoff;
    enum rules_order order;
    struct rules_limits limits;
    uint32_t adjustment_first, adjustment_count;
    bool has_pass;
    struct ratio pass; // the pass mark 合格线 of the sum, before the weight
    bool has_long;     // a sum above long_from is rounded by `longer` instead of `sum`
    struct ratio long_from;
    struct rounding longer;
    bool has_max; // what the organiser says that the module's marks add up to
    struct ratio max;
};

// Who may take part in a stage (RULES.md section 6 point 3). It takes effect by a ruling.
enum rules_cut_by {
    RULES_CUT_NONE,
    RULES_CUT_TOP,
    RULES_CUT_PERCENT,
    RULES_CUT_SCORE,
    RULES_CUT_HEATS // the first `top` of each heat, and the best `rest` of the others
};

enum rules_cut_ties {
    RULES_TIES_ALL_GO,   // all who share the last place go on
    RULES_TIES_NONE_GOES // none of them
};

struct rules_cut {
    enum rules_cut_by by;
    uint32_t from; // an earlier stage, index in the competition
    uint32_t top;
    uint32_t rest;        // HEATS
    struct ratio share;   // PERCENT: 3/4; SCORE: the least total
    enum round_mode mode; // of the percentage; default truncate
    enum rules_cut_ties ties;
    uint32_t least;    // fewer entrants than this: the stage is not held
    uint32_t per_team; // at most so many of a delegation; 0: any number
    bool together;     // once for all groups; else once for each
};

enum rules_format { RULES_ROUND_ROBIN, RULES_KNOCKOUT };

struct rules_matches {
    enum rules_format format;
    uint32_t rounds;  // of a round robin: 1 single, 2 double
    uint32_t best_of; // ends of a match; 0: as many as come
    struct ratio win, draw, loss, forfeit_win, forfeit_loss;
    bool bronze; // a match for the third place
    bool draw_allowed;
};

// own = roll-up of modules, adjustments, floor and ceiling, rounded `own`;
// total = own, or where it carries stages own x weight + own x weight of each of those, rounded
// `total`
struct rules_stage {
    const char *id; // unique in its skill
    struct rules_name name;
    uint32_t skill;
    uint32_t module_first, module_count; // none with RULES_MATCHES
    uint32_t carry_count;
    uint32_t carry[RULES_CARRY_MAX]; // stage indexes of the competition, earlier stages of the same
                                     // skill
    struct rounding own, total;
    // From here on 0 is the default of everything.
    enum rules_roll_up roll_up;
    uint32_t best; // only the best so many modules; 0: all
    enum rules_order order;
    struct rules_cut cut;
    struct rules_matches matches;
    struct ratio weight;     // of its own score in a total that carries stages; den 0: 1
    bool heats;              // competitors are drawn into heats: RULING_DRAW, its groups
    bool rule10_counts_only; // Skating rule 10 without the sum of places (RULES.md 3.5 names both)
    struct rules_limits limits;
    uint32_t adjustment_first, adjustment_count;
    struct rules_exposure exposure;
};
