// One competitor of a field.
#pragma once

#include "scoring/bout.h"
#include "scoring/rank.h"

struct field_entry {
    const struct row *row;
    struct tally *tally; // filled by field_settle
    uint32_t who;
};
