// With a common denominator q each figure is a / q, the median m / q, and a figure's weight
// q^2 / c with c = q^2 + (a - m)^2. With C, the least common multiple of the c, the weighted mean
// is the sum of a (C / c) over q times the sum of C / c: numbers that stay short, since judges
// repeat each other.
#include "scoring/reduce.h"

struct spread {
    struct wide unit; // q
    uint32_t count;
    struct wide own[RULES_SEATS_MAX];   // a
    struct wide shape[RULES_SEATS_MAX]; // c
};

// value x q
static bool in_units(const struct wide *unit, struct ratio value, struct wide *ret)
{
    struct wide den;
    struct wide times;
    struct wide num;

    wide_set(&den, value.den);
    wide_set(&num, value.num);
    return wide_divide(unit, &den, &times, NULL) && wide_multiply(&num, &times, ret);
}

static bool find_shape(const struct wide *unit, const struct wide *own, const struct wide *median,
                       struct wide *ret)
{
    struct wide gap;
    struct wide first;
    struct wide second;

    return wide_subtract(own, median, &gap) && wide_multiply(&gap, &gap, &first) &&
           wide_multiply(unit, unit, &second) && wide_add(&first, &second, ret);
}

static bool find_unit(const struct ratio *figures, uint32_t count, struct ratio median,
                      struct wide *ret)
{
    struct wide den;

    wide_set(ret, median.den);
    for (uint32_t i = 0; i < count; i++) {
        wide_set(&den, figures[i].den);
        if (!wide_lcm(ret, &den)) {
            return false;
        }
    }
    return true;
}

static bool measure(const struct ratio *figures, struct ratio median, struct spread *spread)
{
    struct wide middle;

    if (!find_unit(figures, spread->count, median, &spread->unit) ||
        !in_units(&spread->unit, median, &middle)) {
        return false;
    }
    for (uint32_t i = 0; i < spread->count; i++) {
        if (!in_units(&spread->unit, figures[i], &spread->own[i]) ||
            !find_shape(&spread->unit, &spread->own[i], &middle, &spread->shape[i])) {
            return false;
        }
    }
    return true;
}

static bool add_up(const struct spread *spread, struct wide_ratio *ret)
{
    struct wide all;
    struct wide share;
    struct wide product;

    wide_set(&all, 1);
    for (uint32_t i = 0; i < spread->count; i++) {
        if (!wide_lcm(&all, &spread->shape[i])) {
            return false;
        }
    }
    wide_set(&ret->num, 0);
    wide_set(&ret->den, 0);
    for (uint32_t i = 0; i < spread->count; i++) {
        if (!wide_divide(&all, &spread->shape[i], &share, NULL) ||
            !wide_multiply(&share, &spread->own[i], &product) ||
            !wide_add(&ret->num, &product, &ret->num) || !wide_add(&ret->den, &share, &ret->den)) {
            return false;
        }
    }
    if (!wide_multiply(&ret->den, &spread->unit, &product)) {
        return false;
    }
    ret->den = product;
    return true;
}

bool reduce_near_median_wide(const struct ratio *figures, uint32_t count, struct wide_ratio *ret)
{
    struct ratio sorted[RULES_SEATS_MAX];
    struct ratio median;
    struct spread spread;

    if (count == 0 || count > RULES_SEATS_MAX) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        sorted[i] = figures[i];
    }
    spread.count = count;
    return reduce_median(sorted, count, &median) && measure(sorted, median, &spread) &&
           add_up(&spread, ret);
}
