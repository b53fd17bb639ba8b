#include "scoring/forecast.h"

#include "scoring/row.h"
#include "scoring/worth.h"

#include <string.h>

// ---- rules under which a larger mark never makes a smaller total

static bool is_below_zero(struct ratio value)
{
    return value.den != 0 && value.num < 0;
}

static bool adjusts_upwards(const struct rules *rules, uint32_t first, uint32_t count)
{
    for (uint32_t i = first; i < first + count; i++) {
        if (rules->adjustments[i].percent && rules->adjustments[i].amount < 0) {
            return false;
        }
    }
    return true;
}

static bool knows_aspect(const struct rules_aspect *aspect)
{
    bool listed = aspect->input == RULES_RANGED || aspect->input == RULES_TARGET ||
                  (aspect->input == RULES_PLACE && aspect->band_count > 0);

    return !listed && !aspect->scaled && aspect->veto == RULES_NO_VETO && aspect->codes == 0;
}

static bool knows_reduce(const struct rules_part *part)
{
    switch (part->reduce) {
    case RULES_MEAN:
    case RULES_SUM:
    case RULES_MEDIAN:
    case RULES_LEAST:
    case RULES_MOST:
        return true;
    case RULES_AGREED:
    case RULES_MIDDLE_TWO:
    case RULES_NEAR_MEDIAN:
    case RULES_MAJORITY:
        break;
    }
    return false;
}

static bool knows_variance(const struct rules_variance *variance)
{
    return variance->by == RULES_VARIANCE_NONE ||
           (variance->act != RULES_LEAVE_OUT && variance->act != RULES_USE_ALL);
}

static bool knows_part(const struct rules *rules, const struct rules_part *part)
{
    bool plain = part->missing == RULES_BLOCK && !part->optional && !part->one_by_one &&
                 !part->only_declared && part->normalise.by == RULES_NORMALISE_NONE &&
                 part->against == RULES_AGAINST_NONE;

    if (!plain || !knows_reduce(part) || !knows_variance(&part->variance) ||
        is_below_zero(part->factor) || is_below_zero(part->divisor) ||
        is_below_zero(part->weight) ||
        !adjusts_upwards(rules, part->adjustment_first, part->adjustment_count)) {
        return false;
    }
    for (uint32_t i = part->aspect_first; i < part->aspect_first + part->aspect_count; i++) {
        if (!knows_aspect(&rules->aspects[i])) {
            return false;
        }
    }
    return true;
}

static bool drops(const struct rules_module *module)
{
    return module->best > 0 || module->drop_best > 0 || module->drop_worst > 0;
}

static bool knows_module(const struct rules *rules, const struct rules_module *module)
{
    if (module->again || module->cutoff.after > 0 || module->has_long ||
        module->roll_up == RULES_PRODUCT_OF || is_below_zero(module->weight) ||
        !adjusts_upwards(rules, module->adjustment_first, module->adjustment_count)) {
        return false;
    }
    for (uint32_t i = module->part_first; i < module->part_first + module->part_count; i++) {
        const struct rules_part *part = &rules->parts[i];
        // Of parts with different weights the dropped one need not be the one that counts least.
        if (!knows_part(rules, part) || (drops(module) && part->weight.den != 0)) {
            return false;
        }
    }
    return true;
}

static bool knows_stage(const struct rules *rules, const struct rules_stage *stage)
{
    bool adds = stage->roll_up != RULES_PRODUCT_OF && stage->roll_up != RULES_SKATING &&
                stage->roll_up != RULES_MATCHES &&
                (stage->roll_up != RULES_AVERAGE || stage->best == 0);

    if (!adds || is_below_zero(stage->weight) ||
        !adjusts_upwards(rules, stage->adjustment_first, stage->adjustment_count)) {
        return false;
    }
    for (uint32_t i = stage->module_first; i < stage->module_first + stage->module_count; i++) {
        if (!knows_module(rules, &rules->modules[i])) {
            return false;
        }
    }
    return true;
}

bool forecast_is_known(const struct rules *rules, uint32_t stage)
{
    const struct rules_stage *of = &rules->stages[stage];
    const struct rules_skill *skill = &rules->skills[of->skill];
    bool counts = skill->convention == RULES_STANDARD || skill->convention == RULES_ORDINAL;

    if (!counts || of->heats || rules_is_relative(rules, of->skill) ||
        rules_in_groups(rules, of->skill) || !knows_stage(rules, of)) {
        return false;
    }
    for (uint32_t i = 0; i < of->carry_count; i++) {
        if (!knows_stage(rules, &rules->stages[of->carry[i]])) {
            return false;
        }
    }
    return true;
}

bool forecast_has_ties(const struct rules *rules, uint32_t stage)
{
    const struct rules_skill *skill = &rules->skills[rules->stages[stage].skill];

    for (uint32_t i = 0; i < skill->tie_count; i++) {
        if (rules_tie_holds(rules, stage, &skill->ties[i])) {
            return true;
        }
    }
    return false;
}

