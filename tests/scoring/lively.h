// Random rule books with something of everything that one competitor's figures can have, and random
// things that happen to him.
#pragma once

#include "tests/scoring/chance.h"

enum { LIVELY_ADJUSTMENTS = 6 };

// A book with what its nodes point to.
struct lively {
    struct book book;
    struct rules_adjustment adjustments[64];
    uint64_t seed;
};

static const struct rules_band lively_limits[] = {
    {.from = {-1000000, 1}, .to = {1000000, 1}, .value = {3, 1}}};
static const struct rules_trim lively_trims[] = {{3, 1, 0}, {5, 1, 1}, {7, 2, 1}};
static const struct rules_band lively_bands[] = {
    {.from = {1, 1}, .to = {1, 1}, .value = {9, 1}, .name = {"a", "a"}},
    {.from = {2, 1}, .to = {2, 1}, .value = {5, 1}, .name = {"b", "b"}},
    {.from = {3, 1}, .to = {8, 1}, .value = {7, 3}, .name = {"c", "c"}},
    {.from = {9, 1}, .to = {99, 1}, .value = {0, 1}, .name = {"d", "d"}}};
static const struct rules_fault lively_faults[] = {
    {.id = "gap", .each = 5 * (point_t)POINT_ONE, .begun = true, .amount = 2 * (point_t)POINT_ONE},
    {.id = "pore", .each = POINT_ONE, .amount = POINT_ONE / 2, .most = 2 * (point_t)POINT_ONE},
    {.id = "crack", .lost = true}};

static inline uint32_t lively_below(struct lively *lively, uint32_t below)
{
    return chance_below(&lively->seed, below);
}

static inline bool lively_in(struct lively *lively, uint32_t many)
{
    return chance_in(&lively->seed, many);
}

// Adjustments of a node; *ret_first is where they begin.
static inline uint32_t lively_adjust(struct lively *lively, uint32_t *ret_first, bool clock)
{
    struct rules *rules = &lively->book.rules;
    uint32_t count = lively_in(lively, 3) ? 1 + lively_below(lively, 2) : 0;

    *ret_first = rules->adjustment_count;
    for (uint32_t i = 0; i < count; i++) {
        assert_true(rules->adjustment_count < ROWS(lively->adjustments));
        struct rules_adjustment *how = &lively->adjustments[rules->adjustment_count++];
        *how = (struct rules_adjustment){.id = "adjustment",
                                         .percent = lively_in(lively, 2),
                                         .amount = -(point_t)POINT_ONE,
                                         .after = 60 * (point_t)POINT_ONE,
                                         .each = 10 * (point_t)POINT_ONE,
                                         .most = lively_below(lively, 4),
                                         .part = rules->part_count - 1};
        how->by = clock ? (enum rules_by)lively_below(lively, 5) : RULES_BY_RULING;
    }
    return count;
}

static inline void lively_limit(struct lively *lively, struct rules_limits *limits)
{
    *limits = (struct rules_limits){lively_in(lively, 3), lively_in(lively, 4), {1, 1}, {40, 1}};
}

