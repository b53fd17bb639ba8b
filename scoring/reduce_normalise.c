#include "scoring/reduce.h"

// centre + spread x (figure - mean) / deviation: the root of the square of the second, with the
// sign that it had.
static bool to_z(const struct rules_normalise *how, struct ratio figure, struct ratio mean,
                 struct ratio variance, struct ratio *ret)
{
    struct wide_ratio centre;
    struct wide_ratio square;
    struct wide_ratio by;
    struct ratio gap;

    if (variance.num == 0) {
        return ratio_round(how->centre, how->rounding, ret);
    }
    if (!ratio_subtract(figure, mean, &gap)) {
        return false;
    }
    int sign = (gap.num < 0) != (how->spread.num < 0) ? -1 : 1;
    wide_ratio_set(&centre, how->centre);
    wide_ratio_set(&square, gap);
    wide_ratio_set(&by, how->spread);
    if (!wide_ratio_multiply(&square, &by)) {
        return false;
    }
    by = square;
    if (!wide_ratio_multiply(&square, &by)) {
        return false;
    }
    wide_ratio_set(&by, variance);
    return wide_ratio_divide(&square, &by) &&
           wide_ratio_root_round(&centre, sign, &square, how->rounding, ret);
}

static bool to_percent(struct ratio figure, struct ratio sum, struct ratio *ret)
{
    struct ratio hundredfold;

    if (sum.num == 0) {
        *ret = RATIO_ZERO;
        return true;
    }
    return ratio_multiply(figure, (struct ratio){100, 1}, &hundredfold) &&
           ratio_quotient(hundredfold, sum, ret);
}

bool reduce_normalise(const struct rules_normalise *how, struct ratio figure, struct ratio mean,
                      struct ratio variance, struct ratio sum, struct ratio *ret)
{
    struct ratio value = figure;

    switch (how->by) {
    case RULES_Z:
        return to_z(how, figure, mean, variance, ret);
    case RULES_PERCENT:
        if (!to_percent(figure, sum, &value)) {
            return false;
        }
        break;
    case RULES_NORMALISE_NONE:
    case RULES_RANKS:
        break;
    }
    return ratio_round(value, how->rounding, ret);
}
