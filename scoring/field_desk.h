// What field_settle works with: the entries in a fixed order, who of them is compared with whom in
// the stage at hand, and the scratch memory. For scoring/field_… only.
#pragma once

#include "scoring/field_entry.h"
#include "scoring/span.h"

// One entry while a stage is put in order.
struct field_item {
    uint32_t entry; // index in the entries
    uint32_t who;
    enum rank_class standing;
    uint32_t bout;      // order of the matches, where they come first; else 0
    struct ratio value; // what is being compared
    bool starts;        // is not equal to the one before it
    uint32_t step;      // what set it apart from the one before it
};

struct field_desk {
    const struct rules *rules;
    uint32_t skill;
    struct field_entry *entries;
    uint32_t count;
    const struct bout *bouts;
    uint32_t bout_count;
    struct span span;
    struct trace *trace; // of the entry `traced`, or NULL
    uint32_t traced;
    // Scratch memory; `count` of each where nothing else is said.
    uint32_t *order;            // all entries, by `who`
    uint32_t *members;          // of the stage at hand: who is compared
    uint32_t *position;         // by entry: 1 + place among members, 0: none of them
    struct tally_judge *judges; // as tally_field has them, or NULL
    struct ratio *figures;      // of judges whose figures are ranked, one judge after the other
    struct ratio *values;
    struct field_item *items;
    struct bout_side *sides;
    uint32_t *side_of;    // by entry: 1 + its side, 0: not drawn
    uint32_t *taken;      // count + 1: who has which of a judge's places
    uint32_t *marks;      // of all dances of a stage: [(dance * couples + couple) * judges + judge]
    struct ratio *places; // [dance * couples + couple]
    struct ratio *totals; // by couple
    uint32_t *method_order;  // by entry: order of the final, 0: none
    uint32_t *method_step;   // by entry: the tie step of matches that set him apart, 0: none
    uint32_t *final_order;   // by couple
    uint32_t *final_decided; // by couple
    // Of the stage at hand.
    uint32_t stage, member_count;
};

size_t field_desk_bytes(const struct rules *rules, uint32_t skill, size_t count);
// `desk` holds rules, skill, entries, count and bouts; the rest is laid out in `scratch`.
void field_desk_open(struct field_desk *desk, void *scratch);

// Turns to a stage: who is in its field and counts in statistics.
void field_desk_turn(struct field_desk *desk, uint32_t stage);
// May the entry take part in the stage at hand?
bool field_desk_takes_part(const struct field_desk *desk, uint32_t entry);

// The trace for this entry, or NULL.
struct trace *field_desk_trace(const struct field_desk *desk, uint32_t entry);