static inline void lively_aspect(struct lively *lively, bool plain)
{
    struct rules_aspect *aspect = book_aspect(&lively->book, "0", "10", "0.5");

    aspect->input = plain ? RULES_SCORE : (enum rules_input)lively_below(lively, RULES_TICK + 1);
    aspect->full = 8 * (point_t)POINT_ONE;
    aspect->target = aspect->input == RULES_NUMBER ? (struct ratio){7, 1} : (struct ratio){3, 1};
    aspect->cap = (struct ratio){5, 4};
    aspect->bands = lively_bands;
    aspect->band_count = aspect->input == RULES_PLACE ? 0 : ROWS(lively_bands);
    aspect->faults = lively_faults;
    aspect->fault_count = ROWS(lively_faults);
    if (aspect->input == RULES_TARGET) {
        aspect->rounding = (struct rounding){ROUND_HALF_UP, 2};
    }
    aspect->power = (struct rules_power){{25, 2}, {11, 1}, 9, 5, true};
    aspect->linear = (struct rules_linear){.a = {60, 1}, .b = {-9, 5}, .k = {4, 1}};
    aspect->weight = lively_in(lively, 6) ? (struct ratio){-1, 2} : (struct ratio){0, 0};
    aspect->aside = lively_in(lively, 8);
    aspect->codes = lively_in(lively, 3) ? 1U << RULES_DNF | 1U << RULES_DNS : 0;
    aspect->veto = lively_in(lively, 6) ? (enum rules_veto)lively_below(lively, 4) : RULES_NO_VETO;
    aspect->rounding = chance_rounding(&lively->seed);
}

static inline void lively_part(struct lively *lively)
{
    struct rules_part *part = book_part(&lively->book, 1 + lively_below(lively, 5));
    uint64_t *seed = &lively->seed;
    bool plain = lively_in(lively, 3);

    part->technical = lively_in(lively, 2) ? "technical" : NULL;
    part->declares = part->technical ? RULES_DECLARES_LOG | RULES_DECLARES_DIVISOR |
                                           RULES_DECLARES_DEDUCTION | RULES_DECLARES_NO_MARKS
                                     : 0;
    part->optional = lively_in(lively, 6);
    part->codes[RULES_DNF] = (struct rules_code){lively_in(lively, 4), false, {3, 2}};
    part->only_declared = part->technical && lively_in(lively, 4);
    part->figure_is_time = part->technical && lively_in(lively, 6);
    part->combine = lively_in(lively, 2) ? RULES_PER_ASPECT : RULES_PER_SHEET;
    part->reduce = plain ? (enum rules_reduce)lively_below(lively, 2)
                         : (enum rules_reduce)lively_below(lively, RULES_MAJORITY);
    part->tolerance = lively_limits;
    part->tolerance_count = ROWS(lively_limits);
    part->missing = (enum rules_missing)lively_below(lively, 4);
    part->judges_least = lively_below(lively, part->seat_count + 1);
    part->drop_high = part->seat_count > 2 && lively_in(lively, 2);
    part->trims = lively_trims;
    part->trim_count = lively_in(lively, 4) ? ROWS(lively_trims) : 0;
    part->one_by_one = lively_in(lively, 4);
    part->factor = chance_factor(seed);
    part->divisor = lively_in(lively, 4) ? (struct ratio){9, 5} : (struct ratio){0, 0};
    part->weight = lively_in(lively, 3) ? (struct ratio){2, 1} : (struct ratio){0, 0};
    part->judges = part->reduce == RULES_NEAR_MEDIAN ? (struct rounding){ROUND_HALF_UP, 2}
                                                     : chance_rounding(seed);
    part->product = chance_rounding(seed);
    part->rounding = chance_rounding(seed);
    if (!plain && lively_in(lively, 2)) {
        part->variance = (struct rules_variance){(enum rules_variance_by)lively_below(lively, 4),
                                                 (enum rules_variance_do)lively_below(lively, 3),
                                                 lively_limits, ROWS(lively_limits)};
    }
    lively_limit(lively, &part->limits);
    part->adjustment_count =
        lively_adjust(lively, &part->adjustment_first, part->technical != NULL);
    for (uint32_t i = 0; i < 1 + lively_below(lively, 3); i++) {
        lively_aspect(lively, plain);
    }
}

