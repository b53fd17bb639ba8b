#include "scoring/worth.h"

#include "scoring/contest.h"
#include "scoring/wide.h"

static bool find_band(const struct rules_band *bands, uint32_t count, struct ratio value,
                      struct ratio *ret)
{
    for (uint32_t i = 0; i < count; i++) {
        if (ratio_compare(value, bands[i].from) >= 0 && ratio_compare(value, bands[i].to) <= 0) {
            *ret = bands[i].value;
            return true;
        }
    }
    return false;
}

// ---- each input

static bool of_choice(const struct rules_aspect *aspect, struct ratio entry, struct ratio *ret)
{
    if (entry.den != 1 || entry.num < 1 || entry.num > (int64_t)aspect->band_count) {
        return false;
    }
    *ret = aspect->bands[entry.num - 1].value;
    return true;
}

// full x done / possible, full x achieved / target
static bool of_share(const struct rules_aspect *aspect, struct ratio done, struct ratio whole,
                     struct ratio *ret)
{
    struct ratio share;

    return ratio_quotient(done, whole, &share) &&
           ratio_multiply(share, ratio_of_point(aspect->full), ret);
}

static bool of_target(const struct rules_aspect *aspect, struct ratio achieved, point_t target,
                      struct ratio *ret)
{
    struct ratio whole = target == POINT_BLANK ? aspect->target : ratio_of_point(target);
    struct ratio most;

    if (!ratio_multiply(ratio_of_point(aspect->full), aspect->cap, &most)) {
        return false;
    }
    if (!(aspect->falling ? of_share(aspect, whole, achieved, ret)
                          : of_share(aspect, achieved, whole, ret))) {
        return false;
    }
    if (ratio_compare(*ret, most) > 0) {
        *ret = most;
    }
    return true;
}

static bool of_power(const struct rules_power *power, struct ratio entry, struct ratio *ret)
{
    struct ratio distance;
    bool fits = power->falling ? ratio_subtract(power->b, entry, &distance)
                               : ratio_subtract(entry, power->b, &distance);
    int64_t points = 0;

    if (!fits || (distance.num > 0 &&
                  !wide_power_floor(power->a, distance, power->num, power->den, &points))) {
        return false;
    }
    *ret = (struct ratio){points, 1};
    return true;
}

// The entry itself unless a table says what the place gives; a place that the table lacks gives 0.
static void of_place(const struct rules_aspect *aspect, struct ratio entry, struct ratio *ret)
{
    *ret = aspect->band_count == 0 ? entry : RATIO_ZERO;
    (void)find_band(aspect->bands, aspect->band_count, entry, ret);
}

static void of_range(const struct rules_aspect *aspect, struct ratio entry, struct ratio *ret)
{
    *ret = RATIO_ZERO;
    (void)find_band(aspect->bands, aspect->band_count, entry, ret);
}

static bool of_faults(const struct rules_aspect *aspect, const point_t *cells, size_t stride,
                      struct ratio *ret)
{
    *ret = ratio_of_point(aspect->full);
    for (uint32_t i = 0; i < aspect->fault_count; i++) {
        point_t quantity = cells[i * stride] == POINT_BLANK ? 0 : cells[i * stride];
        struct ratio taken;
        int64_t steps = 0;
        if (aspect->faults[i].lost && quantity > 0) {
            *ret = RATIO_ZERO;
            return true;
        }
        if (!worth_fault(&aspect->faults[i], quantity, &taken, &steps) ||
            !ratio_subtract(*ret, taken, ret)) {
            return false;
        }
    }
    *ret = ret->num < 0 ? RATIO_ZERO : *ret;
    return true;
}

// ---- the whole

static bool of_linear(const struct rules_linear *linear, struct ratio entry, struct ratio *ret)
{
    if (!ratio_subtract(entry, linear->k, ret) || !ratio_multiply(*ret, linear->b, ret) ||
        !ratio_add(*ret, linear->a, ret)) {
        return false;
    }
    if (linear->has_least && ratio_compare(*ret, linear->least) < 0) {
        *ret = linear->least;
    }
    if (linear->has_most && ratio_compare(*ret, linear->most) > 0) {
        *ret = linear->most;
    }
    return true;
}

// Before the weight and rounding.
static bool exact(const struct rules_aspect *aspect, const point_t *cells, size_t stride,
                  struct ratio *ret)
{
    if (aspect->input == RULES_DEDUCTION) {
        return of_faults(aspect, cells, stride, ret);
    }
    struct ratio entry = ratio_of_point(cells[0]);

    switch (aspect->input) {
    case RULES_PASS_FAIL:
        return ratio_multiply(entry, ratio_of_point(aspect->full), ret);
    case RULES_NUMBER:
        return of_share(aspect, entry, aspect->target, ret);
    case RULES_CHOICE:
        return of_choice(aspect, entry, ret);
    case RULES_RANGED:
        of_range(aspect, entry, ret);
        return true;
    case RULES_JUDGEMENT:
        return of_share(aspect, entry, (struct ratio){3, 1}, ret);
    case RULES_TARGET:
        return of_target(aspect, entry, cells[stride], ret);
    case RULES_POWER:
        return of_power(&aspect->power, entry, ret);
    case RULES_LINEAR:
        return of_linear(&aspect->linear, entry, ret);
    case RULES_PLACE:
        of_place(aspect, entry, ret);
        return true;
    case RULES_SCORE:
    case RULES_TICK:
    case RULES_DEDUCTION: // was looked at first: it alone may lack a first cell
        break;
    }
    *ret = entry;
    return true;
}

