// One competition's rule book as plain structs. Built by wire/definition from JSON, owned there,
// read-only here. competition > skill > stage > module > part > aspect (DESIGN section 2). Arrays
// are flat per competition; a child knows its parent's index and a parent its first child and their
// count, so that an index is an address.
#pragma once

#include "scoring/rules_stage.h"
#include "scoring/rules_team.h"

// A place where skills are marked: a hall, a workshop, a field.
struct rules_venue {
    const char *id; // unique in the competition
    struct rules_name name;
};

struct rules {
    const char *id;
    struct rules_name name;
    bool fictional; // a demonstration: every page says so
    uint32_t skill_count, stage_count, module_count, part_count, aspect_count;
    const struct rules_skill *skills;
    const struct rules_stage *stages;
    const struct rules_module *modules;
    const struct rules_part *parts;
    const struct rules_aspect *aspects;
    // From here on 0 is the default of everything.
    uint32_t adjustment_count;
    const struct rules_adjustment *adjustments; // of one skill together, in its order
    uint32_t trait_count;
    const char *const *traits;
    uint32_t team_table_count;
    const struct rules_team_table *team_tables;
    uint32_t venue_count;
    const struct rules_venue *venues;
};

// Does a mark of the skill move others than its competitor (Skating System, normalisation,
// comparison with the field, call-backs, tolerance, matches, firsts)? Then its rank key is the
// engine's place.
bool rules_is_relative(const struct rules *rules, uint32_t skill);
// Is the whole skill the scope of a commit: relative, or with a part that is marked one by one?
bool rules_skill_commits_together(const struct rules *rules, uint32_t skill);
// Has the skill groups, and do they compete apart?
bool rules_in_groups(const struct rules *rules, uint32_t skill);
// Whether lower values are better at this node, with RULES_AS_ABOVE resolved.
bool rules_stage_lower(const struct rules *rules, uint32_t stage);
bool rules_module_lower(const struct rules *rules, uint32_t module);
bool rules_part_lower(const struct rules *rules, uint32_t part);

// Does the step compare matches?
bool rules_tie_of_matches(enum rules_tie_by by);
// Does the step say anything where this stage is ranked? It is of that stage, of one that is
// carried into it, or of an earlier one and holds always.
bool rules_tie_holds(const struct rules *rules, uint32_t ranked, const struct rules_tie *tie);

// Finding by id; RULES_NONE when there is none. `len` bytes, not terminated.
uint32_t rules_find_skill(const struct rules *rules, const char *id, size_t len);
uint32_t rules_find_stage(const struct rules *rules, uint32_t skill, const char *id, size_t len);
uint32_t rules_find_part(const struct rules *rules, const char *id, size_t len);
uint32_t rules_find_aspect(const struct rules *rules, uint32_t part, const char *id, size_t len);
uint32_t rules_find_venue(const struct rules *rules, const char *id, size_t len);
uint32_t rules_find_trait(const struct rules *rules, const char *id, size_t len);
// Within the skill; index in the competition.
uint32_t rules_find_adjustment(const struct rules *rules, uint32_t skill, const char *id,
                               size_t len);
// The skill's adjustments: first index and count.
uint32_t rules_adjustments_of(const struct rules *rules, uint32_t skill, uint32_t *ret_count);
// The group's number in the skill.
uint32_t rules_find_group(const struct rules *rules, uint32_t skill, const char *id, size_t len);
// The title's number in the skill.
uint32_t rules_find_title(const struct rules *rules, uint32_t skill, const char *id, size_t len);
// The seat's index in the part: 0 … seat_count-1 for judges, seat_count for the technical seat.
uint32_t rules_find_seat(const struct rules *rules, uint32_t part, const char *id, size_t len);

// What is wrong with a rule book as a whole, beyond the form of its fields.
enum rules_nonsense {
    RULES_SENSE,
    RULES_PANEL_TOO_SMALL,   // drop_high + drop_low >= seats, a trim that leaves nobody, or
                             // judges_least > seats; `index` is the part
    RULES_WEIGHTS_NOT_WHOLE, // percent weights of a stage that do not add up to 100 %: found by
                             // wire/definition
    RULES_SCALE_UNDECLARED,  // a scaled aspect, but the part declares no scale; the part
    RULES_TECHNICAL_MISSING, // declares something, or counts only when declared, but has no
                             // technical seat; the part
    RULES_CARRY_FORWARD,     // a stage carries itself, a later or a foreign one; the stage
    RULES_TITLES_OVERLAP,    // two titles claim one place; the skill
    RULES_MARKS_MISSHAPEN,   // max < min, step <= 0 or (max - min) not a whole number of steps, or
                             // more grades than a scale holds; the aspect
    RULES_PART_EMPTY,        // no aspects and nothing declared; the part
    RULES_OVERFLOW_POSSIBLE, // possible figures do not fit exact arithmetic: too large, or
                             // fractions too fine because nothing rounds them; the part
    RULES_TOTAL_OVERFLOW,    // the same of what modules and stages make of them; the stage
    RULES_CHAIN_UNDECIDED,   // no shared places (or ordinal ranks), but the chain does not end in a
                             // ruling; the skill
    RULES_BANDS_BROKEN,      // a ladder with from > to or overlapping steps, a judgement without
                             // four words, a choice without choices; the aspect
    RULES_VARIANCE_BROKEN,   // limits missing, LEAVE_OUT with RANGE, tolerance without bands; part
    RULES_ROUNDING_MISSING,  // a root or a weighted median that no rounding stage ends; the part or
                             // (scale) the skill: see `RULES_SCALE_UNROUNDED`
    RULES_SCALE_UNROUNDED,   // the skill
    RULES_MAJORITY_MISPLACED, // majority without exactly one place aspect, Skating stage with other
                              // parts, matches with modules; the stage
    RULES_ROLL_UP_EMPTY,      // best, drop_best and drop_worst leave no part, again without an
                              // earlier owner, cut-off after all parts; the module
    RULES_CUT_FORWARD,        // a cut from itself or a later stage; the stage
    RULES_TIME_UNDECLARED,  // time is asked of a part that declares neither log nor time; the part
    RULES_DIVISION_BY_ZERO, // a divisor or target of 0; the part
    RULES_COUNTBACK_LONG,   // a tie step compares the values of a module of too many parts; the
                            // module
    RULES_MAX_DIFFERS       // the marks do not add up to the declared max; the module
};

// The first nonsense of the book and where it is (an index into the array that the comment names).
enum rules_nonsense rules_check(const struct rules *rules, uint32_t *ret_index);
