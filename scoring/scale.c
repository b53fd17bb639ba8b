#include "scoring/scale.h"

#include "scoring/reduce.h"

bool scale_measure(const struct rules_scale *scale, struct ratio *totals, uint32_t count,
                   struct scale_base *ret)
{
    struct scale_base base = {.count = count, .statistic = RATIO_ZERO, .spread = RATIO_ZERO};

    reduce_sort(totals, count);
    base.valid = count > 0 && count >= scale->population_least;
    if (!base.valid) {
        *ret = base;
        return true;
    }
    if (!(scale->mean ? reduce_mean(totals, count, &base.statistic)
                      : reduce_median(totals, count, &base.statistic))) {
        return false;
    }
    bool fits =
        scale->spread == RULES_MAD
            ? reduce_mad(totals, count, &base.spread) &&
                  ratio_multiply(base.spread, scale->mad_factor, &base.spread)
            : reduce_variance(totals, count, scale->spread == RULES_SD_SAMPLE, &base.spread);
    if (fits) {
        *ret = base;
    }
    return fits;
}

// k x (total - statistic), as wide as it comes.
static bool find_gap(const struct rules_scale *scale, const struct scale_base *base,
                     struct ratio total, struct wide_ratio *ret)
{
    struct wide_ratio by;
    struct ratio gap;

    if (!ratio_subtract(total, base->statistic, &gap)) {
        return false;
    }
    wide_ratio_set(ret, gap);
    wide_ratio_set(&by, scale->k);
    return wide_ratio_multiply(ret, &by);
}

static bool by_mad(const struct rules_scale *scale, const struct scale_base *base,
                   struct ratio total, struct ratio *ret)
{
    struct wide_ratio value;
    struct wide_ratio by;

    wide_ratio_set(&by, base->spread);
    if (!find_gap(scale, base, total, &value) || !wide_ratio_divide(&value, &by)) {
        return false;
    }
    wide_ratio_set(&by, scale->centre);
    return wide_ratio_add(&value, &by) && wide_ratio_round(&value, scale->rounding, ret);
}

// The root of k^2 x (total - statistic)^2 / variance.
static bool by_deviation(const struct rules_scale *scale, const struct scale_base *base,
                         struct ratio total, struct ratio *ret)
{
    struct wide_ratio centre;
    struct wide_ratio gap;
    struct wide_ratio by;

    if (!find_gap(scale, base, total, &gap)) {
        return false;
    }
    int sign = gap.num.negative ? -1 : 1;
    by = gap;
    if (!wide_ratio_multiply(&gap, &by)) {
        return false;
    }
    wide_ratio_set(&by, base->spread);
    wide_ratio_set(&centre, scale->centre);
    return wide_ratio_divide(&gap, &by) &&
           wide_ratio_root_round(&centre, sign, &gap, scale->rounding, ret);
}

// Rounding keeps the order, so that the rounded limit limits what was rounded.
static bool clamp(const struct rules_scale *scale, struct ratio *value)
{
    struct ratio least;
    struct ratio most;

    if (!scale->has_limits) {
        return true;
    }
    if (!ratio_round(scale->least, scale->rounding, &least) ||
        !ratio_round(scale->most, scale->rounding, &most)) {
        return false;
    }
    *value = ratio_compare(*value, least) < 0 ? least : *value;
    *value = ratio_compare(*value, most) > 0 ? most : *value;
    return true;
}

bool scale_value(const struct rules_scale *scale, const struct scale_base *base, struct ratio total,
                 struct ratio *ret)
{
    struct ratio value = RATIO_ZERO;
    bool fits = false;

    if (base->spread.num == 0) {
        fits = ratio_round(scale->centre, scale->rounding, &value);
    } else if (scale->spread == RULES_MAD) {
        fits = by_mad(scale, base, total, &value);
    } else {
        fits = by_deviation(scale, base, total, &value);
    }
    if (!fits || !clamp(scale, &value)) {
        return false;
    }
    *ret = value;
    return true;
}
