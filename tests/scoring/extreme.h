// Drives a rule book to its edges: the least and the largest entries, every fault as often as it
// can be counted, panels of every size, the largest declared values, penalties as often as a ruling
// may give them. Whatever the definition's check has let through must come to a figure.
#pragma once

#include "scoring/field.h"
#include "scoring/span.h"

#include <stdlib.h>
#include <string.h>

enum { EXTREME_FIELD = 5 };

struct extreme {
    const struct rules *rules;
    uint32_t skill;
    uint32_t steps;
    bool relative;
    uint64_t chance;
    struct row *rows[EXTREME_FIELD];
    struct tally tallies[EXTREME_FIELD];
    void *memory[EXTREME_FIELD];
    struct field_entry entries[EXTREME_FIELD];
    void *scratch;
    struct mark marks[RULES_CELLS_MAX];
};

static inline uint32_t extreme_below(struct extreme *it, uint32_t below)
{
    it->chance = it->chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(it->chance >> 33) % below;
}

// Ends of the range, one step inside of them, and anything between.
static inline point_t extreme_entry(struct extreme *it, struct rules_shape shape)
{
    uint64_t steps = ((uint64_t)shape.max - (uint64_t)shape.min) / (uint64_t)shape.step;
    uint64_t at = 0;

    switch (extreme_below(it, 6)) {
    case 0:
        break;
    case 1:
    case 2:
        at = steps;
        break;
    case 3:
        at = steps - (steps > 0);
        break;
    case 4:
        at = steps > 0;
        break;
    default:
        at = ((uint64_t)extreme_below(it, UINT32_C(1) << 31) << 31 |
              extreme_below(it, UINT32_C(1) << 31)) %
             (steps + 1);
    }
    return shape.min + (point_t)(at * (uint64_t)shape.step);
}

static inline uint32_t extreme_marks(struct extreme *it, const struct rules_part *part)
{
    uint32_t count = 0;

    for (uint32_t i = part->aspect_first; i < part->aspect_first + part->aspect_count; i++) {
        const struct rules_aspect *aspect = &it->rules->aspects[i];
        for (uint32_t k = 0; k < rules_cells(aspect); k++) {
            struct mark mark = {i, extreme_entry(it, rules_shape_of(aspect, k)), k};
            it->marks[count++] = mark;
        }
    }
    return count;
}

static inline point_t extreme_figure(struct extreme *it)
{
    static const point_t figures[] = {RULES_DECLARED_MAX, RULES_DECLARED_MAX - 1, 1, 999983,
                                      3600000};
    uint32_t which = extreme_below(it, 7);

    if (which < 5) {
        return figures[which];
    }
    return which == 5 ? 0 : 1 + (point_t)(extreme_below(it, UINT32_C(1) << 30) % 99999989);
}

// A multiplier from `least` to `most`.
static inline point_t extreme_times(struct extreme *it, point_t least, point_t most)
{
    const point_t figures[] = {least, most, most - RULES_MULTIPLIER_STEP, 99983000, 99971000};

    return figures[extreme_below(it, 5)];
}

static inline void extreme_scale(struct extreme *it, const struct rules_part *part,
                                 struct declared *ret)
{
    for (uint32_t i = part->aspect_first; i < part->aspect_first + part->aspect_count; i++) {
        const struct rules_aspect *aspect = &it->rules->aspects[i];
        for (point_t grade = aspect->min;
             aspect->scaled && grade <= aspect->max && ret->scale_count < RULES_SCALE_MAX;
             grade += aspect->step) {
            ret->scale[ret->scale_count++] = (struct scale_step){grade, extreme_figure(it)};
        }
        if (aspect->scaled) {
            return;
        }
    }
}

static inline struct declared extreme_declared(struct extreme *it, const struct rules_part *part)
{
    struct declared all = {.has = part->declares & ~(unsigned)RULES_DECLARES_NO_MARKS,
                           .base = extreme_figure(it),
                           .difficulty = extreme_times(it, 0, RULES_MULTIPLIER_MAX),
                           .factor = extreme_times(it, 0, RULES_MULTIPLIER_MAX),
                           .deduction = extreme_figure(it),
                           .divisor = extreme_times(it, RULES_DIVISOR_MIN, RULES_DIVISOR_MAX),
                           .time = extreme_figure(it),
                           .added = extreme_figure(it),
                           .warnings = extreme_below(it, 2) * 199,
                           .offences = extreme_below(it, 2) * 199};

    all.base = extreme_below(it, 2) ? all.base : -all.base;
    if ((part->declares & RULES_DECLARES_SCALE) != 0) {
        extreme_scale(it, part, &all);
    }
    return all;
}

