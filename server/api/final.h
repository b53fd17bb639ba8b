// The final ranking of a skill with titles: place, code, name, delegation, figures; the same rows
// as CSV and as JSON.
#pragma once

#include "live/order.h"
#include "wire/problem.h"

#include <stdbool.h>
#include <stdint.h>

struct buf;

struct final {
    const struct record *record;
    struct arena *arena;
    uint32_t skill, stage;
    enum problem_language language;
    struct order_scales scales;         // of the skill
    const struct field_overall *behind; // order_behind of the skill
    bool complete;                      // false: a draft, and the file says so
};

void final_write_csv(const struct final *final, struct buf *out);
void final_write_json(const struct final *final, struct buf *out);
