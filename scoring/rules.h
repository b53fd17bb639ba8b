// One competition's rule book as plain structs. Built by wire/definition from JSON, owned there,
// read-only here. competition > skill > stage > module > part > aspect (DESIGN section 2). Arrays
// are flat per competition; a child knows its parent's index and a parent its first child and their
// count, so that an index is an address.
#pragma once

#include "scoring/ratio.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RULES_NONE UINT32_MAX

enum { // limits, checked at import (wire/definition) and named in its problems
    RULES_SKILLS_MAX = 512,
    RULES_STAGES_MAX = 16,                               // of a skill
    RULES_MODULES_MAX = 32,                              // of a stage
    RULES_PARTS_MAX = 8192,                              // of a competition
    RULES_ASPECTS_MAX = 256,                             // of a part
    RULES_SEATS_MAX = 32,                                // of a part
    RULES_CARRY_MAX = 16,                                // of a stage
    RULES_TIES_MAX = 8,                                  // steps of a tie-break chain
    RULES_TITLES_MAX = 16,                               // of a skill
    RULES_SCALE_MAX = 64,                                // entries of a declared scale
    RULES_KEY_MAX = 1 + (1 + RULES_TIES_MAX) * RATIO_KEY // bytes of a rank key
};

// A name that people read, in both languages; zh is never NULL, en may equal zh.
struct rules_name {
    const char *zh;
    const char *en;
};

struct rules_aspect {
    const char *id;
    struct rules_name name;
    point_t min, max, step; // step > 0; a mark is min + k * step and at most max
    bool scaled;            // the mark is a grade that the declared scale turns into a value
};

enum rules_combine {
    RULES_PER_ASPECT, // each aspect over the judges first, then the aspects are added
    RULES_PER_SHEET   // each judge's sheet is added up first, then the sheets go over the judges
};

enum rules_reduce { RULES_MEAN, RULES_SUM }; // of what is left after dropping

// What to do for a seat that has sent nothing: wait for it, or go on with the marks that were
// given.
enum rules_missing { RULES_BLOCK, RULES_GIVEN };

// What the technical seat declares for each performance; bits of rules_part.declares.
enum {
    RULES_DECLARES_BASE = 1,       // added after the judges' figure
    RULES_DECLARES_SCALE = 2,      // grade -> value, for scaled aspects
    RULES_DECLARES_DIFFICULTY = 4, // multiplier
    RULES_DECLARES_FACTOR = 8,     // multiplier
    RULES_DECLARES_DEDUCTION = 16, // subtracted last, declared as a positive figure
    RULES_DECLARES_NO_MARKS =
        32 // "no marks expected": the judges' figure is 0 and no sheet is awaited
};

// What one sheet covers. Its value, exact at each step (RULES.md section 6, points 7, 12 and 13):
//   figure  = per aspect or per sheet: drop the highest and lowest, mean or sum of the rest, round
//   `judges` product = figure x factor x declared difficulty x declared factor, round `product`
//   value   = product + declared base - declared deduction, round `part`
// Per aspect, judges and product are taken for each aspect and then added.
// A part without aspects has figure 0 and awaits only its declaration.
struct rules_part {
    const char *id; // unique in the competition: it stands in the sheet's address
    struct rules_name name;
    uint32_t skill, stage, module;
    uint32_t aspect_first, aspect_count;
    uint32_t seat_count; // judges' seats
    const char *const *seats;
    const char *technical; // the technical role's seat, or NULL
    unsigned declares;  // RULES_DECLARES_…, what the technical seat must declare (NO_MARKS: may)
    bool only_declared; // the part counts only for competitors for whom it was declared
    enum rules_combine combine;
    enum rules_reduce reduce;
    enum rules_missing missing;
    uint32_t drop_high, drop_low;
    uint32_t judges_least; // with RULES_GIVEN: fewer marks than this and the part is not complete
    struct ratio factor;
    struct rounding judges, product, rounding;
};

// value = (sum of parts, rounded `sum`) x weight, rounded `rounding`
struct rules_module {
    const char *id;
    struct rules_name name;
    uint32_t skill, stage;
    uint32_t part_first, part_count;
    struct ratio weight; // 30 % is 3/10; without weights 1
    struct rounding sum, rounding;
};