static inline void lively_shape(struct lively *lively, struct rules_module *module)
{
    module->roll_up = (enum rules_roll_up)lively_below(lively, RULES_PRODUCT_OF + 1);
    module->sum = chance_rounding(&lively->seed);
    module->rounding = chance_rounding(&lively->seed);
    module->drop_best = module->part_count > 2 && lively_in(lively, 2);
    module->drop_worst = module->part_count > 2 && lively_in(lively, 2);
    module->best = lively_in(lively, 3) ? 2 : 0;
    module->order = (enum rules_order)lively_below(lively, 3);
    module->aside = lively_in(lively, 5);
    module->has_long = lively_in(lively, 4);
    module->long_from = (struct ratio){10, 1};
    module->longer = (struct rounding){ROUND_HALF_UP, 0};
    if (module->part_count > 2 && lively_in(lively, 3)) {
        module->cutoff = (struct rules_cutoff){1 + lively_below(lively, 2), {4, 1}, true};
    }
    lively_limit(lively, &module->limits);
}

static inline void lively_module(struct lively *lively)
{
    struct book *book = &lively->book;
    struct rules_module *module = book_module(book, fraction(1 + lively_below(lively, 5), 4));

    for (uint32_t k = 1 + lively_below(lively, 4); k > 0; k--) {
        lively_part(lively);
    }
    lively_shape(lively, module);
    module->adjustment_count = lively_adjust(lively, &module->adjustment_first, false);
    if (lively_in(lively, 3)) {
        struct rules_module *again = book_module(book, RATIO_ONE);
        again->part_first = module->part_first;
        again->part_count = module->part_count;
        again->again = true;
        lively_shape(lively, again);
    }
}

static inline void lively_stage(struct lively *lively)
{
    uint32_t index = lively->book.rules.stage_count;
    struct rules_stage *stage = book_stage(&lively->book);

    stage->roll_up = (enum rules_roll_up)lively_below(lively, RULES_PRODUCT_OF + 1);
    stage->own = (struct rounding){ROUND_HALF_UP, 3};
    stage->total = chance_rounding(&lively->seed);
    for (uint32_t i = 0; i < index; i++) {
        if (lively_in(lively, 2)) {
            stage->carry[stage->carry_count++] = i;
        }
    }
    for (uint32_t i = 1 + lively_below(lively, 2); i > 0; i--) {
        lively_module(lively);
    }
    stage->adjustment_count = lively_adjust(lively, &stage->adjustment_first, false);
    lively_limit(lively, &stage->limits);
    if (index > 0 && lively_in(lively, 4)) {
        stage->cut = (struct rules_cut){.by = RULES_CUT_TOP, .from = index - 1, .top = 3};
    }
}

static inline void lively_skill(struct lively *lively)
{
    struct book *book = &lively->book;

    book_open(book);
    book->rules.adjustments = lively->adjustments;
    struct rules_skill *skill = book_skill(book);
    skill->effects[RULES_DNF] = (struct rules_effect){.ranked = true, .in_base = true};
    skill->effects[RULES_DSQ] = (struct rules_effect){.later = true};
    for (uint32_t i = 1 + lively_below(lively, 3); i > 0; i--) {
        lively_stage(lively);
    }
    skill->lower_is_better = lively_in(lively, 3);
    skill->tie_count = 1;
    skill->ties[0] = (struct rules_tie){.by = RULES_TIE_UNTRIMMED};
    book_lay_out(book);
}

static inline void lively_open(struct lively *lively, uint64_t seed)
{
    do {
        memset(lively, 0, sizeof *lively);
        lively->seed = seed;
        lively_skill(lively);
        seed = lively->seed;
    } while (chance_runs_over(&lively->book.rules));
}

// ---- what happens

static inline point_t lively_entry(struct lively *lively, const struct rules_aspect *aspect,
                                   uint32_t cell)
{
    struct rules_shape shape = rules_shape_of(aspect, cell);

    if (cell == 0 && aspect->codes != 0 && lively_in(lively, 12)) {
        return POINT_CODE(RULES_DNF + (int)lively_below(lively, 2));
    }
    if (aspect->input == RULES_DEDUCTION) {
        return (point_t)(lively_below(lively, 4) == 0 ? lively_below(lively, 12) : 0) * POINT_ONE;
    }
    if (cell == 1) {
        return (1 + (point_t)lively_below(lively, 9)) * POINT_ONE;
    }
    uint64_t steps = (uint64_t)(shape.max - shape.min) / (uint64_t)shape.step;
    return shape.min + shape.step * (point_t)lively_below(lively, (uint32_t)steps + 1);
}

