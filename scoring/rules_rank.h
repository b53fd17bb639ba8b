// Skills: how totals are ranked, and the honours that places and totals give.
#pragma once

#include "scoring/rules_base.h"

// ---- ranking

enum { RULES_COUNTBACK_MAX = 64 }; // parts of a module whose values are compared one by one

enum rules_tie_by {
    RULES_TIE_MODULE,
    RULES_TIE_PART,
    RULES_TIE_STAGE_OWN,
    RULES_TIE_TIME,         // net time of a part's station log
    RULES_TIE_UNTRIMMED,    // the part's figure with nobody dropped
    RULES_TIE_FIRSTS,       // in how many parts of the module he is the best of the field
    RULES_TIE_HEAD_TO_HEAD, // points in the matches among the tied, of a stage
    RULES_TIE_NET,          // ends won minus ends lost, of a stage
    RULES_TIE_DIFFERENCE,   // scores of all ends: own minus the other side's, of a stage
    RULES_TIE_SCORED,       // own scores of all ends, of a stage
    RULES_TIE_WINS,         // matches won, of a stage
    RULES_TIE_SONNEBORN, // points of those whom he has beaten, and half of those with whom he has
                         // drawn, of a stage
    RULES_TIE_COUNTBACK, // the module's values that count, best first, one after the other
    RULES_TIE_LATEST,    // all values of the module, from the last part to the first
    RULES_TIE_ASPECT,    // the aspect's figures added up over the parts of the module
    RULES_TIE_RULING     // lot, extra test or the chief judge's ruling, as it was recorded
};

struct rules_tie {
    enum rules_tie_by by;
    uint32_t index; // of the module, part or stage in the competition
    bool lower_is_better;
    bool among; // NET … WINS: only of the matches among the tied, as HEAD_TO_HEAD always is
    const char *aspect; // ASPECT: its id
    bool always;        // holds in later stages too, carried or not
};

// 1224, 1223, 1334, 1234 (needs a chain that decides), 1 2.5 2.5 4
enum rules_convention {
    RULES_STANDARD,
    RULES_DENSE,
    RULES_MODIFIED,
    RULES_ORDINAL,
    RULES_FRACTIONAL
};

// Totals that are no further apart than `within` are equal (RULES.md 1.5).
struct rules_tolerance {
    bool has;
    struct ratio within;
    bool chained; // measured from the one before; else from the first of the group
};

// The standardised scale (RULES.md 1.4): centre + k x (total - statistic) / spread.
enum rules_spread { RULES_SD_POPULATION, RULES_SD_SAMPLE, RULES_MAD };

struct rules_scale {
    bool has;
    struct ratio centre, k;
    bool mean; // the statistic is the mean, else the median
    enum rules_spread spread;
    struct ratio mad_factor; // 1.4826
    bool has_limits;
    struct ratio least, most;
    struct rounding rounding;  // must round
    uint32_t population_least; // fewer: no scale
    uint64_t with, without; // traits: measured over those who have all of these and none of those
};

// ---- honours

enum rules_quota_by { RULES_BY_PLACES, RULES_BY_COUNT, RULES_BY_SHARE, RULES_BY_SCORE };

// A group in which competitors of a skill compete apart: 高级组 and 中级组, staff and students.
struct rules_group {
    const char *id; // unique in the skill
    struct rules_name name;
};

