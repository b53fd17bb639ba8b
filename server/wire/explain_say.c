// Which sentence a line gets.
#include "base/buf.h"
#include "base/must.h"
#include "scoring/reduce.h"
#include "wire/explain_at.h"
#include "wire/explain_fault.h"
#include "wire/explain_figure.h"
#include "wire/explain_list.h"
#include "wire/explain_name.h"
#include "wire/explain_slot.h"
#include "wire/explain_words.h"

// ---- one judge

static enum explain_word entry_word(const struct explain_at *here)
{
    static const enum explain_word words[] = {
        [RULES_SCORE] = EXPLAIN_SCORE,     [RULES_PASS_FAIL] = EXPLAIN_PASSED,
        [RULES_NUMBER] = EXPLAIN_NUMBER,   [RULES_CHOICE] = EXPLAIN_CHOSEN,
        [RULES_RANGED] = EXPLAIN_MEASURED, [RULES_JUDGEMENT] = EXPLAIN_JUDGED,
        [RULES_DEDUCTION] = EXPLAIN_SCORE, [RULES_TARGET] = EXPLAIN_ACHIEVED,
        [RULES_POWER] = EXPLAIN_ACHIEVED,  [RULES_LINEAR] = EXPLAIN_ACHIEVED,
        [RULES_PLACE] = EXPLAIN_PLACED,    [RULES_TICK] = EXPLAIN_TICKED};

    const struct rules_aspect *aspect = explain_at_aspect(here);
    struct ratio value = here->line->value;
    enum explain_word word = aspect ? words[aspect->input] : EXPLAIN_SCORE;
    if (!ratio_is_value(value)) {
        return EXPLAIN_CODE;
    }
    if (aspect && aspect->scaled) {
        return EXPLAIN_GRADE;
    }
    if (value.num == 0 && word == EXPLAIN_PASSED) {
        return EXPLAIN_FAILED;
    }
    if (value.num == 0 && word == EXPLAIN_TICKED) {
        return EXPLAIN_NOT_TICKED;
    }
    return aspect && aspect->input == RULES_TARGET && here->line->number == 1 ? EXPLAIN_TARGET
                                                                              : word;
}

static enum explain_word fault_word(const struct explain_at *here)
{
    const struct rules_fault *fault = explain_at_fault(here->rules, here->line);
    if (fault && fault->lost) {
        return EXPLAIN_FAULT_LOST;
    }
    return fault && fault->each != POINT_ONE ? EXPLAIN_FAULT_STEPS : EXPLAIN_FAULT;
}

static enum explain_word deducted_word(const struct explain_at *here)
{
    if (!explain_fault_any(here)) {
        return EXPLAIN_WORTH_CLEAN;
    }
    return explain_fault_took_all(here) ? EXPLAIN_WORTH_GONE : EXPLAIN_WORTH_DEDUCTED;
}

// Whether the formula gives what the line says, so that it may be said.
static enum explain_word if_formula(const struct explain_at *here, enum explain_word word,
                                    enum explain_word otherwise)
{
    struct ratio before = explain_at_before(here);
    struct ratio rounded = before;
    bool same = ratio_is_value(before) && ratio_is_value(here->line->value) &&
                (here->line->rounding.mode == ROUND_NONE ||
                 ratio_round(before, here->line->rounding, &rounded)) &&
                ratio_compare(rounded, here->line->value) == 0;
    return same ? word : otherwise;
}