static inline uint32_t lively_marks(struct lively *lively, const struct rules_part *part,
                                    struct mark *marks)
{
    uint32_t count = 0;

    for (uint32_t i = part->aspect_first; i < part->aspect_first + part->aspect_count; i++) {
        const struct rules_aspect *aspect = &lively->book.aspects[i];
        if (part->one_by_one && count > 0 && lively_in(lively, 2)) {
            continue;
        }
        for (uint32_t k = 0; k < rules_cells(aspect); k++) {
            marks[count] = (struct mark){i, lively_entry(lively, aspect, k), k};
            if (marks[count++].value < POINT_CODE(RULES_STATUSES)) {
                break;
            }
        }
    }
    return count;
}

static inline struct declared lively_declared(struct lively *lively)
{
    return (struct declared){.has = RULES_DECLARES_LOG | RULES_DECLARES_DIVISOR |
                                    RULES_DECLARES_DEDUCTION,
                             .no_marks = lively_in(lively, 10),
                             .deduction = (point_t)lively_below(lively, 3) * POINT_ONE,
                             .divisor = (1 + (point_t)lively_below(lively, 3)) * POINT_ONE,
                             .time = (point_t)lively_below(lively, 120) * POINT_ONE,
                             .added = (point_t)lively_below(lively, 2) * 15 * POINT_ONE,
                             .warnings = lively_below(lively, 3),
                             .offences = lively_below(lively, 2),
                             .running = lively_in(lively, 8)};
}

// A random sheet, as far as the rules take it. Returns its part, or RULES_NONE.
static inline uint32_t lively_send(struct lively *lively, struct play *play)
{
    uint32_t index = lively_below(lively, lively->book.rules.part_count);
    const struct rules_part *part = &lively->book.parts[index];
    struct mark marks[16];
    struct declared declared = lively_declared(lively);
    struct sheet sheet = {.part = index, .marks = marks};

    if (part->technical && lively_in(lively, 4)) {
        sheet.seat = part->seat_count;
        sheet.declared = &declared;
    } else {
        sheet.seat = lively_below(lively, part->seat_count);
        sheet.mark_count = lively_marks(lively, part, marks);
    }
    return play_send(play, &sheet) == V_OK ? index : RULES_NONE;
}

// A random ruling, as far as the rules take it. Returns whether there was one.
static inline bool lively_rule(struct lively *lively, struct play *play, struct ruling *ret)
{
    const struct rules *rules = &lively->book.rules;
    uint32_t part = lively_below(lively, rules->part_count);
    uint32_t stage = lively_below(lively, rules->stage_count);

    *ret = (struct ruling){.kind = (enum ruling_kind)lively_below(lively, RULING_DRAW),
                           .stage = stage,
                           .part = part,
                           .seat = lively_below(lively, rules->parts[part].seat_count + 1),
                           .status = lively_in(lively, 2)
                                         ? RULES_RUNNING
                                         : (enum rules_status)lively_below(lively, RULES_STATUSES),
                           .times = lively_below(lively, 4),
                           .number = lively_below(lively, 5),
                           .on = !lively_in(lively, 4)};
    ret->stage = ret->kind == RULING_STATUS && lively_in(lively, 8) ? RULES_NONE : stage;
    ret->adjustment = lively_below(lively, rules->adjustment_count + 1);
    if (contest_check_ruling(rules, 0, play->row, ret).verdict != V_OK) {
        return false;
    }
    contest_apply_ruling(rules, 0, play->row, ret);
    return true;
}
