// A skill's standings by the engine: for publication, exports, the scoreboard's answers and the
// comparison with Redis.
#pragma once

#include "live/order.h"
#include "live/record.h"
#include "wire/scene.h"

struct arena;
struct buf;

struct results_line {
    struct rank_line rank;
    const struct record_competitor *competitor;
    const struct rules_title *title; // the first that he has, on the skill's last stage; else NULL
};

// The engine's full ranking of a stage (index in the competition): complete ones, then those still
// being marked, then those with a status; who has not started, did not qualify or is hidden is left
// out.
size_t results_rank(struct arena *arena, const struct record *record, uint32_t stage,
                    struct results_line **ret);
// The same without titles, which take a look at all stages: for what is asked often.
size_t results_lines(struct arena *arena, const struct record *record, uint32_t stage,
                     struct results_line **ret);
// What stands in the way of a publication: NULL, "sheet-locked" (it is published), "panel-held",
// "not-complete" or "undecided-places". The commit asks the same.
const char *results_obstacle(const struct record *record, uint32_t index);
// How many awaited sheets of the skill are missing.
uint64_t results_missing(const struct record *record, uint32_t index);

struct results_place {
    uint32_t place; // 0: none
    bool shared, half;
    bool staff;                        // also what is no business of the hall: flagged panels
    const struct order_scales *scales; // of the skill; NULL: not shown
    uint32_t group_place;              // in his group, where the skill has groups; as place
    bool group_shared, group_half;
    uint32_t heat, heat_place; // of the draw, where the stage has heats; as place
    bool heat_shared, heat_half;
};

struct results_place results_place_of(const struct results_line *line, bool staff,
                                      const struct order_scales *scales);

// One row of a board as a viewer with this right may see it. Slices point into the record.
void results_row(const struct record *record, const struct record_competitor *competitor,
                 uint32_t stage, struct results_place place, enum rules_show show,
                 struct scene_row *ret);
// The title that a row of him shows, or NULL: once the skill is published, on its last stage.
const struct rules_title *results_title(const struct record *record,
                                        const struct record_competitor *competitor, uint32_t stage);
// Adds the exact figures (not cut to the places for eyes): total and modules; on the arena.
void results_exact(struct arena *arena, const struct record *record,
                   const struct record_competitor *competitor, uint32_t stage,
                   struct scene_row *row);
// Adds the place over all stages; `behind` is order_behind of the skill, NULL adds nothing.
void results_overall(const struct record_competitor *competitor, const struct field_overall *behind,
                     struct scene_row *row);
// Adds what the organiser's detail=parts shows: own, parts and the values of the tie steps, exact;
// on the arena.
void results_detail(struct arena *arena, const struct record *record,
                    const struct record_competitor *competitor, uint32_t stage,
                    struct scene_row *row);
// The place of one competitor on a stage, {0} for none: a full ranking each time.
struct results_place results_place_on(const struct record *record,
                                      const struct record_competitor *competitor, uint32_t stage);
// What the public may see of a stage now; of a frozen skill what it saw then.
enum rules_show results_stage_show(const struct record *record, uint32_t stage);
// The most that it may see of any stage of the skill: who is known by name there is known.
enum rules_show results_show(const struct record *record, uint32_t skill);
// Whether the public knows that it is published, and who is who in it.
bool results_by_name(const struct record *record, uint32_t skill);
// What it may see of the overall result: that of the last stage.
enum rules_show results_overall_show(const struct record *record, uint32_t skill);
// Whether the public knows that it is published.
bool results_published(const struct record *record, uint32_t skill);
// `secret`: for those who see what moves behind frozen boards.
void results_state(const struct record *record, uint32_t stage, enum rules_show show, bool secret,
                   struct scene_state *ret);