// ---- which sheets are awaited

static bool matters(const struct rules *rules, uint32_t stage, const struct rules_part *part)
{
    const struct rules_stage *of = &rules->stages[stage];

    for (uint32_t i = 0; i < of->carry_count; i++) {
        if (of->carry[i] == part->stage) {
            return true;
        }
    }
    return part->stage == stage;
}

// Parts that matter to the total and are not complete.
static bool is_awaited(const struct forecast_case *of, uint32_t part)
{
    const struct rules_part *at = &of->rules->parts[part];

    return matters(of->rules, of->stage, at) &&
           !of->tally->part_complete[part - of->tally->part_first] &&
           (at->aspect_count == 0 || row_expects_marks(at, row_slot(of->row, part)));
}

// Every cell of the aspect with this entry.
static bool worth_at(const struct rules_aspect *aspect, point_t entry, struct ratio *ret)
{
    point_t cells[RULES_FAULTS_MAX];

    for (uint32_t i = 0; i < rules_cells(aspect); i++) {
        cells[i] = entry;
    }
    return worth_of(aspect, cells, 1, ret);
}

// The entry of the largest or the smallest worth. Choices may stand in any order; all others rise
// or fall with the entry.
static bool choose(const struct rules_aspect *aspect, bool most, point_t *ret)
{
    struct rules_shape shape = rules_shape_of(aspect, 0);
    point_t step = aspect->input == RULES_CHOICE ? shape.step : shape.max - shape.min;
    struct ratio value;
    struct ratio other;

    *ret = shape.min;
    if (!worth_at(aspect, shape.min, &value)) {
        return false;
    }
    for (point_t at = shape.min; step > 0 && shape.max - at >= step;) {
        at += step;
        if (!worth_at(aspect, at, &other)) {
            return false;
        }
        if (most ? ratio_compare(other, value) > 0 : ratio_compare(other, value) < 0) {
            *ret = at;
            value = other;
        }
    }
    return true;
}

// ---- a row as if all were in

// What every awaited entry is taken to be.
struct filling {
    bool most;
    const point_t *uniform; // this entry in each; NULL: the one of the largest or smallest worth
};

// The marks of one sheet. False: overflow.
static bool fill_marks(const struct forecast_case *of, const struct rules_part *part,
                       const struct filling *how, uint32_t *ret_count)
{
    uint32_t count = 0;

    for (uint32_t i = part->aspect_first; i < part->aspect_first + part->aspect_count; i++) {
        const struct rules_aspect *aspect = &of->rules->aspects[i];
        point_t entry = 0;
        if (how->uniform) {
            entry = *how->uniform;
        } else if (!choose(aspect, how->most, &entry)) {
            return false;
        }
        for (uint32_t k = 0; k < rules_cells(aspect); k++) {
            of->room->marks[count++] = (struct mark){i, entry, k};
        }
    }
    *ret_count = count;
    return true;
}

static bool fill_part(const struct forecast_case *of, uint32_t part, const struct filling *how)
{
    const struct rules_part *at = &of->rules->parts[part];
    struct row_slot *slot = row_slot_of(of->room->row, part);
    struct sheet sheet = {.part = part, .marks = of->room->marks};

    // What is declared would tell of a part that is not complete, and nobody can bound it.
    if (at->aspect_count == 0 || at->technical || !fill_marks(of, at, how, &sheet.mark_count)) {
        return false;
    }
    for (uint32_t seat = 0; seat < at->seat_count; seat++) {
        if ((row_panel(at, slot) >> seat & 1) != 0) {
            sheet.seat = seat;
            contest_apply(of->rules, at->skill, of->room->row, &sheet);
        }
    }
    slot->turned = true;
    slot->accepted = true; // judges who are apart: a ruling takes them as they are
    return true;
}

// The key of the total; false: there is none.
static bool key_of(const struct forecast_case *of, const struct tally *tally,
                   unsigned char out[RATIO_KEY])
{
    unsigned char key[RULES_KEY_MAX];

    if (rank_class_of(of->rules, of->stage, tally) != RANK_COMPLETE ||
        rank_key(of->rules, of->stage, tally, key) == 0) {
        return false;
    }
    memcpy(out, key + 1, RATIO_KEY);
    return true;
}

// False: his total would not be known even then.
static bool fill(const struct forecast_case *of, const struct filling *how,
                 unsigned char out[RATIO_KEY])
{
    const struct rules *rules = of->rules;
    uint32_t skill = rules->stages[of->stage].skill;

    memcpy(of->room->row, of->row, contest_row_bytes(rules, skill));
    for (uint32_t i = 0; i < of->tally->part_count; i++) {
        uint32_t part = of->tally->part_first + i;
        if (is_awaited(of, part) && !fill_part(of, part, how)) {
            return false;
        }
    }
    return tally_row(rules, skill, of->room->row, &of->room->tally) == V_OK &&
           key_of(of, &of->room->tally, out);
}

