// One competitor of a field.
#pragma once

#include "scoring/bout.h"
#include "scoring/rank.h"

struct field_entry {
    const struct row *row;
    struct tally *tally; // filled by field_settle
    uint32_t who;
    uint32_t group; // in the skill, 1 …; 0: none. For field_rank_overall
};
