// A skill's standings by the engine: for publication, exports, the scoreboard's answers and the
// comparison with Redis.
#pragma once

#include "live/record.h"
#include "scoring/rank.h"
#include "wire/scene.h"

struct arena;
struct buf;

struct results_line {
    struct rank_line rank;
    const struct record_competitor *competitor;
    const struct rules_title *title; // on the skill's last stage, complete, else NULL
};

// The engine's full ranking of a stage (index in the competition), those who have not started left
// out.
size_t results_rank(struct arena *arena, const struct record *record, uint32_t stage,
                    struct results_line **ret);
// Every competitor of the skill has every awaited sheet of every stage that he takes part in, and
// at least one has.
bool results_complete(const struct record *record, uint32_t index);
// How many awaited sheets of the skill are missing.
uint64_t results_missing(const struct record *record, uint32_t index);
// The entry body of a publication:
// {"skill","stages":[{"stage","results":[{"id","place","total","title"}]}]}, exact totals.
void results_publication(const struct record *record, uint32_t index, struct buf *out);

struct results_place {
    uint32_t place; // 0: none
    bool shared;
};

// One row of a board as a viewer with this right may see it. Slices point into the record.
void results_row(const struct record *record, const struct record_competitor *competitor,
                 uint32_t stage, struct results_place place, enum rules_show show,
                 struct scene_row *ret);
// Adds the exact figures (not cut to the places for eyes); on the arena.
void results_exact(struct arena *arena, const struct record *record,
                   const struct record_competitor *competitor, uint32_t stage,
                   struct scene_row *row);
// What the public may see of a skill now.
enum rules_show results_show(const struct record *record, uint32_t skill);
void results_state(const struct record *record, uint32_t stage, enum rules_show show,
                   struct scene_state *ret);
