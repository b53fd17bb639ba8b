// Over a common denominator L, with whole numbers x: (n times the sum of x^2, less the square of
// the sum) / (n m L^2), where m is n or n - 1. One division at the end, none on the way.
#include "scoring/reduce.h"

struct sums {
    struct wide unit;    // L
    struct wide sum;     // of x
    struct wide squares; // of x^2
};

static bool find_unit(const struct ratio *figures, uint32_t count, struct wide *ret)
{
    struct wide den;

    wide_set(ret, 1);
    for (uint32_t i = 0; i < count; i++) {
        wide_set(&den, figures[i].den);
        if (!wide_lcm(ret, &den)) {
            return false;
        }
    }
    return true;
}

static bool add_one(struct sums *sums, struct ratio figure)
{
    struct wide factor;
    struct wide own;
    struct wide square;

    wide_set(&own, figure.den);
    if (!wide_divide(&sums->unit, &own, &factor, NULL)) {
        return false;
    }
    wide_set(&square, figure.num);
    return wide_multiply(&square, &factor, &own) && wide_add(&sums->sum, &own, &sums->sum) &&
           wide_multiply(&own, &own, &square) && wide_add(&sums->squares, &square, &sums->squares);
}

// by: n or n - 1.
static bool put_together(const struct sums *sums, uint32_t count, uint32_t by, struct ratio *ret)
{
    struct wide_ratio variance;
    struct wide n;
    struct wide first;
    struct wide second;

    wide_set(&n, count);
    if (!wide_multiply(&sums->squares, &n, &first) ||
        !wide_multiply(&sums->sum, &sums->sum, &second) ||
        !wide_subtract(&first, &second, &variance.num) ||
        !wide_multiply(&sums->unit, &sums->unit, &first) || !wide_multiply(&first, &n, &second)) {
        return false;
    }
    wide_set(&n, by);
    return wide_multiply(&second, &n, &variance.den) &&
           wide_ratio_round(&variance, (struct rounding){ROUND_NONE, 0}, ret);
}

bool reduce_variance(const struct ratio *figures, uint32_t count, bool sample, struct ratio *ret)
{
    struct sums sums;

    if (count < 2) {
        *ret = RATIO_ZERO;
        return true;
    }
    wide_set(&sums.sum, 0);
    wide_set(&sums.squares, 0);
    if (!find_unit(figures, count, &sums.unit)) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!add_one(&sums, figures[i])) {
            return false;
        }
    }
    return put_together(&sums, count, sample ? count - 1 : count, ret);
}