bool worth_of(const struct rules_aspect *aspect, const point_t *cells, size_t stride,
              struct ratio *ret)
{
    struct ratio worth;

    return exact(aspect, cells, stride, &worth) && worth_weigh(aspect, worth, ret);
}

bool worth_weigh(const struct rules_aspect *aspect, struct ratio worth, struct ratio *ret)
{
    return (aspect->weight.den == 0 || ratio_multiply(worth, aspect->weight, &worth)) &&
           ratio_round(worth, aspect->rounding, ret);
}

bool worth_fault(const struct rules_fault *fault, point_t quantity, struct ratio *ret,
                 int64_t *ret_steps)
{
    struct ratio taken;

    if (quantity <= 0 || fault->lost) {
        *ret = RATIO_ZERO;
        *ret_steps = quantity > 0;
        return true;
    }
    if (fault->each <= 0) {
        return false;
    }
    int64_t steps = quantity / fault->each + (fault->begun && quantity % fault->each != 0);
    if (!ratio_multiply(ratio_of_point(fault->amount), (struct ratio){steps, 1}, &taken)) {
        return false;
    }
    struct ratio most = ratio_of_point(fault->most);
    *ret = fault->most > 0 && ratio_compare(taken, most) > 0 ? most : taken;
    *ret_steps = steps;
    return true;
}

bool worth_is_plain(const struct rules_aspect *aspect)
{
    return aspect->rounding.mode == ROUND_NONE && aspect->weight.den == 0 &&
           (aspect->input == RULES_SCORE || aspect->input == RULES_TICK ||
            (aspect->input == RULES_PLACE && aspect->band_count == 0));
}

// ---- bounds

static void widen(struct ratio value, struct ratio *low, struct ratio *high)
{
    *low = ratio_compare(value, *low) < 0 ? value : *low;
    *high = ratio_compare(value, *high) > 0 ? value : *high;
}

// `low` and `high` hold what can come without a band.
static void over_bands(const struct rules_aspect *aspect, struct ratio *low, struct ratio *high)
{
    for (uint32_t i = 0; i < aspect->band_count; i++) {
        widen(aspect->bands[i].value, low, high);
    }
}

static bool over_targets(const struct rules_aspect *aspect, struct ratio *low, struct ratio *high)
{
    *low = *high = RATIO_ZERO;
    // The least target that can be entered makes the most of what was achieved below zero.
    if (aspect->min < 0 &&
        !of_share(aspect, ratio_of_point(aspect->min), (struct ratio){1, POINT_ONE}, low)) {
        return false;
    }
    return ratio_multiply(ratio_of_point(aspect->full), aspect->cap, high);
}

// All other inputs rise or fall with the entry, so that their bounds are at its bounds.
static bool at_the_ends(const struct rules_aspect *aspect, struct ratio *low, struct ratio *high)
{
    struct ratio at_max;

    if (!exact(aspect, &aspect->min, 0, low) || !exact(aspect, &aspect->max, 0, &at_max)) {
        return false;
    }
    *high = *low;
    widen(at_max, low, high);
    return true;
}

static bool exact_bounds(const struct rules_aspect *aspect, struct ratio *low, struct ratio *high)
{
    switch (aspect->input) {
    case RULES_CHOICE:
        if (aspect->band_count == 0) {
            return false;
        }
        *low = *high = aspect->bands[0].value;
        over_bands(aspect, low, high);
        return true;
    case RULES_PLACE:
        if (aspect->band_count == 0) {
            return at_the_ends(aspect, low, high);
        }
        *low = *high = RATIO_ZERO;
        over_bands(aspect, low, high);
        return true;
    case RULES_RANGED:
        *low = *high = RATIO_ZERO;
        over_bands(aspect, low, high);
        return true;
    case RULES_PASS_FAIL:
    case RULES_JUDGEMENT:
    case RULES_DEDUCTION:
        *low = RATIO_ZERO;
        *high = ratio_of_point(aspect->full);
        return true;
    case RULES_TARGET:
        return over_targets(aspect, low, high);
    case RULES_TICK:
        *low = RATIO_ZERO;
        *high = RATIO_ONE;
        return true;
    case RULES_SCORE:
    case RULES_NUMBER:
    case RULES_POWER:
    case RULES_LINEAR:
        break;
    }
    return at_the_ends(aspect, low, high);
}

bool worth_bounds(const struct rules_aspect *aspect, struct ratio *ret_low, struct ratio *ret_high)
{
    struct ratio low;
    struct ratio high;

    if (!exact_bounds(aspect, &low, &high) || !worth_weigh(aspect, low, &low) ||
        !worth_weigh(aspect, high, &high)) {
        return false;
    }
    bool turned = ratio_compare(low, high) > 0; // a weight below zero
    *ret_low = turned ? high : low;
    *ret_high = turned ? low : high;
    return true;
}