// own = sum of modules, rounded `own`; total = own + own of each carried stage, rounded `total`
struct rules_stage {
    const char *id; // unique in its skill
    struct rules_name name;
    uint32_t skill;
    uint32_t module_first, module_count;
    uint32_t carry_count;
    uint32_t carry[RULES_CARRY_MAX]; // stage indexes of the competition, earlier stages of the same
                                     // skill
    struct rounding own, total;
};

enum rules_tie_by { RULES_TIE_MODULE, RULES_TIE_PART, RULES_TIE_STAGE_OWN };

struct rules_tie {
    enum rules_tie_by by;
    uint32_t index; // of the module, part or stage in the competition
    bool lower_is_better;
};

// 1224, 1223, 1334
enum rules_convention { RULES_STANDARD, RULES_DENSE, RULES_MODIFIED };

struct rules_title {
    const char *id;
    struct rules_name name;
    uint32_t from, to; // places, both included; decided on the skill's last stage
};

// How much of a board the public sees. The rank order is progress < code < name.
enum rules_show { RULES_SHOW_NONE, RULES_SHOW_PROGRESS, RULES_SHOW_CODE, RULES_SHOW_NAME };

struct rules_skill {
    const char *id; // unique in the competition
    struct rules_name name;
    uint32_t stage_first, stage_count;
    uint32_t tie_count;
    struct rules_tie ties[RULES_TIES_MAX]; // a tie of a stage that is neither the ranked one nor
                                           // carried into it is passed over
    enum rules_convention convention;
    uint32_t title_count;
    struct rules_title titles[RULES_TITLES_MAX];
    enum rules_show before, after; // the public's view before and after publication
    unsigned display_places;       // for eyes only; ranks are decided on the exact total
    bool lower_is_better;
};

struct rules {
    const char *id;
    struct rules_name name;
    bool fictional; // a demonstration: every page says so
    uint32_t skill_count, stage_count, module_count, part_count, aspect_count;
    const struct rules_skill *skills;
    const struct rules_stage *stages;
    const struct rules_module *modules;
    const struct rules_part *parts;
    const struct rules_aspect *aspects;
};

// Finding by id; RULES_NONE when there is none. `len` bytes, not terminated.
uint32_t rules_find_skill(const struct rules *rules, const char *id, size_t len);
uint32_t rules_find_stage(const struct rules *rules, uint32_t skill, const char *id, size_t len);
uint32_t rules_find_part(const struct rules *rules, const char *id, size_t len);
uint32_t rules_find_aspect(const struct rules *rules, uint32_t part, const char *id, size_t len);
// The seat's index in the part: 0 … seat_count-1 for judges, seat_count for the technical seat.
uint32_t rules_find_seat(const struct rules *rules, uint32_t part, const char *id, size_t len);

// What is wrong with a rule book as a whole, beyond the form of its fields.
enum rules_nonsense {
    RULES_SENSE,
    RULES_PANEL_TOO_SMALL, // drop_high + drop_low >= seats, or judges_least > seats; `index` is the
                           // part
    RULES_WEIGHTS_NOT_WHOLE, // percent weights of a stage that do not add up to 100 %: found by
                             // wire/definition
    RULES_SCALE_UNDECLARED,  // a scaled aspect, but the part declares no scale; the part
    RULES_TECHNICAL_MISSING, // declares something, or counts only when declared, but has no
                             // technical seat; the part
    RULES_CARRY_FORWARD,     // a stage carries itself, a later or a foreign one; the stage
    RULES_TITLES_OVERLAP,    // two titles claim one place; the skill
    RULES_MARKS_MISSHAPEN,   // max < min, step <= 0 or (max - min) not a whole number of steps, or
                             // more grades than a scale holds; the aspect
    RULES_PART_EMPTY,        // no aspects and nothing declared; the part
    RULES_OVERFLOW_POSSIBLE  // the largest possible figures do not fit exact arithmetic; the part
};

// The first nonsense of the book and where it is (an index into the array that the comment names).
enum rules_nonsense rules_check(const struct rules *rules, uint32_t *ret_index);