struct rules_title {
    const char *id;
    struct rules_name name;
    uint32_t from, to; // BY_PLACES: both included; decided on the skill's last stage
    // From here on 0 is the default of everything.
    enum rules_quota_by by;
    uint32_t count;       // BY_COUNT: so many who have no title of an earlier line
    struct ratio share;   // BY_SHARE: of the entrants in the base
    enum round_mode mode; // of the share; default half up
    bool widen;           // a tie at the quota's end: all get it (else none of them)
    bool has_total, has_scale;
    struct ratio total, scale; // at least this total, this scale value
    bool all_passed;           // every module with a pass mark is passed
    uint64_t traits;           // all of these are needed
    uint64_t needs, excludes;  // bits of this skill's titles that he must, must not have
    uint32_t entrants_least;   // fewer in the base: not given
    uint32_t per_team;         // not BY_PLACES: at most so many of a delegation; 0: any number
    bool approval;             // given only once a ruling approves it
    bool besides;  // does not use up the titles after it: a person may have this and another
    bool from_top; // BY_COUNT, BY_SHARE: the quota is of places from the first down, whoever has
                   // them: who has an earlier title or does not fulfil the conditions fills one too
    uint32_t groups; // only in these, a bit each; 0: in all
    bool together;   // once for all groups, by the places of all; else once for each, by its own
};

// Medals with ties as WorldSkills has them (RULES.md 1.5): measured on the scale if there is one,
// else on the total; anchored at the first of each group.
struct rules_medals {
    bool has;
    uint32_t gold, silver, bronze; // titles by index in the skill
    struct ratio within;
};

// 赛后技术等级晋升: the first line that fits gives the grade.
struct rules_promotion {
    const char *id;
    uint32_t from, to; // places; from 0: by title
    uint64_t titles;   // any of these
    uint64_t holds;    // traits that he must have (grade held, category)
    uint64_t bars;     // traits that exclude him (already promoted this year, holds the top grade)
    bool all_passed;
    uint32_t groups;         // only in these, a bit each; 0: in all
    struct rules_name grade; // the grade given
    bool approval;
};

// A section of the skill's standards specification and the marks that it promises; what the aspects
// that name it add up to may differ, and `jinbang check` says by how much.
struct rules_section {
    const char *id;
    struct rules_name name;
    point_t max;
};

// Sign-off 签字: what a stage's marks must go through before the skill may be published. The engine
// does not look at it; live/signing does.
enum rules_signing_by {
    RULES_UNSIGNED, // nothing: a skill is published once its sheets are there
    RULES_INK,      // on paper; the clerk records who signed
    RULES_DRAWN     // on the tablet
};

struct rules_signing {
    enum rules_signing_by by;
    bool supervisor;   // signs the standing too
    bool double_entry; // what no judge has sent is typed again by another person
    // Sample re-check: the first `top` in full and `share` of the others; more wrong sheets than
    // `errors` of those: all.
    bool rechecks;
    uint32_t top;
    struct ratio share, errors;
};

struct rules_skill {
    const char *id; // unique in the competition
    struct rules_name name;
    uint32_t stage_first, stage_count;
    uint32_t tie_count;
    struct rules_tie ties[RULES_TIES_MAX]; // see rules_tie_holds
    enum rules_convention convention;
    uint32_t title_count;
    struct rules_title titles[RULES_TITLES_MAX];
    struct rules_exposure exposure; // of each stage that says nothing else
    // Beside what it sees of a board: each judge's mark once the panel is complete, what may still
    // become of everybody, and the lines under the places that count.
    bool tells_marks, tells_forecast, tells_lines;
    unsigned display_places; // for eyes only; ranks are decided on the exact total
    bool lower_is_better;
    // From here on 0 is the default of everything.
    bool no_shared_places; // 排名不并列: publication waits until the chain or a ruling has decided
    struct rules_tolerance tolerance;
    struct rules_scale scale;
    struct rules_medals medals;
    struct rules_effect effects[RULES_STATUSES]; // [RULES_RUNNING] is not used
    uint32_t group_count;                        // 0: none
    const struct rules_group *groups;
    unsigned blind; // layers of codes, a bit each: 1 entry, 2 station, 4 work; 0: marked by name
    bool behind;    // who was cut stands behind those of the last stage: in exports and for titles
    bool together;  // the groups are only shown; else titles, cuts, scale and points go by them
    uint32_t promotion_count;
    const struct rules_promotion *promotions;
    uint32_t section_count;
    const struct rules_section *sections;
    struct rules_signing signing;
    const char *venue; // where it is marked, one of the competition's; NULL: not said
};
