// What a row says beyond the standing, where the rules allow it: the places that may still come of
// it, what is needed for one, and the cards of the panel that were turned over last.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

enum { SCENE_NEEDS_MAX = 4, SCENE_LINES_MAX = 8 };

struct scene_need {
    uint32_t place;
    const char *answer; // "mark", "already", "cannot", "unknown"
    const char *mark;   // "mark": for every entry that is awaited; else NULL
    const char *than;   // the total that is to be beaten; NULL: there is none
};

struct scene_card {
    const char *mark;   // NULL: the seat gives none
    const char *struck; // "high", "low", "out", "recused"; NULL: it counts
};

// J1 … Jn in the order of the seats: whose they are is not said.
struct scene_cards {
    const char *part;
    const char *figure; // the panel's
    size_t count;
    const struct scene_card *judges;
};

// A line under a place: the last that gets a title, or goes on to a stage.
struct scene_line {
    uint32_t top;
    const char *title, *stage; // one of them
};

// What is told of one row.
struct scene_told {
    uint32_t best, worst; // places that may come of it; 0: not known, or not told
    size_t need_count;
    const struct scene_need *needs;  // with best and worst only
    const struct scene_cards *cards; // NULL: none lie open, or they are not told
};

bool scene_stage_same(const struct scene_told *a, const struct scene_told *b);
void scene_stage_write(const struct scene_told *told, struct buf *out);
bool scene_stage_same_lines(const struct scene_line *a, const struct scene_line *b, size_t count);
void scene_stage_write_lines(const struct scene_line *lines, size_t count, struct buf *out);
