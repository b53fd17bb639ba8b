// How a competitor's row lies in memory: a table of offsets, what rulings have said of each stage
// and how often of each adjustment, then one slot for each part of the skill. A slot holds the
// declaration (if the part has a technical seat), the declared scale as far as marks can use it,
// and the entries, all judges of the first cell, then all of the second … For contest and tally
// only.
#pragma once

#include "scoring/rules.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The first cells of a slot with a technical seat. What was not declared stands here as what
// changes nothing.
enum {
    ROW_BASE,
    ROW_DIFFICULTY,
    ROW_FACTOR,
    ROW_DEDUCTION,
    ROW_DIVISOR,
    ROW_TIME, // POINT_BLANK: none
    ROW_ADDED,
    ROW_WARNINGS, // plain counts
    ROW_OFFENCES,
    ROW_DECLARED_CELLS
};

struct row_slot {
    uint32_t in;       // a bit for each judge's seat whose sheet is there
    uint32_t excused;  // a bit for each seat that does not mark this competitor
    uint32_t marks_at; // index of the first entry in `cells`
    uint32_t steps; // of the scale that follows the declared cells: grade, value, grade, value …
    bool declared;
    bool no_marks;
    bool running;  // the declared station log has no end yet
    bool accepted; // judges who are apart are taken as they are
    bool turned;   // the cards: all were in, or by a ruling
    point_t cells[];
};

struct row_stage {
    uint32_t order;         // RULING_ORDER, 0: none
    uint32_t group, number; // of the draw
    uint8_t status, field;
};

struct row {
    uint32_t part_first, part_count;
    uint32_t stage_first, stage_count;
    uint32_t adjustment_first, adjustment_count;
    uint32_t stages_at, times_at; // in words of eight bytes
    uint32_t status;              // of the whole skill
    uint64_t approved, refused;   // a bit for each title; the highest: the promotion
    uint32_t at[];                // where each part's slot begins, in words of eight bytes
};

static inline const struct row_slot *row_slot(const struct row *row, uint32_t part)
{
    const void *at = (const char *)row + (size_t)row->at[part - row->part_first] * sizeof(point_t);

    return at;
}

static inline struct row_slot *row_slot_of(struct row *row, uint32_t part)
{
    void *at = (char *)row + (size_t)row->at[part - row->part_first] * sizeof(point_t);

    return at;
}

static inline const struct row_stage *row_stage(const struct row *row, uint32_t stage)
{
    const void *at = (const char *)row + (size_t)row->stages_at * sizeof(point_t);

    return (const struct row_stage *)at + (stage - row->stage_first);
}

static inline struct row_stage *row_stage_of(struct row *row, uint32_t stage)
{
    void *at = (char *)row + (size_t)row->stages_at * sizeof(point_t);

    return (struct row_stage *)at + (stage - row->stage_first);
}

// How often each adjustment of the skill was ruled.
static inline const uint32_t *row_times(const struct row *row)
{
    const void *at = (const char *)row + (size_t)row->times_at * sizeof(point_t);

    return at;
}

static inline uint32_t *row_times_of(struct row *row)
{
    void *at = (char *)row + (size_t)row->times_at * sizeof(point_t);

    return at;
}

static inline uint32_t row_count_bits(uint32_t bits)
{
    uint32_t count = 0;

    for (; bits != 0; bits &= bits - 1) {
        count++;
    }
    return count;
}

// The seats that mark this competitor.
static inline uint32_t row_panel(const struct rules_part *part, const struct row_slot *slot)
{
    uint32_t all = part->seat_count < 32 ? (UINT32_C(1) << part->seat_count) - 1 : UINT32_MAX;

    return all & ~slot->excused;
}

// The seats whose sheets count.
static inline uint32_t row_in(const struct row_slot *slot)
{
    return slot->in & ~slot->excused;
}

// Are the panel's cards on the table, so that its marks count?
static inline bool row_is_turned(const struct rules_part *part, const struct row_slot *slot)
{
    return part->turn == RULES_TURN_NONE || slot->turned;
}

// Does the part wait for its declaration? (One that may only say "no marks" is not waited for.)
static inline bool row_asks_declaration(const struct rules_part *part)
{
    return part->technical &&
           (part->only_declared || (part->declares & ~(unsigned)RULES_DECLARES_NO_MARKS) != 0);
}

// Does the part count for this competitor, as far as is known by now?
static inline bool row_counts(const struct rules_part *part, const struct row_slot *slot)
{
    bool there = slot->declared || row_in(slot) != 0;

    bool judged = part->aspect_count == 0 || row_panel(part, slot) != 0; // not all are excused

    return (!part->only_declared || slot->declared) && (!part->optional || there) && judged;
}

// Are sheets of the judges awaited, or there?
static inline bool row_expects_marks(const struct rules_part *part, const struct row_slot *slot)
{
    return part->aspect_count > 0 && !slot->no_marks && row_counts(part, slot);
}

// May he not take part in the stage: out, or not let through by its cut yet?
static inline bool row_is_shut_out(const struct rules *rules, const struct row *row, uint32_t stage)
{
    enum { IN = 1, OUT = 2 }; // as enum field_state has them

    uint8_t field = row_stage(row, stage)->field;

    return field == OUT || (field != IN && rules->stages[stage].cut.by != RULES_CUT_NONE);
}

// The status in a stage: the skill's, the stage's own, or one of an earlier stage that holds on.
static inline enum rules_status row_status(const struct rules *rules, const struct row *row,
                                           uint32_t stage)
{
    const struct rules_effect *effects = rules->skills[rules->stages[stage].skill].effects;

    if (row->status != RULES_RUNNING) {
        return (enum rules_status)row->status;
    }
    if (row_stage(row, stage)->status != RULES_RUNNING) {
        return (enum rules_status)row_stage(row, stage)->status;
    }
    for (uint32_t i = row->stage_first; i < stage; i++) {
        enum rules_status earlier = (enum rules_status)row_stage(row, i)->status;
        if (earlier != RULES_RUNNING && effects[earlier].later) {
            return earlier;
        }
    }
    return RULES_RUNNING;
}
