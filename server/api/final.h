// The final ranking of a skill with titles: place, code, name, delegation, figures; the same rows
// as CSV and as JSON.
#pragma once

#include "scoring/scale.h"
#include "wire/problem.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct buf;
struct record;

struct final {
    const struct record *record;
    struct arena *arena;
    uint32_t skill, stage;
    enum problem_language language;
    struct scale_base scale; // of the skill
    bool complete;           // false: a draft, and the file says so
};

void final_write_csv(const struct final *final, struct buf *out);
void final_write_json(const struct final *final, struct buf *out);
