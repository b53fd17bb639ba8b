#include "scoring/rank.h"

#include <string.h>

// ---- who stands on a board

static const struct rules_skill *skill_of(const struct rules *rules, uint32_t stage)
{
    return &rules->skills[rules->stages[stage].skill];
}

static const struct stage_result *result_of(const struct rules *rules, uint32_t stage,
                                            const struct tally *tally)
{
    return &tally->stages[stage - skill_of(rules, stage)->stage_first];
}

static enum rank_class class_of_status(enum rules_status status)
{
    switch (status) {
    case RULES_DNS:
        return RANK_DNS;
    case RULES_DSQ:
        return RANK_DSQ;
    case RULES_WITHDRAWN:
        return RANK_WITHDRAWN;
    case RULES_NO_SHOW:
        return RANK_NO_SHOW;
    case RULES_RUNNING:
    case RULES_DNF:
    case RULES_STATUSES:
        break;
    }
    return RANK_DNF;
}

static bool is_ranked_code(const struct rules_skill *skill, struct ratio total)
{
    return total.num > 0 && total.num < RULES_STATUSES && skill->effects[total.num].ranked;
}

enum rank_class rank_class_of(const struct rules *rules, uint32_t stage, const struct tally *tally)
{
    const struct rules_skill *skill = skill_of(rules, stage);
    const struct stage_result *result = result_of(rules, stage, tally);
    bool running = result->status == RULES_RUNNING;

    if (!running && !skill->effects[result->status].ranked) {
        return class_of_status(result->status);
    }
    if (result->held || (running && !result->complete)) {
        return RANK_RUNNING;
    }
    if (!ratio_is_value(result->total) && !is_ranked_code(skill, result->total)) {
        return RANK_CODED;
    }
    return RANK_COMPLETE;
}

bool rank_is_listed(const struct rules *rules, uint32_t stage, const struct tally *tally)
{
    const struct stage_result *result = result_of(rules, stage, tally);
    bool running = result->status == RULES_RUNNING;

    if (result->field == FIELD_OUT) {
        return false;
    }
    return running ? result->started : !skill_of(rules, stage)->effects[result->status].hidden;
}

// ---- the tie chain

static struct ratio time_of(const struct part_result *part)
{
    return part->time == POINT_BLANK ? RATIO_CODE(RULES_RUNNING) : ratio_of_point(part->time);
}

// Who has no ruling stands after all who have one.
static struct ratio ruling_of(const struct stage_result *result)
{
    return result->ruling == 0 ? RATIO_CODE(RULES_RUNNING) : (struct ratio){result->ruling, 1};
}

// A step that looks only at the matches among the tied has no value of one alone.
static struct ratio match_value(const struct rules_tie *tie, const struct stage_result *result)
{
    if (tie->among || tie->by == RULES_TIE_HEAD_TO_HEAD) {
        return RATIO_CODE(RULES_RUNNING);
    }
    if (tie->by == RULES_TIE_SONNEBORN) {
        return result->sonneborn.den == 0 ? RATIO_ZERO : result->sonneborn;
    }
    int64_t value = tie->by == RULES_TIE_NET          ? (int64_t)result->net
                    : tie->by == RULES_TIE_DIFFERENCE ? result->scored - result->against
                    : tie->by == RULES_TIE_SCORED     ? result->scored
                                                      : (int64_t)result->wins;
    return (struct ratio){value, 1};
}

static struct ratio value_of(const struct rules *rules, uint32_t stage, const struct rules_tie *tie,
                             const struct tally *tally)
{
    switch (tie->by) {
    case RULES_TIE_MODULE:
        return tally->modules[tie->index - tally->module_first];
    case RULES_TIE_PART:
        return tally->parts[tie->index - tally->part_first];
    case RULES_TIE_STAGE_OWN:
        return result_of(rules, tie->index, tally)->own;
    case RULES_TIE_TIME:
        return time_of(&tally->results[tie->index - tally->part_first]);
    case RULES_TIE_UNTRIMMED:
        return tally->results[tie->index - tally->part_first].untrimmed;
    case RULES_TIE_FIRSTS:
        return (struct ratio){tally->firsts[tie->index - tally->module_first], 1};
    case RULES_TIE_ASPECT:
        return tally->asides[tie - skill_of(rules, stage)->ties];
    case RULES_TIE_HEAD_TO_HEAD:
    case RULES_TIE_NET:
    case RULES_TIE_DIFFERENCE:
    case RULES_TIE_SCORED:
    case RULES_TIE_WINS:
    case RULES_TIE_SONNEBORN:
        return match_value(tie, result_of(rules, tie->index, tally));
    case RULES_TIE_RULING:
        return ruling_of(result_of(rules, stage, tally));
    case RULES_TIE_COUNTBACK:
    case RULES_TIE_LATEST:
        break;
    }
    return RATIO_CODE(RULES_RUNNING);
}