static enum explain_word worth_word(const struct explain_at *here)
{
    const struct rules_aspect *aspect = explain_at_aspect(here);
    if (!aspect || !ratio_is_value(here->line->value)) {
        return EXPLAIN_WORTH;
    }
    if (aspect->weight.den != 0) {
        return EXPLAIN_WORTH_WEIGHTED;
    }
    if (aspect->scaled) {
        return EXPLAIN_WORTH_GRADE;
    }
    switch (aspect->input) {
    case RULES_PASS_FAIL:
        return here->line->value.num ? EXPLAIN_WORTH_PASS : EXPLAIN_WORTH_FAIL;
    case RULES_NUMBER:
        return if_formula(here, EXPLAIN_WORTH_NUMBER, EXPLAIN_WORTH);
    case RULES_JUDGEMENT:
        return if_formula(here, EXPLAIN_WORTH_JUDGED, EXPLAIN_WORTH);
    case RULES_DEDUCTION:
        return deducted_word(here);
    case RULES_TARGET:
        return if_formula(here, aspect->falling ? EXPLAIN_WORTH_FALLING : EXPLAIN_WORTH_TARGET,
                          EXPLAIN_WORTH_CAPPED);
    case RULES_LINEAR:
    case RULES_POWER:
        return EXPLAIN_WORTH_POWER;
    case RULES_SCORE:
    case RULES_CHOICE:
    case RULES_RANGED:
    case RULES_PLACE:
    case RULES_TICK:
        break;
    }
    return EXPLAIN_WORTH;
}

static enum explain_word normalised_word(const struct explain_at *here)
{
    const struct rules_part *part = explain_at_part(here);
    enum rules_normalise_by by = part ? part->normalise.by : RULES_Z;
    return by == RULES_PERCENT ? EXPLAIN_NORMALISED_PERCENT
           : by == RULES_RANKS ? EXPLAIN_NORMALISED_RANKS
                               : EXPLAIN_NORMALISED_Z;
}

static enum explain_word figure_word(const struct explain_at *here)
{
    static const enum explain_word words[] = {[REDUCE_USED] = EXPLAIN_USED,
                                              [REDUCE_DROPPED_HIGH] = EXPLAIN_DROPPED_HIGH,
                                              [REDUCE_DROPPED_LOW] = EXPLAIN_DROPPED_LOW,
                                              [REDUCE_LEFT_OUT] = EXPLAIN_LEFT_OUT};

    int64_t fate = here->line->n;
    if (fate == REDUCE_USED && here->line->seat == RULES_NONE) {
        return EXPLAIN_FILLED;
    }
    enum explain_word word = fate >= 0 && fate <= REDUCE_LEFT_OUT ? words[fate] : EXPLAIN_USED;
    return word == EXPLAIN_USED && explain_at_aspect(here) ? EXPLAIN_USED_ASPECT : word;
}

// ---- the panel

static enum explain_word reduced_word(const struct explain_at *here)
{
    static const enum explain_word words[] = {
        [RULES_MEAN] = EXPLAIN_MEAN,
        [RULES_SUM] = EXPLAIN_SUM,
        [RULES_MEDIAN] = EXPLAIN_MEDIAN,
        [RULES_AGREED] = EXPLAIN_AGREED,
        [RULES_MIDDLE_TWO] = EXPLAIN_MIDDLE_TWO,
        [RULES_NEAR_MEDIAN] = EXPLAIN_NEAR_MEDIAN,
        [RULES_LEAST] = EXPLAIN_LEAST,
        [RULES_MOST] = EXPLAIN_MOST,
        [RULES_MAJORITY] = EXPLAIN_BY_MAJORITY,
    };

    const struct rules_part *part = explain_at_part(here);
    enum explain_word word = words[part ? part->reduce : RULES_MEAN];
    struct explain_list list;
    bool listed = explain_list_find(here->explain, here->at, &list);
    if (here->line->n == 1 && word != EXPLAIN_BY_MAJORITY) {
        return EXPLAIN_SINGLE;
    }
    if (word == EXPLAIN_MIDDLE_TWO && here->line->n > 2) {
        return EXPLAIN_MIDDLE_ALL;
    }
    // The pattern without the list stands behind the one with it.
    bool has_bare = word == EXPLAIN_MEAN || word == EXPLAIN_SUM || word == EXPLAIN_MEDIAN;
    return has_bare && !listed ? (enum explain_word)(word + 1) : word;
}

