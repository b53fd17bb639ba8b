// Team and delegation totals over the members' results. RULES.md 2.7, section 6 point 20. Pure.
#pragma once

#include "scoring/award.h"

struct team_member {
    uint32_t team;      // the caller's number of the team, 0 …
    uint32_t skill;     // index
    uint32_t place;     // overall, or in the group where groups compete apart; 0: none
    struct ratio total; // may be a code: then he does not count
    const struct award_line *award;
    bool started;              // his first sheet of any stage has come
    const struct tally *tally; // where a tie step looks at times or modules; else NULL
};

struct team_line {
    uint32_t team;
    // Filled:
    struct ratio total;
    struct ratio ties[RULES_TEAM_TIES_MAX];        // what the table's steps compare
    uint32_t counted, members, firsts, best_place; // best_place 0: none
    uint32_t place;                                // 0: not ranked
    bool half, shared;
};

// Fills, orders and places `lines`, one for each team 0 … team_count - 1. `scratch`: as many ratios
// as members. False: overflow.
bool team_settle(const struct rules *rules, uint32_t table, const struct team_member *members,
                 size_t member_count, struct team_line *lines, size_t team_count,
                 struct ratio *scratch);
