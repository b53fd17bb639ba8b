// From standings to honours: titles and awards by place, quota or score, medals with ties,
// promotion in grade. RULES.md 1.5, 2.2, 2.3, section 6 points 18 and 19. Pure.
#pragma once

#include "scoring/field.h"
#include "scoring/quota.h"

struct award_line {
    uint32_t place;              // overall, 0: none
    uint32_t group, group_place; // his group in the skill, 1 …; 0: none. And the place in it
    bool last_stage;             // he took part in the skill's last stage
    bool in_base;
    bool passed;        // every module with a pass mark is passed: award_passed
    struct ratio total; // of his last stage; may be a code
    struct ratio scale; // den 0: no scale
    uint64_t traits;
    int (*approved)(const void *owner, uint32_t title); // contest_approved, bound by the caller
    const void *owner;
    struct quota *team; // of his delegation, shared by its lines; NULL: none, no limit touches him
    // Filled:
    uint64_t titles;    // bits of the skill's titles that are given
    uint64_t waiting;   // would be given, approval is missing
    uint32_t promotion; // number in the skill's table, RULES_NONE: none
    bool promotion_waiting;
};

// Every module with a pass mark has its sum at least there, in all stages that were asked of him: a
// stage that he did not qualify for is not, one where he never came is.
bool award_passed(const struct rules *rules, uint32_t skill, const struct tally *tally);

// `lines` in the order of field_overall; only those with a place get anything. Titles in the order
// of the table: one title uses up the person for the later ones unless it is `besides` or they say
// needs. Titles by place
// are those of the last stage, with `behind` of the whole standing. With `per_team` a delegation
// gets a title at most so often and the next one moves up; of those of one delegation who share the
// place at the end of its limit all get it with `widen`, else none, and nobody of it behind them.
// Where groups compete apart each title (with all that it counts) is given in each group by itself,
// unless it says `together`, and the places of promotions are those in the group.
void award_settle(const struct rules *rules, uint32_t skill, struct award_line *lines,
                  size_t count);