static enum explain_word apart_word(const struct explain_at *here)
{
    static const enum explain_word words[] = {[RULES_REFUSE] = EXPLAIN_APART_REFUSE,
                                              [RULES_HOLD] = EXPLAIN_APART_HOLD,
                                              [RULES_FLAG] = EXPLAIN_APART_FLAG,
                                              [RULES_LEAVE_OUT] = EXPLAIN_APART_LEAVE_OUT,
                                              [RULES_USE_ALL] = EXPLAIN_APART_USE_ALL};
    const struct rules_part *part = explain_at_part(here);
    int64_t act = here->line->n;
    if (part && part->reduce == RULES_AGREED && part->variance.by == RULES_VARIANCE_NONE) {
        return EXPLAIN_APART_AGREED;
    }
    return act >= 0 && act <= RULES_USE_ALL ? words[act] : EXPLAIN_APART_HOLD;
}

// ---- the part

// A multiplier that is one part of a short number is said as a division.
static enum explain_word product_word(const struct explain_at *here)
{
    struct ratio inverse;
    struct ratio by = here->line->b;
    bool divides = ratio_is_value(by) && by.num != 0 && !explain_figure_is_whole(by) &&
                   ratio_quotient(RATIO_ONE, by, &inverse) && explain_figure_is_whole(inverse);
    return divides ? EXPLAIN_DIVIDED : EXPLAIN_TIMES;
}

static enum explain_word against_word(const struct explain_at *here)
{
    const struct rules_part *part = explain_at_part(here);
    switch (part ? part->against : RULES_AGAINST_NONE) {
    case RULES_AGAINST_BEST:
        return rules_part_lower(here->rules, explain_list_part(here->rules, here->line))
                   ? EXPLAIN_BEST_LOW
                   : EXPLAIN_BEST_HIGH;
    case RULES_AGAINST_POINTS:
        return EXPLAIN_BY_POINTS;
    case RULES_AGAINST_BORDA:
        return EXPLAIN_BY_BORDA;
    case RULES_AGAINST_NONE:
    case RULES_AGAINST_PLACE:
        break;
    }
    return EXPLAIN_BY_PLACE;
}

static enum explain_word open_word(const struct explain_at *here)
{
    const struct rules_part *part = explain_at_part(here);
    if (here->line->n == TRACE_NOT_HIS) {
        return part && part->optional        ? EXPLAIN_PART_NOT_HELD
               : part && part->only_declared ? EXPLAIN_PART_NOT_DECLARED
                                             : EXPLAIN_PART_NO_JUDGE;
    }
    return here->line->n == 1  ? EXPLAIN_PART_OPEN_ONE
           : here->line->n < 1 ? EXPLAIN_PART_HELD
                               : EXPLAIN_PART_OPEN;
}

// ---- modules and stages

static enum explain_word sum_word(const struct explain_at *here)
{
    uint32_t module = here->line->module;
    enum rules_roll_up how =
        module < here->rules->module_count ? here->rules->modules[module].roll_up : RULES_ADD;
    struct explain_list list;
    bool listed = explain_list_find(here->explain, here->at, &list);
    if (explain_list_is_adjusted(here->explain->trace, here->at)) {
        return EXPLAIN_MODULE_ADJUSTED;
    }
    switch (how) {
    case RULES_AVERAGE:
        return EXPLAIN_MODULE_MEAN;
    case RULES_WORST_OF:
        return EXPLAIN_MODULE_WORST;
    case RULES_BEST_OF:
        return EXPLAIN_MODULE_BEST;
    case RULES_PRODUCT_OF:
        return EXPLAIN_MODULE_PRODUCT;
    case RULES_ADD:
    case RULES_SKATING:
    case RULES_MATCHES:
        break;
    }
    return listed ? EXPLAIN_MODULE_LIST : EXPLAIN_MODULE_ADD;
}

