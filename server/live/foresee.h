// What can still become of everybody on a stage (scoring/forecast_field), over a record's plain
// facts: as it stands, brought up to date by those whose marks have moved, or as it stood when its
// boards were frozen. Of the record it loads nobody by itself, so that a large field is taken in
// piece by piece.
#pragma once

#include "live/facts.h"
#include "scoring/forecast_field.h"

struct foresee {
    const struct record *record;
    const struct record_competitor *still; // in the place of the skill's list; NULL: as it stands
    uint32_t stage, skill;
    size_t count;
    bool known, ties;
    bool ready;                     // all are loaded, and sorted
    size_t loaded;                  // competitors of the list whose bounds are known
    uint64_t moved;                 // of the skill's moves
    struct forecast_bounds *bounds; // by the place in the list
    struct forecast_field field;
    void *memory;
    struct row *fresh; // as nobody has marked it
    struct forecast_bounds fresh_bounds;
    struct forecast_room *room;
    void *tally_memory;
};

// For all, before there is one: fields of more than so many competitors are not foreseen; 0: none
// is.
void foresee_limit(uint64_t people_max);
// Forgets what `at` was (all zero: nothing), and begins. `still`: `count` of the skill's list as
// they were, which outlive it; or NULL.
void foresee_begin(struct foresee *at, const struct record *record, uint32_t stage,
                   const struct record_competitor *still, size_t count);
void foresee_forget(struct foresee *at);
// Those who have moved since, of the record as it stands.
void foresee_catch_up(struct foresee *at);
// One piece; once there is no more it is ready.
void foresee_load_some(struct foresee *at);

// ---- asked, when it is ready. The competitor is one of the list, or of those that were given.

// `place`: his place now, 0: none, or that of an earlier moment.
struct forecast_place foresee_place(const struct foresee *at,
                                    const struct record_competitor *competitor, uint32_t place);
// What he needs to stand on place `place` or before it, among those who are done: whose total he
// has to beat (NULL: nobody's), and the mark. FORECAST_UNKNOWN also when he is done himself.
enum forecast_answer foresee_need(const struct foresee *at,
                                  const struct record_competitor *competitor, uint32_t place,
                                  const struct record_competitor **ret_than, point_t *ret_mark);
bool foresee_is_open(const struct foresee *at, const struct record_competitor *competitor);
