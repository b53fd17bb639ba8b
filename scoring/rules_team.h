// Tables of teams and delegations over skills.
#pragma once

#include "scoring/rules_rank.h"

// Team and delegation totals over skills (RULES.md 2.7, section 6 point 20).
enum rules_team_by {
    RULES_TEAM_SUM,    // of the members' totals
    RULES_TEAM_PLACES, // points by place
    RULES_TEAM_TITLES, // points by title
    RULES_TEAM_COUNT   // of members with a place: organiser counters
};

// Whom a table by COUNT counts.
enum rules_team_counts {
    RULES_TEAM_PLACED,    // who has a place
    RULES_TEAM_STARTED,   // who has begun: his first sheet of any stage has come
    RULES_TEAM_REGISTERED // everybody on the roster
};

// What is compared between equal teams. Sums are of all members who count.
enum rules_team_tie_by {
    RULES_TEAM_TIE_FIRSTS,     // more first places
    RULES_TEAM_TIE_BEST_PLACE, // the better best place
    RULES_TEAM_TIE_TOTAL,      // the sum of their totals
    RULES_TEAM_TIE_TIME,       // the sum of their net times in all parts that have one
    RULES_TEAM_TIE_MODULE      // the sum of their modules of this id
};

struct rules_team_tie {
    enum rules_team_tie_by by;
    const char *module; // of MODULE
    bool lower_is_better;
};

struct rules_team_table {
    const char *id;
    struct rules_name name;
    enum rules_team_by by;
    uint64_t skills[RULES_SKILLS_MAX / 64]; // a bit each
    uint32_t best;                          // only the best so many members; 0: all
    uint32_t members_least;                 // fewer with a place: the team is listed, not ranked
    const struct ratio *points;             // PLACES: [place - 1]
    uint32_t point_count;
    uint32_t title_count; // TITLES: id of the title, its points; no title of these: 0
    const char *const *titles;
    const struct ratio *title_points;
    struct ratio otherwise; // TITLES: points of a member with a place and no such title, all passed
    bool lower_is_better;
    bool firsts, best_place; // tie steps, in this order: more first places, better best place
    enum rules_convention convention;
    // From here on 0 is the default of everything.
    enum rules_team_counts counts;
    uint32_t tie_count; // after firsts and best_place
    struct rules_team_tie ties[RULES_TEAM_TIES_MAX];
};