static enum explain_word module_word(const struct explain_at *here)
{
    struct ratio weight = here->line->b;
    bool plain = !ratio_is_value(weight) || ratio_compare(weight, RATIO_ONE) == 0;
    return plain ? EXPLAIN_MODULE : EXPLAIN_WEIGHTED;
}

static enum explain_word carried_word(const struct explain_at *here)
{
    struct ratio weight = here->line->b;
    if (here->line->number == here->line->stage) {
        return EXPLAIN_OWN_WEIGHTED;
    }
    bool plain = weight.den == 0 || ratio_compare(weight, RATIO_ONE) == 0;
    return plain ? EXPLAIN_CARRIED : EXPLAIN_CARRIED_WEIGHTED;
}

static enum explain_word own_word(const struct explain_at *here)
{
    uint32_t stage = here->line->stage;
    enum rules_roll_up how =
        stage < here->rules->stage_count ? here->rules->stages[stage].roll_up : RULES_ADD;
    struct explain_list list;
    bool listed = explain_list_find(here->explain, here->at, &list);
    if (explain_list_is_adjusted(here->explain->trace, here->at)) {
        return EXPLAIN_OWN_ADJUSTED;
    }
    switch (how) {
    case RULES_AVERAGE:
        return EXPLAIN_OWN_MEAN;
    case RULES_WORST_OF:
        return EXPLAIN_OWN_WORST;
    case RULES_BEST_OF:
        return EXPLAIN_OWN_BEST;
    case RULES_PRODUCT_OF:
        return EXPLAIN_OWN_PRODUCT;
    case RULES_ADD:
    case RULES_SKATING:
    case RULES_MATCHES:
        break;
    }
    return listed ? EXPLAIN_OWN_LIST : EXPLAIN_OWN;
}

static enum explain_word limited_word(const struct explain_at *here)
{
    return ratio_is_value(here->line->a) && ratio_compare(here->line->value, here->line->a) < 0
               ? EXPLAIN_CEILING
               : EXPLAIN_FLOOR;
}

static enum explain_word tie_word(const struct explain_at *here)
{
    if (here->line->n == 0) {
        return EXPLAIN_TIE_TOTAL;
    }
    return explain_name_tie(here) ? EXPLAIN_TIE_STEP : EXPLAIN_TIE_NONE;
}

// ---- all

// Kinds that have one sentence only; the others are EXPLAIN_WORDS here.
static enum explain_word only_word(enum trace_kind kind)
{
    static const enum explain_word words[] = {
        [TRACE_ENTRY] = EXPLAIN_WORDS,       [TRACE_FAULT] = EXPLAIN_WORDS,
        [TRACE_WORTH] = EXPLAIN_WORDS,       [TRACE_NORMALISED] = EXPLAIN_WORDS,
        [TRACE_FIGURE] = EXPLAIN_WORDS,      [TRACE_REDUCED] = EXPLAIN_WORDS,
        [TRACE_APART] = EXPLAIN_WORDS,       [TRACE_PRODUCT] = EXPLAIN_WORDS,
        [TRACE_BASE] = EXPLAIN_WORDS,        [TRACE_DEDUCTION] = EXPLAIN_DEDUCTION,
        [TRACE_TIME] = EXPLAIN_WORDS,        [TRACE_AGAINST] = EXPLAIN_WORDS,
        [TRACE_MAJORITY] = EXPLAIN_WORDS,    [TRACE_CODE] = EXPLAIN_CODE_WORTH,
        [TRACE_ASIDE] = EXPLAIN_ASIDE,       [TRACE_NOT_BEST] = EXPLAIN_NOT_BEST,
        [TRACE_ADJUSTED] = EXPLAIN_ADJUSTED, [TRACE_LIMITED] = EXPLAIN_WORDS,
        [TRACE_VETO] = EXPLAIN_WORDS,        [TRACE_PART] = EXPLAIN_PART,
        [TRACE_PART_OPEN] = EXPLAIN_WORDS,   [TRACE_DROPPED] = EXPLAIN_DROPPED,
        [TRACE_MODULE_SUM] = EXPLAIN_WORDS,  [TRACE_MODULE] = EXPLAIN_WORDS,
        [TRACE_CUTOFF] = EXPLAIN_CUTOFF,     [TRACE_OWN] = EXPLAIN_WORDS,
        [TRACE_CARRIED] = EXPLAIN_WORDS,     [TRACE_TOTAL] = EXPLAIN_TOTAL,
        [TRACE_STATUS] = EXPLAIN_STATUS,     [TRACE_SKATING] = EXPLAIN_WORDS,
        [TRACE_MATCHES] = EXPLAIN_MATCHES,   [TRACE_TIE] = EXPLAIN_WORDS};