// ---- one step

static inline void extreme_sheet(struct extreme *it, uint32_t who, uint32_t part)
{
    const struct rules_part *of = &it->rules->parts[part];
    struct declared declared;
    uint32_t seats = of->seat_count + (of->technical ? 1 : 0);
    struct sheet sheet = {.part = part, .seat = extreme_below(it, seats), .marks = it->marks};

    if (sheet.seat == of->seat_count) {
        declared = extreme_declared(it, of);
        sheet.declared = &declared;
    } else {
        sheet.mark_count = extreme_marks(it, of);
    }
    if (contest_check(it->rules, it->skill, it->rows[who], &sheet).verdict == V_OK) {
        contest_apply(it->rules, it->skill, it->rows[who], &sheet);
    }
}

static inline void extreme_ruling(struct extreme *it, uint32_t who, uint32_t part)
{
    const struct rules_part *of = &it->rules->parts[part];
    uint32_t count = 0;
    uint32_t first = rules_adjustments_of(it->rules, it->skill, &count);
    struct ruling ruling = {.kind = extreme_below(it, 2) ? RULING_EXCUSE : RULING_VOID,
                            .stage = of->stage,
                            .part = part,
                            .seat = of->seat_count ? extreme_below(it, of->seat_count) : 0,
                            .on = extreme_below(it, 2) != 0};

    if (count > 0 && extreme_below(it, 2)) {
        ruling.kind = RULING_ADJUST;
        ruling.adjustment = first + extreme_below(it, count);
        ruling.times = extreme_below(it, 2) ? RULES_TIMES_MAX : extreme_below(it, 9);
    }
    if (contest_check_ruling(it->rules, it->skill, it->rows[who], &ruling).verdict == V_OK) {
        contest_apply_ruling(it->rules, it->skill, it->rows[who], &ruling);
    }
}

static inline bool extreme_counts(struct extreme *it, uint32_t who)
{
    if (it->relative) {
        return field_settle(it->rules, it->skill, it->entries, EXTREME_FIELD, NULL, 0,
                            it->scratch) == V_OK;
    }
    return tally_row(it->rules, it->skill, it->rows[who], &it->tallies[who]) == V_OK;
}

// ---- a skill

static inline void extreme_open(struct extreme *it)
{
    it->relative = rules_is_relative(it->rules, it->skill);
    it->scratch = malloc(field_bytes(it->rules, it->skill, EXTREME_FIELD) + 1);
    for (uint32_t i = 0; i < EXTREME_FIELD; i++) {
        it->rows[i] = malloc(contest_row_bytes(it->rules, it->skill) + 1);
        it->memory[i] = malloc(tally_bytes(it->rules, it->skill) + 1);
        contest_row_init(it->rules, it->skill, it->rows[i]);
        tally_init(it->rules, it->skill, it->memory[i], &it->tallies[i]);
        it->entries[i] =
            (struct field_entry){.row = it->rows[i], .tally = &it->tallies[i], .who = i};
    }
}

static inline void extreme_close(struct extreme *it)
{
    free(it->scratch);
    for (uint32_t i = 0; i < EXTREME_FIELD; i++) {
        free(it->rows[i]);
        free(it->memory[i]);
    }
}

// Many sheets of each part, in any order, and rulings between them.
static inline bool extreme_skill(struct extreme *it)
{
    struct span span = span_of(it->rules, it->skill);
    bool good = true;

    extreme_open(it);
    for (uint32_t step = 0; good && span.part_count > 0 && step < it->steps; step++) {
        uint32_t who = extreme_below(it, EXTREME_FIELD);
        for (uint32_t i = 0; good && i < span.part_count; i++) {
            for (uint32_t k = 0; k <= it->rules->parts[span.part_first + i].seat_count; k++) {
                extreme_sheet(it, who, span.part_first + i);
            }
            if (extreme_below(it, 3) == 0) {
                extreme_ruling(it, who, span.part_first + i);
            }
        }
        good = extreme_counts(it, who);
    }
    extreme_close(it);
    return good;
}

// RULES_NONE, or the skill in which a figure did not fit. The same seed drives the same way.
static inline uint32_t extreme_drive(const struct rules *rules, uint64_t seed, uint32_t steps)
{
    static struct extreme it;

    for (uint32_t i = 0; i < rules->skill_count; i++) {
        it.rules = rules;
        it.skill = i;
        it.steps = steps;
        it.chance = seed + i;
        if (!extreme_skill(&it)) {
            return i;
        }
    }
    return RULES_NONE;
}
