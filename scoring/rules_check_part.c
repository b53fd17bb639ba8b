#include "scoring/rules_check_part.h"

// ---- aspects

static bool clash(const struct rules_band *earlier, const struct rules_band *later)
{
    int from = ratio_compare(later->from, earlier->from);
    int to = ratio_compare(later->to, earlier->to);
    bool around = from <= 0 && to >= 0 && (from < 0 || to > 0);
    bool touches = ratio_compare(later->from, earlier->to) >= 0 ||
                   ratio_compare(later->to, earlier->from) <= 0;
    bool same = from == 0 && to == 0;

    return same || (!around && !touches);
}

bool rules_check_part_bands(const struct rules_band *bands, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (ratio_compare(bands[i].from, bands[i].to) > 0) {
            return false;
        }
        for (uint32_t k = 0; k < i; k++) {
            if (clash(&bands[k], &bands[i])) {
                return false;
            }
        }
    }
    return true;
}

static bool marks_misshapen(const struct rules_aspect *aspect)
{
    struct rules_shape shape = rules_shape_of(aspect, 0);

    if (aspect->input == RULES_CHOICE || aspect->input == RULES_DEDUCTION) {
        return false; // see faults and bands
    }
    if (shape.step <= 0 || shape.max < shape.min) {
        return true;
    }
    uint64_t width = (uint64_t)shape.max - (uint64_t)shape.min;
    uint64_t steps = width / (uint64_t)shape.step;

    return steps * (uint64_t)shape.step != width || (aspect->scaled && steps >= RULES_SCALE_MAX);
}

static bool faults_broken(const struct rules_aspect *aspect)
{
    for (uint32_t i = 0; i < aspect->fault_count; i++) {
        const struct rules_fault *fault = &aspect->faults[i];
        if ((!fault->lost && fault->each <= 0) || fault->amount < 0 || fault->most < 0) {
            return true;
        }
    }
    return aspect->fault_count == 0;
}

static bool has_words(const struct rules_band *bands, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (!bands[i].name.zh || bands[i].name.zh[0] == 0) {
            return false;
        }
    }
    return true;
}

static bool bands_broken(const struct rules_aspect *aspect)
{
    uint32_t count = aspect->band_count;

    switch (aspect->input) {
    case RULES_JUDGEMENT:
        return count != 4 || !has_words(aspect->bands, count);
    case RULES_CHOICE:
        return count == 0;
    case RULES_RANGED:
        return count == 0 || !rules_check_part_bands(aspect->bands, count);
    case RULES_PLACE:
        return !rules_check_part_bands(aspect->bands, count);
    case RULES_DEDUCTION:
        return faults_broken(aspect);
    case RULES_SCORE:
    case RULES_PASS_FAIL:
    case RULES_NUMBER:
    case RULES_TARGET:
    case RULES_POWER:
    case RULES_LINEAR:
    case RULES_TICK:
        break;
    }
    return false;
}

enum rules_nonsense rules_check_part_aspect(const struct rules_aspect *aspect)
{
    // A number of nothing possible is a division by zero: the part says so.
    if (aspect->input == RULES_NUMBER && aspect->target.num == 0) {
        return RULES_SENSE;
    }
    if (marks_misshapen(aspect)) {
        return RULES_MARKS_MISSHAPEN;
    }
    return bands_broken(aspect) ? RULES_BANDS_BROKEN : RULES_SENSE;
}

// ---- parts

static bool scale_undeclared(const struct rules *rules, const struct rules_part *part)
{
    for (uint32_t i = 0; i < part->aspect_count; i++) {
        if (rules->aspects[part->aspect_first + i].scaled &&
            (part->declares & RULES_DECLARES_SCALE) == 0) {
            return true;
        }
    }
    return false;
}

