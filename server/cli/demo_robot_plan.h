// What the simulated judges will do: who marks whom in which order, and with what marks. Pure: a
// folder and a seed in, bodies out; the same seed gives the same marks on every machine. Whole
// numbers of steps, no floating point.
#pragma once

#include "scoring/rules.h"
#include "wire/csv.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct definition;

struct demo_robot_plan_item {
    uint32_t competitor, part, seat; // of the plan; of the rules; seat_count: the technical seat
};

struct demo_robot_plan_judge {
    const char *id, *name;
    uint32_t panel; // judges with the same first part keep step with each other
    size_t item_count;
    struct demo_robot_plan_item *items; // in the order of marking
};

struct demo_robot_plan_competitor {
    const char *id;
    uint32_t skill;
};

struct demo_robot_plan {
    struct arena *arena; // everything below
    struct definition *definition;
    const struct rules *rules;
    struct slice definition_text, judges_text; // as POST takes them
    struct csv_roster roster;
    struct demo_robot_plan_competitor *competitors; // by the roster's order
    size_t judge_count;
    struct demo_robot_plan_judge *judges;
    uint64_t seed;
};

// Reads competition.json, roster.csv and judges.json of the folder. NULL and a sentence in
// `problem`.
struct demo_robot_plan *demo_robot_plan_new(const char *folder, uint64_t seed, struct buf *problem);
struct demo_robot_plan *demo_robot_plan_free(struct demo_robot_plan *plan);
// Appends the sheet's body: plausible marks around an ability of the competitor that nobody sees.
void demo_robot_plan_body(const struct demo_robot_plan *plan, size_t judge, size_t item,
                          struct buf *out);
// A number from 0 to `below` - 1 that depends on the seed and the three others only.
uint64_t demo_robot_plan_chance(const struct demo_robot_plan *plan, uint64_t a, uint64_t b,
                                uint64_t c, uint64_t below);
// How long a judge takes before the item at a human pace: 4-20 s for a sheet, and 10-30 s more for
// the next competitor to come in.
uint64_t demo_robot_plan_pause_ms(const struct demo_robot_plan *plan, size_t judge, size_t item);
