#include "scoring/rules_check_size.h"

#include "scoring/worth.h"

__extension__ typedef __int128 wide_t;

// What is taken as the edge: far inside 64 bits, far outside any real mark.
static const int64_t mark_edge = INT64_C(1000000000) * POINT_ONE;
static const int64_t total_edge = INT64_C(1000000000000) * POINT_ONE;
static const int64_t entries_edge = INT64_C(1000000); // nobody has so many in one skill

// |bound| x |by|, rounded up; both stay below 2^64, so the product fits. Never less than it was.
static wide_t times(wide_t bound, struct ratio by)
{
    wide_t size = by.num < 0 ? -(wide_t)by.num : by.num;

    return size <= by.den ? bound : bound * size / by.den + 1;
}

static wide_t millionths(struct ratio value)
{
    wide_t size = value.num < 0 ? -(wide_t)value.num : value.num;

    return size * POINT_ONE / value.den + 1;
}

// The largest worth of an aspect, or -1: too much.
static wide_t largest_worth(const struct rules_aspect *aspect)
{
    struct ratio low;
    struct ratio high;

    if (aspect->max > mark_edge || aspect->min < -mark_edge) {
        return -1;
    }
    if (worth_is_plain(aspect) || (aspect->scaled && aspect->weight.den == 0)) {
        return aspect->max > -aspect->min ? aspect->max : -aspect->min;
    }
    if (!worth_bounds(aspect, &low, &high)) {
        return -1;
    }
    wide_t most = millionths(high) > millionths(low) ? millionths(high) : millionths(low);
    return most > mark_edge ? -1 : most;
}

// What a code can count at most.
static wide_t largest_code(const struct rules_part *part)
{
    wide_t most = 0;

    for (unsigned i = 0; i <= RULES_DSQ; i++) {
        const struct rules_code *code = &part->codes[i];
        wide_t size = code->has ? millionths(code->worth) : 0;
        size += code->has && code->entered ? (wide_t)entries_edge * POINT_ONE : 0;
        most = size > most ? size : most;
    }
    return most;
}

// What the part can add to a total at most, in millionths; a negative answer says "too much".
// Declared values are not known yet: the tally watches over those.
static wide_t largest(const struct rules *rules, const struct rules_part *part)
{
    wide_t sum = 0;
    struct ratio inverse = RATIO_ONE;

    for (uint32_t i = 0; i < part->aspect_count; i++) {
        wide_t worth = largest_worth(&rules->aspects[part->aspect_first + i]);
        if (worth < 0) {
            return -1;
        }
        sum += worth;
    }
    sum = part->reduce == RULES_SUM ? sum * part->seat_count : sum;
    if (sum > total_edge) {
        return -1;
    }
    sum = times(sum, part->factor);
    if (part->divisor.den != 0 && !ratio_quotient(RATIO_ONE, part->divisor, &inverse)) {
        return -1;
    }
    sum = sum > total_edge ? sum : times(sum, inverse);
    sum = largest_code(part) > sum ? largest_code(part) : sum;
    if (part->weight.den != 0 && sum <= total_edge) {
        sum = times(sum, part->weight);
    }
    sum = sum > total_edge ? sum : times(sum, rules->modules[part->module].weight);
    if (rules->stages[part->stage].weight.den != 0 && sum <= total_edge) {
        sum = times(sum, rules->stages[part->stage].weight);
    }
    return sum > total_edge ? -1 : sum;
}

// Sums up the largest figures skill by skill.
uint32_t rules_check_size(const struct rules *rules)
{
    wide_t total = 0;

    for (uint32_t i = 0; i < rules->part_count; i++) {
        wide_t more = largest(rules, &rules->parts[i]);
        bool fresh = i == 0 || rules->parts[i].skill != rules->parts[i - 1].skill;
        total = fresh ? more : total + more;
        if (more < 0 || total > total_edge) {
            return i;
        }
    }
    return RULES_NONE;
}

// ---- what the marks add up to

bool rules_check_size_full(const struct rules_aspect *aspect, struct ratio *ret)
{
    struct ratio low;
    struct ratio high;
    bool own = aspect->input == RULES_TARGET || aspect->input == RULES_DEDUCTION ||
               aspect->input == RULES_JUDGEMENT || aspect->input == RULES_PASS_FAIL ||
               aspect->input == RULES_NUMBER;

    if (own && aspect->weight.num >= 0) {
        struct ratio full = ratio_of_point(aspect->full);
        bool weighted = aspect->weight.den != 0;
        *ret = full;
        return !weighted || ratio_multiply(full, aspect->weight, ret);
    }
    if (!worth_bounds(aspect, &low, &high)) {
        return false;
    }
    *ret = high;
    return true;
}

bool rules_check_size_part(const struct rules *rules, uint32_t part, struct ratio *ret)
{
    const struct rules_part *of = &rules->parts[part];
    uint64_t dropped = (uint64_t)of->drop_high + of->drop_low;
    struct ratio sum = RATIO_ZERO;

    for (uint32_t i = 0; i < of->aspect_count; i++) {
        const struct rules_aspect *aspect = &rules->aspects[of->aspect_first + i];
        struct ratio full;
        if (aspect->aside) {
            continue;
        }
        if (!rules_check_size_full(aspect, &full) || !ratio_add(sum, full, &sum)) {
            return false;
        }
    }
    if (of->reduce == RULES_SUM && dropped < of->seat_count &&
        !ratio_multiply(sum, (struct ratio){of->seat_count - (int64_t)dropped, 1}, &sum)) {
        return false;
    }
    if (!ratio_multiply(sum, of->factor, &sum) ||
        (of->divisor.den != 0 && !ratio_quotient(sum, of->divisor, &sum))) {
        return false;
    }
    *ret = sum;
    return true;
}

bool rules_check_size_module(const struct rules *rules, uint32_t module, struct ratio *ret)
{
    const struct rules_module *of = &rules->modules[module];
    struct ratio sum = RATIO_ZERO;

    for (uint32_t i = of->part_first; i < of->part_first + of->part_count; i++) {
        const struct rules_part *part = &rules->parts[i];
        struct ratio full;
        if (!rules_check_size_part(rules, i, &full) ||
            (part->weight.den != 0 && !ratio_multiply(full, part->weight, &full)) ||
            !ratio_add(sum, full, &sum)) {
            return false;
        }
    }
    *ret = sum;
    return true;
}

bool rules_check_size_agrees(const struct rules *rules, uint32_t module)
{
    const struct rules_module *of = &rules->modules[module];
    struct ratio sum;

    return !of->has_max ||
           (rules_check_size_module(rules, module, &sum) && ratio_compare(sum, of->max) == 0);
}