    must((size_t)kind < sizeof words / sizeof words[0]);
    return words[kind];
}

static enum explain_word judge_word(const struct explain_at *here)
{
    enum trace_kind kind = here->line->kind;
    if (kind == TRACE_ENTRY) {
        return entry_word(here);
    }
    if (kind == TRACE_FAULT) {
        return fault_word(here);
    }
    if (kind == TRACE_WORTH) {
        return worth_word(here);
    }
    if (kind == TRACE_NORMALISED) {
        return normalised_word(here);
    }
    if (kind == TRACE_FIGURE) {
        return figure_word(here);
    }
    if (kind == TRACE_REDUCED) {
        return reduced_word(here);
    }
    return kind == TRACE_APART ? apart_word(here) : EXPLAIN_WORDS;
}

static enum explain_word part_word(const struct explain_at *here)
{
    enum trace_kind kind = here->line->kind;
    bool added = ratio_is_value(here->line->a) && here->line->a.num > 0;
    if (kind == TRACE_PRODUCT) {
        return product_word(here);
    }
    if (kind == TRACE_BASE) {
        bool below = ratio_is_value(here->line->a) && here->line->a.num < 0;
        return below ? EXPLAIN_BASE_MINUS : EXPLAIN_BASE;
    }
    if (kind == TRACE_TIME) {
        return added ? EXPLAIN_TIME_ADDED : EXPLAIN_TIME;
    }
    if (kind == TRACE_AGAINST) {
        return against_word(here);
    }
    if (kind == TRACE_MAJORITY) {
        return here->line->n ? EXPLAIN_MAJORITY : EXPLAIN_MAJORITY_SHARED;
    }
    if (kind == TRACE_VETO) {
        const struct rules_aspect *aspect = explain_at_aspect(here);
        return aspect && aspect->veto == RULES_VETO_PLACE ? EXPLAIN_VETO_PLACE : EXPLAIN_VETO;
    }
    if (kind == TRACE_LIMITED) {
        return limited_word(here);
    }
    return kind == TRACE_PART_OPEN ? open_word(here) : EXPLAIN_WORDS;
}

static enum explain_word upper_word(const struct explain_at *here)
{
    enum trace_kind kind = here->line->kind;
    if (kind == TRACE_MODULE_SUM) {
        return sum_word(here);
    }
    if (kind == TRACE_MODULE) {
        return module_word(here);
    }
    if (kind == TRACE_OWN) {
        return own_word(here);
    }
    if (kind == TRACE_CARRIED) {
        return carried_word(here);
    }
    if (kind == TRACE_SKATING) {
        return here->line->n ? EXPLAIN_SKATING : EXPLAIN_SKATING_SHARED;
    }
    return tie_word(here);
}

void explain_say(const struct explain *explain, size_t line, enum problem_language language,
                 struct buf *out)
{
    must(line < explain->trace->count);
    struct explain_at here = {explain, explain->rules, &explain->trace->lines[line],
                              line,    language,       out};
    enum explain_word word = only_word(here.line->kind);
    word = word == EXPLAIN_WORDS ? judge_word(&here) : word;
    word = word == EXPLAIN_WORDS ? part_word(&here) : word;
    word = word == EXPLAIN_WORDS ? upper_word(&here) : word;
    explain_slot_fill(&here, explain_words(word, language));
}
