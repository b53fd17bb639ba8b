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
};
