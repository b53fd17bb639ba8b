// What the public saw of a skill when its boards were frozen: kept beside the record, made from the
// journal alone, so that a restart gives the same again. Names are not in it: they are looked up.
// DESIGN 3.16.
#pragma once

#include "live/facts.h"
#include "live/order.h"

struct foresee;

struct frozen_stage {
    enum rules_show show;
    struct record_stage counts;
    size_t count;
    const struct rank_line *lines; // order_stage; `who` is a competitor's place in the skill's list
    const struct rank_line **of;   // by that place; NULL: no line
    struct foresee *foresee;       // NULL: the rules do not tell it
    const uint32_t *opened;        // by that place: turned_last; NULL: the rules do not tell it
};

struct frozen {
    struct arena *arena;
    uint64_t number; // of the freeze's entry
    int64_t at;
    bool hides;                             // muster_draw_hides
    size_t count;                           // of the skill's list
    const struct record_competitor *ghosts; // by their place in it: as they were, without sheets;
                                            // with a row where it is needed to tell of it
    uint32_t stage_count;
    const struct frozen_stage *stages; // by stage - first stage of the skill
    struct order_scales scales;
    const struct field_overall *behind;
};

struct frozen_plan {
    uint64_t number; // of its entry; 0: there is none
    int64_t at;      // wall time, ms
    size_t skill_count;
    char (*skills)[RECORD_ID_MAX]; // 0: all
    char by[RECORD_ID_MAX];
};

struct freezes {
    size_t room;
    struct frozen **of; // by skill; NULL: not frozen
    struct frozen_plan plan;
};

// NULL: what the public sees of the skill moves.
const struct frozen *frozen_of(const struct record *record, uint32_t skill);
bool frozen_any(const struct record *record);
// All figures have to be settled.
void frozen_take(struct record *record, uint32_t skill, uint64_t number, int64_t at);
void frozen_drop(struct record *record, uint32_t skill);
void frozen_forget_plan(struct record *record);
void frozen_free(struct record *record);

const struct record_competitor *frozen_ghost(const struct frozen *frozen,
                                             const struct rank_line *line);
// As he was then; NULL: he was not in the list, or codes have been opened since.
const struct record_competitor *frozen_same(const struct frozen *frozen,
                                            const struct record_competitor *competitor);
// His line on a stage of his skill as it was then; NULL: he had none.
const struct rank_line *frozen_line(const struct frozen_stage *stage,
                                    const struct record_competitor *ghost);
// Whether he came to the list after its boards were frozen: the public does not know of him.
bool frozen_hides(const struct record *record, const struct record_competitor *competitor);
// Whose names a row of him may show: also of a ghost's.
const struct record_person *frozen_person(const struct record *record,
                                          const struct record_competitor *competitor);
