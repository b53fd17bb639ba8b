// Titles, awards and promotion of a skill, as things stand or (after publication) as they were
// given and approved since. Who may see them is the caller's business: before publication, staff.
#pragma once

#include "live/record.h"

struct arena;
struct buf;

struct results_honours_line {
    const struct record_competitor *competitor;
    struct field_overall overall; // place over all stages, and the stage where he went out
    struct award_line award;      // bits of the skill's titles, promotion
};

// One line for each competitor of the skill, in the order of the overall standing.
size_t results_honours_settle(struct arena *arena, const struct record *record, uint32_t skill,
                              struct results_honours_line **ret);

// {"skill","lines":[{"id","place","half"?,"group"?,"group_place"?,"group_half"?,"titles":[…],"waiting":[…],"promotion":{"id","grade":
// {"zh","en"},"waiting"?}?,"passed","stage"}]}; a promotion that awaits approval says waiting.
void results_honours_write(const struct record *record, uint32_t skill, struct buf *out);
// For a publication: ,"honours":[{"id","titles","promotion"}] of those who have any; nothing when
// the rules give titles by place alone.
void results_honours_publish(const struct record *record, uint32_t skill, struct buf *out);