bool rank_tie_value(const struct rules *rules, uint32_t stage, const struct rules_tie *tie,
                    const struct tally *tally, struct ratio *ret)
{
    if (!rules_tie_holds(rules, stage, tie)) {
        return false;
    }
    *ret = value_of(rules, stage, tie, tally);
    return true;
}

bool rank_tie_lower(const struct rules_tie *tie)
{
    return tie->by == RULES_TIE_RULING || tie->lower_is_better;
}

// ---- the key

static unsigned char *put(struct ratio value, bool lower_is_better, unsigned char *out)
{
    if (!ratio_is_value(value)) { // worse than every value in either direction
        memset(out, 0xFF, RATIO_KEY);
        return out + RATIO_KEY;
    }
    ratio_key(value, out);
    for (size_t i = 0; i < RATIO_KEY; i++) {
        out[i] = (unsigned char)(lower_is_better ? out[i] : ~out[i]);
    }
    return out + RATIO_KEY;
}

static unsigned char *put_order(uint32_t order, unsigned char *out)
{
    for (int i = 0; i < 4; i++) {
        out[i] = (unsigned char)(order >> (24 - 8 * i));
    }
    return out + 4;
}

size_t rank_key(const struct rules *rules, uint32_t stage, const struct tally *tally,
                unsigned char out[RULES_KEY_MAX])
{
    const struct rules_skill *skill = skill_of(rules, stage);
    const struct stage_result *result = result_of(rules, stage, tally);
    unsigned char *at = out;

    if (!rank_is_listed(rules, stage, tally)) {
        return 0;
    }
    *at++ = (unsigned char)rank_class_of(rules, stage, tally);
    if (rules_is_relative(rules, rules->stages[stage].skill)) {
        return (size_t)(put_order(result->order, at) - out);
    }
    at = put(result->total, rules_stage_lower(rules, stage), at);
    for (uint32_t i = 0; i < skill->tie_count; i++) {
        struct ratio value;
        if (rank_tie_value(rules, stage, &skill->ties[i], tally, &value)) {
            at = put(value, rank_tie_lower(&skill->ties[i]), at);
        }
    }
    return (size_t)(at - out);
}

size_t rank_key_len(const struct rules *rules, uint32_t stage)
{
    const struct rules_skill *skill = skill_of(rules, stage);
    size_t len = 1 + RATIO_KEY;

    if (rules_is_relative(rules, rules->stages[stage].skill)) {
        return 1 + sizeof(uint32_t);
    }
    for (uint32_t i = 0; i < skill->tie_count; i++) {
        len += rules_tie_holds(rules, stage, &skill->ties[i]) ? RATIO_KEY : 0;
    }
    return len;
}

// ---- the order

// What every comparison of one ranking needs.
struct ranking {
    const struct rules *rules;
    const struct rules_skill *skill;
    uint32_t stage;
    bool relative, lower;
};

// Total and tie steps. `ret_step` as in compare.
static int compare_figures(const struct ranking *ranking, const struct tally *a,
                           const struct tally *b, uint32_t *ret_step)
{
    const struct rules_skill *skill = ranking->skill;
    struct ratio of_a = result_of(ranking->rules, ranking->stage, a)->total;
    struct ratio of_b = result_of(ranking->rules, ranking->stage, b)->total;
    int order = ratio_better(of_a, of_b, ranking->lower);

    for (uint32_t i = 0; order == 0 && i < skill->tie_count; i++) {
        const struct rules_tie *tie = &skill->ties[i];
        if (rank_tie_value(ranking->rules, ranking->stage, tie, a, &of_a) &&
            rank_tie_value(ranking->rules, ranking->stage, tie, b, &of_b)) {
            *ret_step = i + 1;
            order = ratio_better(of_a, of_b, rank_tie_lower(tie));
        }
    }
    return order;
}

// The order that field_settle has given: the worse of two says what set it apart.
static int compare_orders(const struct ranking *ranking, const struct tally *a,
                          const struct tally *b, uint32_t *ret_step)
{
    const struct stage_result *of_a = result_of(ranking->rules, ranking->stage, a);
    const struct stage_result *of_b = result_of(ranking->rules, ranking->stage, b);

    *ret_step = of_a->order < of_b->order ? of_b->tie_step : of_a->tie_step;
    return (of_a->order > of_b->order) - (of_a->order < of_b->order);
}