static bool panel_too_small(const struct rules_part *part)
{
    bool never = part->missing != RULES_BLOCK && part->judges_least > part->seat_count;
    bool dropped = (uint64_t)part->drop_high + part->drop_low >= part->seat_count;

    for (uint32_t i = 0; i < part->trim_count; i++) {
        const struct rules_trim *trim = &part->trims[i];
        if ((uint64_t)trim->high + trim->low >= trim->figures) {
            return true;
        }
    }
    return part->aspect_count > 0 &&
           (never || part->seat_count == 0 || (part->trim_count == 0 && dropped));
}

static bool limits_broken(const struct rules_band *bands, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (ratio_compare(bands[i].from, bands[i].to) > 0 || bands[i].value.num < 0) {
            return true;
        }
    }
    return count == 0;
}

static bool variance_broken(const struct rules_part *part)
{
    const struct rules_variance *variance = &part->variance;

    if (part->reduce == RULES_MIDDLE_TWO && limits_broken(part->tolerance, part->tolerance_count)) {
        return true;
    }
    if (variance->by == RULES_VARIANCE_NONE) {
        return false;
    }
    return limits_broken(variance->limits, variance->limit_count) ||
           (variance->by == RULES_RANGE && variance->act == RULES_LEAVE_OUT);
}

// A weighted median is a fraction too large to carry on with: something has to round it, and at
// once, unless nothing but the part's own rounding follows.
static bool rounding_missing(const struct rules_part *part)
{
    bool more = part->adjustment_count > 0 || part->limits.has_floor || part->limits.has_ceiling ||
                part->against != RULES_AGAINST_NONE;

    if (part->normalise.by == RULES_Z && part->normalise.rounding.mode == ROUND_NONE) {
        return true;
    }
    return part->reduce == RULES_NEAR_MEDIAN && part->judges.mode == ROUND_NONE &&
           part->product.mode == ROUND_NONE && (part->rounding.mode == ROUND_NONE || more);
}

static bool divides_by_zero(const struct rules *rules, const struct rules_part *part)
{
    if (part->divisor.den != 0 && part->divisor.num == 0) {
        return true;
    }
    for (uint32_t i = 0; i < part->aspect_count; i++) {
        const struct rules_aspect *aspect = &rules->aspects[part->aspect_first + i];
        bool zero = aspect->target.num == 0;
        if ((aspect->input == RULES_NUMBER && zero) ||
            (aspect->input == RULES_TARGET && aspect->target.den != 0 && zero) ||
            (aspect->input == RULES_TARGET && aspect->falling && aspect->min <= 0) ||
            (aspect->input == RULES_POWER && aspect->power.den == 0)) {
            return true;
        }
    }
    return false;
}

static enum rules_nonsense check_numbers(const struct rules *rules, const struct rules_part *part)
{
    const unsigned clock = RULES_DECLARES_LOG | RULES_DECLARES_TIME;

    if (variance_broken(part)) {
        return RULES_VARIANCE_BROKEN;
    }
    if (rounding_missing(part)) {
        return RULES_ROUNDING_MISSING;
    }
    if (part->figure_is_time && (part->declares & clock) == 0) {
        return RULES_TIME_UNDECLARED;
    }
    return divides_by_zero(rules, part) ? RULES_DIVISION_BY_ZERO : RULES_SENSE;
}

enum rules_nonsense rules_check_part(const struct rules *rules, uint32_t index)
{
    const struct rules_part *part = &rules->parts[index];

    if (part->aspect_count == 0 && (part->declares & ~(unsigned)RULES_DECLARES_NO_MARKS) == 0) {
        return RULES_PART_EMPTY;
    }
    if (!part->technical && (part->declares != 0 || part->only_declared)) {
        return RULES_TECHNICAL_MISSING;
    }
    if (panel_too_small(part)) {
        return RULES_PANEL_TOO_SMALL;
    }
    return scale_undeclared(rules, part) ? RULES_SCALE_UNDECLARED : check_numbers(rules, part);
}
