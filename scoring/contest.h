// A competition in play: who takes part, every mark that counts, and each competitor's totals.
// One block of memory per skill, sized from the rules; nothing is allocated while marks come in.
// The unit is the row: one competitor with all sheets of his skill. A row can be copied, so that
// the caller may ask "what if this sheet counted" without touching the state (the commit does just
// that).
#pragma once

#include "scoring/rules.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mark {
    uint32_t aspect; // index in the competition
    point_t value;
};

struct scale_step {
    point_t grade, value;
};

// What a technical seat says of one performance. `has` are RULES_DECLARES_… bits.
struct declared {
    unsigned has;
    bool no_marks;
    point_t base, difficulty, factor, deduction;
    uint32_t scale_count;
    struct scale_step scale[RULES_SCALE_MAX];
};

// One sheet as a judge sends it: seat x competitor x part. The arrays belong to the caller.
struct sheet {
    uint32_t part;
    uint32_t seat; // 0 … seat_count-1: marks; seat_count: a declaration
    uint32_t mark_count;
    const struct mark *marks;
    const struct declared *declared;
};

// The engine's answer to a sheet; the wire turns each into a problem with its own type and words.
enum verdict {
    V_OK,
    V_MARK_OUT_OF_RANGE,
    V_MARK_OFF_STEP,
    V_ASPECT_UNKNOWN, // of another part
    V_ASPECT_TWICE,
    V_ASPECT_MISSING,     // a sheet carries a mark for every aspect of its part: blank is not zero
    V_MARKS_NOT_EXPECTED, // marks from a technical seat, or "no marks expected" was declared
    V_DECLARED_NOT_HERE,  // declared by a judge's seat, or a value that this part does not declare
    V_DECLARED_MISSING,   // the part asks for a value that the declaration lacks
    V_SCALE_INCOMPLETE,   // a grade between min and max has no value in the declared scale
    V_SKILL_DIFFERS,      // the competitor does not take part in this part's skill
    V_TOTAL_OVERFLOW      // the totals would not fit exact arithmetic
};

// `item` is the index of the mark or scale step that the verdict is about, or of the missing
// aspect; for a declared value its RULES_DECLARES_ bit. A grade without a step has the item
// scale_count. A declared difficulty, factor or deduction below zero is V_MARK_OUT_OF_RANGE; two
// steps for one grade are V_SCALE_INCOMPLETE. With "no marks" only base and deduction must be
// declared.
struct fault {
    enum verdict verdict;
    uint32_t item;
};

struct row; // one competitor's sheets; opaque, fixed size within a skill, may be copied as bytes
struct contest; // all rows of one skill

// What a row comes to, for one stage. `complete`: every sheet that the rules await is there.
// `modules` and `parts` point into the tally's own arrays below.
struct stage_result {
    struct ratio own, total;
    bool complete;           // own and carried stages; never while no sheet at all is expected
    bool started;            // at least one sheet of the own stage has come, counted or not
    uint32_t done, expected; // sheets of the own stage, as contest_expects_sheet has it
};

// All figures of one row. The caller gives the arrays: tally_init says how large they must be.
struct tally {
    struct stage_result *stages; // by the skill's stage number (0 …)
    struct ratio *modules;       // by module index - first module of the skill
    struct ratio *parts;         // by part index - first part of the skill
    bool *part_complete;         // likewise
    uint32_t stage_count, module_count, part_count;
    uint32_t module_first, part_first;
};

// Bytes of a row of this skill.
size_t contest_row_bytes(const struct rules *rules, uint32_t skill);

// Makes a fresh row in `row_bytes` bytes of zero-initialised or any memory, aligned to 16.
void contest_row_init(const struct rules *rules, uint32_t skill, struct row *row);

// Is this sheet well-formed for a competitor of `skill`, given what the row already holds?
// V_OK or the first fault. Pure: nothing changes. Marks may come before the declaration of their
// part.
struct fault contest_check(const struct rules *rules, uint32_t skill, const struct row *row,
                           const struct sheet *sheet);

// Puts a checked sheet into the row; an earlier one of the same seat and part is replaced whole.
void contest_apply(const struct rules *rules, uint32_t skill, struct row *row,
                   const struct sheet *sheet);

// The marks that a seat has given for a part, as last applied. False when there is no sheet.
bool contest_sheet(const struct rules *rules, uint32_t skill, const struct row *row, uint32_t part,
                   uint32_t seat, struct mark marks[RULES_ASPECTS_MAX], uint32_t *ret_count);

// Whether the seat's sheet for the part is there.
bool contest_has_sheet(const struct rules *rules, uint32_t skill, const struct row *row,
                       uint32_t part, uint32_t seat);

// Whether the sheet is awaited or there (false: part not declared, or no marks expected).
// A declaration that the part may but need not have is expected only once it is there.
bool contest_expects_sheet(const struct rules *rules, uint32_t skill, const struct row *row,
                           uint32_t part, uint32_t seat);
