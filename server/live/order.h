// Who stands where, by the engine, over a record's plain facts: what both the fold (a cut, honours
// at publication) and the readers (live/results) need. `who` of a line is the competitor's index in
// the record. Everything lives on the arena.
#pragma once

#include "live/facts.h"

struct arena;

// The skill's standardised scale: for all together in [0], or where groups compete apart for each
// in its own, [1] …
struct order_scales {
    struct scale_base of[RULES_GROUPS_MAX + 1];
};

// A line for rank_order, and its like.
struct rank_line order_line(const struct record_competitor *competitor);

// The full ranking of a stage (index in the competition): those whom rank_is_listed lists, ordered
// and placed. Returns how many.
size_t order_stage(struct arena *arena, const struct record *record, uint32_t stage,
                   struct rank_line **ret);

// The final standing over all stages of a skill: one line for each competitor, the best first.
size_t order_overall(struct arena *arena, const struct record *record, uint32_t skill,
                     struct field_overall **ret);

// The same by the competitor's place in the skill's list (`at`), where the rules want those who
// were cut to stand behind; else NULL.
const struct field_overall *order_behind(struct arena *arena, const struct record *record,
                                         uint32_t skill);

// Whom the stage's cut lets through as things stand.
struct order_cut {
    uint32_t from;                     // the stage that it cuts from, index in the competition
    size_t base[RULES_GROUPS_MAX + 1]; // entrants that count for a percentage and a minimum: all,
                                       // and in each group
    size_t count;                      // lines, in the order of the stage that it cuts from
    size_t passing;                    // of them; 0: too few entrants, the stage is not held
    const struct rank_line *lines;
    const bool *passes; // by line
};

// False when the rules say no cut for this stage.
bool order_cut(struct arena *arena, const struct record *record, uint32_t stage,
               struct order_cut *ret);

// Whether the stage's cut asks for groups or delegations while codes hide them: a code has neither.
bool order_cut_is_veiled(const struct record *record, uint32_t stage);

// Honours as things stand: a line for each of the overall standing, in its order.
size_t order_awards(struct arena *arena, const struct record *record, uint32_t skill,
                    struct field_overall **ret_overall, struct award_line **ret_awards);

// The skill's scale as things stand, from the totals of its last stage. Not `valid` without a
// scale, with too few, or when it does not fit exact arithmetic.
struct order_scales order_scales(struct arena *arena, const struct record *record, uint32_t skill);
// A total on it: false where there is none.
bool order_scale_value(const struct record *record, const struct order_scales *scales,
                       const struct record_competitor *competitor, struct ratio *ret);

// Places that the rules forbid to be shared, but are: publication waits for a ruling.
bool order_is_undecided(const struct record *record, uint32_t skill);