// Below 0: `a` stands before `b`. `ret_step` is what decided: 0 class or total, n tie step n,
// RULES_NONE nothing.
static int compare(const struct ranking *ranking, const struct tally *a, const struct tally *b,
                   uint32_t *ret_step)
{
    enum rank_class of_a = rank_class_of(ranking->rules, ranking->stage, a);
    enum rank_class of_b = rank_class_of(ranking->rules, ranking->stage, b);

    *ret_step = 0;
    if (of_a != of_b) {
        return of_a < of_b ? -1 : 1;
    }
    int order = ranking->relative ? compare_orders(ranking, a, b, ret_step)
                                  : compare_figures(ranking, a, b, ret_step);
    if (order == 0) {
        *ret_step = RULES_NONE;
    }
    return order;
}

// `who` makes the list the same each time; it never makes a place.
static bool stands_after(const struct ranking *ranking, const struct rank_line *a,
                         const struct rank_line *b)
{
    uint32_t step = 0;
    int order = compare(ranking, a->tally, b->tally, &step);

    return order > 0 || (order == 0 && a->who > b->who);
}

// Lets lines[at] sink to where both below it stand before it; the heap's top is the last line.
static void sink(const struct ranking *ranking, struct rank_line *lines, size_t at, size_t count)
{
    struct rank_line held = lines[at];

    for (size_t below = 2 * at + 1; below < count; below = 2 * at + 1) {
        if (below + 1 < count && stands_after(ranking, &lines[below + 1], &lines[below])) {
            below++;
        }
        if (!stands_after(ranking, &lines[below], &held)) {
            break;
        }
        lines[at] = lines[below];
        at = below;
    }
    lines[at] = held;
}

static void sort(const struct ranking *ranking, struct rank_line *lines, size_t count)
{
    for (size_t i = count / 2; i-- > 0;) {
        sink(ranking, lines, i, count);
    }
    for (size_t left = count; left > 1; left--) {
        struct rank_line last = lines[0];
        lines[0] = lines[left - 1];
        lines[left - 1] = last;
        sink(ranking, lines, 0, left - 1);
    }
}

// Gives lines[from … to-1], which are equal in everything, their place.
static void share(const struct ranking *ranking, struct rank_line *lines, size_t from, size_t to,
                  uint32_t distinct)
{
    bool placed = rank_class_of(ranking->rules, ranking->stage, lines[from].tally) == RANK_COMPLETE;
    bool half = false;
    uint32_t place = rank_place(ranking->skill->convention, (uint32_t)from, distinct,
                                (uint32_t)(to - from), &half);

    for (size_t i = from; i < to; i++) {
        lines[i].place = placed ? place : 0;
        lines[i].half = placed && half;
        lines[i].shared = placed && to - from > 1;
    }
}

void rank_order(const struct rules *rules, uint32_t stage, struct rank_line *lines, size_t count)
{
    struct ranking ranking = {
        .rules = rules,
        .skill = skill_of(rules, stage),
        .stage = stage,
        .relative = rules_is_relative(rules, rules->stages[stage].skill),
        .lower = rules_stage_lower(rules, stage),
    };
    uint32_t distinct = 0;
    size_t from = 0;

    sort(&ranking, lines, count);
    for (size_t i = 0; i < count; i++) {
        lines[i].tie_step = 0;
        if (i > 0 &&
            compare(&ranking, lines[i - 1].tally, lines[i].tally, &lines[i].tie_step) != 0) {
            share(&ranking, lines, from, i, distinct++);
            from = i;
        }
    }
    if (count > 0) {
        share(&ranking, lines, from, count, distinct);
    }
}

// ---- places

uint32_t rank_place(enum rules_convention convention, uint32_t before, uint32_t distinct_before,
                    uint32_t sharing, bool *ret_half)
{
    *ret_half = convention == RULES_FRACTIONAL && sharing % 2 == 0;
    switch (convention) {
    case RULES_DENSE:
        return distinct_before + 1;
    case RULES_MODIFIED:
        return before + sharing;
    case RULES_FRACTIONAL:
        return before + 1 + (sharing - 1) / 2;
    case RULES_STANDARD:
    case RULES_ORDINAL:
        break;
    }
    return before + 1;
}

bool rank_is_undecided(const struct rules *rules, uint32_t stage, const struct rank_line *lines,
                       size_t count)
{
    const struct rules_skill *skill = skill_of(rules, stage);
    bool forbidden = skill->no_shared_places || skill->convention == RULES_ORDINAL;
    bool apart = rules_in_groups(rules, rules->stages[stage].skill);

    for (size_t i = 0; forbidden && i < count; i++) {
        if (apart ? lines[i].group_shared : lines[i].shared) {
            return true;
        }
    }
    return false;
}