// ---- bounds

// Somebody whose total nothing more is awaited for, or nothing will ever be.
static bool is_closed(const struct forecast_case *of, struct forecast_bounds *ret)
{
    uint32_t first = of->rules->skills[of->rules->stages[of->stage].skill].stage_first;
    const struct stage_result *now = &of->tally->stages[of->stage - first];
    enum rank_class class = rank_class_of(of->rules, of->stage, of->tally);

    if (row_is_shut_out(of->rules, of->row, of->stage)) {
        return true;
    }
    if (class == RANK_COMPLETE && key_of(of, of->tally, ret->best)) {
        memcpy(ret->worst, ret->best, RATIO_KEY);
        ret->kind = FORECAST_DONE;
        return true;
    }
    return now->status != RULES_RUNNING || class == RANK_CODED;
}

static bool may_refuse(const struct forecast_case *of)
{
    for (uint32_t i = 0; i < of->tally->part_count; i++) {
        const struct rules_part *part = &of->rules->parts[of->tally->part_first + i];
        if (part->variance.by != RULES_VARIANCE_NONE && part->variance.act != RULES_FLAG) {
            return true;
        }
    }
    return false;
}

void forecast_bounds_of(const struct forecast_case *of, struct forecast_bounds *ret)
{
    bool lower = rules_stage_lower(of->rules, of->stage);

    *ret = (struct forecast_bounds){.kind = FORECAST_OUT};
    if (is_closed(of, ret)) {
        return;
    }
    ret->kind = FORECAST_OPEN;
    ret->loose = may_refuse(of);
    if (!fill(of, &(struct filling){!lower, NULL}, ret->best) ||
        !fill(of, &(struct filling){lower, NULL}, ret->worst)) {
        ret->kind = FORECAST_FREE;
        memset(ret->best, 0, RATIO_KEY);
        memset(ret->worst, 0xFF, RATIO_KEY);
    }
}

// ---- what he needs

// All entries that are awaited, if they are plain marks of one shape.
static bool shape_of(const struct forecast_case *of, struct rules_shape *ret)
{
    bool any = false;

    for (uint32_t i = 0; i < of->tally->part_count; i++) {
        const struct rules_part *part = &of->rules->parts[of->tally->part_first + i];
        for (uint32_t k = 0; k < part->aspect_count && is_awaited(of, of->tally->part_first + i);
             k++) {
            const struct rules_aspect *aspect = &of->rules->aspects[part->aspect_first + k];
            struct rules_shape shape = rules_shape_of(aspect, 0);
            bool same =
                !any || (shape.min == ret->min && shape.max == ret->max && shape.step == ret->step);
            if (aspect->input != RULES_SCORE || !same || is_below_zero(aspect->weight)) {
                return false;
            }
            *ret = shape;
            any = true;
        }
    }
    return any;
}

static bool is_enough(const unsigned char key[RATIO_KEY], const unsigned char than[RATIO_KEY],
                      bool or_equal)
{
    int order = memcmp(key, than, RATIO_KEY);

    return order < 0 || (or_equal && order == 0);
}

enum forecast_answer forecast_need(const struct forecast_case *of,
                                   const struct forecast_bounds *bounds,
                                   const unsigned char than[RATIO_KEY], bool or_equal,
                                   point_t *ret_mark)
{
    bool lower = rules_stage_lower(of->rules, of->stage);
    struct rules_shape shape;
    unsigned char key[RATIO_KEY];

    if (bounds->kind != FORECAST_OPEN) {
        return FORECAST_UNKNOWN;
    }
    if (!is_enough(bounds->best, than, or_equal)) {
        return FORECAST_CANNOT;
    }
    if (is_enough(bounds->worst, than, or_equal)) {
        return FORECAST_ALREADY;
    }
    if (!shape_of(of, &shape)) {
        return FORECAST_UNKNOWN;
    }
    // Steps from the worst mark, which is not enough, to the best, which is.
    int64_t not_yet = 0;
    int64_t enough = (shape.max - shape.min) / shape.step;
    while (enough - not_yet > 1) {
        int64_t at = not_yet + (enough - not_yet) / 2;
        point_t mark = lower ? shape.max - at * shape.step : shape.min + at * shape.step;
        if (!fill(of, &(struct filling){false, &mark}, key)) {
            return FORECAST_UNKNOWN;
        }
        *(is_enough(key, than, or_equal) ? &enough : &not_yet) = at;
    }
    *ret_mark = lower ? shape.max - enough * shape.step : shape.min + enough * shape.step;
    return FORECAST_MARK;
}
