// How a competitor's row lies in memory: a table of offsets, then one slot for each part of the
// skill. A slot holds the declaration (if the part has a technical seat), the declared scale as far
// as marks can use it, and the marks, all judges of the first aspect, then all of the second … For
// contest and tally only.
#pragma once

#include "scoring/rules.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The first cells of a slot with a technical seat. What was not declared stands here as what
// changes nothing.
enum { ROW_BASE, ROW_DIFFICULTY, ROW_FACTOR, ROW_DEDUCTION, ROW_DECLARED_CELLS };

struct row_slot {
    uint32_t in;       // a bit for each judge's seat whose sheet is there
    uint32_t marks_at; // index of the first mark in `cells`
    uint32_t steps; // of the scale that follows the declared cells: grade, value, grade, value …
    bool declared;
    bool no_marks;
    point_t cells[];
};

struct row {
    uint32_t part_first, part_count;
    uint32_t at[]; // where each part's slot begins, in words of eight bytes
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

// Does the part wait for its declaration? (One that may only say "no marks" is not waited for.)
static inline bool row_asks_declaration(const struct rules_part *part)
{
    return part->technical &&
           (part->only_declared || (part->declares & ~(unsigned)RULES_DECLARES_NO_MARKS) != 0);
}

// Does the part count for this competitor, as far as is known by now?
static inline bool row_counts(const struct rules_part *part, const struct row_slot *slot)
{
    return !part->only_declared || slot->declared;
}

// Are sheets of the judges awaited, or there?
static inline bool row_expects_marks(const struct rules_part *part, const struct row_slot *slot)
{
    return part->aspect_count > 0 && !slot->no_marks && row_counts(part, slot);
}
