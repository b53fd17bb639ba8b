// Who stands where on each stage of a room, kept until somebody's marks move: between two of them
// the order is found once, however many ask for it, and after a few it is brought up to date.
#pragma once

#include "live/results.h"

struct buf;
struct lineup;
struct room;
struct units_line;

struct lineup_stage {
    const struct record *record;
    uint32_t stage;
    size_t count;
    const struct rank_line *lines;      // order_stage of the stage
    struct order_scales scales;         // order_scales of its skill
    const struct field_overall *behind; // order_behind of its skill
};

// Works the stage out (index in the competition), on the arena.
void lineup_settle(struct arena *arena, const struct record *record, uint32_t stage,
                   struct lineup_stage *ret);
struct lineup *lineup_new(void);
struct lineup *lineup_free(struct lineup *lineup); // NULL is fine; returns NULL
// As the room's record stands now (stage: index in the competition). Good until the loop turns: the
// next entry, or another epoch, lets it go.
const struct lineup_stage *lineup_at(const struct room *room, uint32_t stage);
// Until when (clock_ms) those who show it often let it rest; theirs to set.
uint64_t *lineup_rest(const struct room *room, uint32_t stage);
// Whether lineup_units has them as they are now: asking costs nothing.
bool lineup_counted(const struct room *room, uint32_t stage);
// The delegations of those who have a place on the stage (units_settle), by the names that are
// known now; kept likewise. Returns how many.
size_t lineup_units(const struct room *room, uint32_t stage, const struct units_line **ret);
// A team table for the public (results_teams_write, `known`), the caller's reference; NULL: it does
// not fit exact arithmetic. It is worked out once a second at most.
struct buf *lineup_teams(const struct room *room, uint32_t table);
// The line at `index`, below `count`; whose it is.
struct results_line lineup_line(const struct lineup_stage *stage, size_t index);
// The index of one competitor of the stage's skill; `count`: he has no line.
size_t lineup_of(const struct lineup_stage *stage, const struct record_competitor *competitor);
