// Fractions of wide numbers: put together without limits that matter, rounded once.
#include "scoring/wide.h"

static uint64_t gcd(uint64_t a, uint64_t b)
{
    while (b != 0) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

void wide_ratio_set(struct wide_ratio *wide, struct ratio value)
{
    wide_set(&wide->num, value.num);
    wide_set(&wide->den, value.den);
}

bool wide_ratio_add(struct wide_ratio *to, const struct wide_ratio *value)
{
    struct wide common;
    struct wide to_own;
    struct wide value_own;
    struct wide left;
    struct wide right;

    wide_gcd(&to->den, &value->den, &common);
    if (!wide_divide(&to->den, &common, &to_own, NULL) ||
        !wide_divide(&value->den, &common, &value_own, NULL) ||
        !wide_multiply(&to->num, &value_own, &left) ||
        !wide_multiply(&value->num, &to_own, &right) || !wide_add(&left, &right, &to->num) ||
        !wide_multiply(&to->den, &value_own, &left)) {
        return false;
    }
    to->den = left;
    return true;
}

bool wide_ratio_multiply(struct wide_ratio *to, const struct wide_ratio *by)
{
    struct wide num;
    struct wide den;

    if (!wide_multiply(&to->num, &by->num, &num) || !wide_multiply(&to->den, &by->den, &den)) {
        return false;
    }
    to->num = num;
    to->den = den;
    return true;
}

bool wide_ratio_divide(struct wide_ratio *to, const struct wide_ratio *by)
{
    struct wide num;
    struct wide den;

    if (by->num.limbs == 0 || !wide_multiply(&to->num, &by->den, &num) ||
        !wide_multiply(&to->den, &by->num, &den)) {
        return false;
    }
    num.negative = num.negative != den.negative && num.limbs > 0;
    den.negative = false;
    to->num = num;
    to->den = den;
    return true;
}

// ---- rounding

static int64_t ten_to(int places)
{
    int64_t value = 1;

    for (int i = 0; i < places; i++) {
        value *= 10;
    }
    return value;
}

static bool multiply_by(struct wide *wide, int64_t by)
{
    struct wide factor;
    struct wide product;

    wide_set(&factor, by);
    if (!wide_multiply(wide, &factor, &product)) {
        return false;
    }
    *wide = product;
    return true;
}

static bool is_odd(const struct wide *wide)
{
    return wide->limbs > 0 && (wide->limb[0] & 1) != 0;
}

// `whole` full units, and the half above them is reached (`half`) or just that (`exact`).
static bool takes_one_more(enum round_mode mode, const struct wide *whole, bool half, bool exact)
{
    switch (mode) {
    case ROUND_HALF_UP:
        return half;
    case ROUND_HALF_EVEN:
        return half && (!exact || is_odd(whole));
    case ROUND_UP:
        return half || !exact;
    case ROUND_NONE:
    case ROUND_TRUNCATE:
        break;
    }
    return false;
}

static bool in_units(struct wide *units, struct rounding how, struct ratio *ret)
{
    struct wide divisor;
    struct wide rest;
    int64_t common = 1;
    int64_t num = 0;
    int64_t den = how.places > 0 ? ten_to(how.places) : 1;

    if (how.places < 0) {
        return multiply_by(units, ten_to(-how.places)) && wide_get(units, &num) &&
               ratio_make(num, 1, ret);
    }
    wide_set(&divisor, den);
    (void)wide_divide(units, &divisor, NULL, &rest);
    common = (int64_t)gcd((uint64_t)den, rest.limbs > 0 ? rest.limb[0] : 0);
    wide_set(&divisor, common);
    return wide_divide(units, &divisor, units, NULL) && wide_get(units, &num) &&
           ratio_make(num, den / common, ret);
}

// From twice the size of the value in units, cut down; `exact` when nothing was cut off.
static bool finish(const struct wide *twice, bool exact, bool negative, struct rounding how,
                   struct ratio *ret)
{
    struct wide two;
    struct wide one;
    struct wide units;

    wide_set(&two, 2);
    wide_set(&one, 1);
    if (!wide_divide(twice, &two, &units, NULL) ||
        (takes_one_more(how.mode, &units, is_odd(twice), exact) &&
         !wide_add(&units, &one, &units))) {
        return false;
    }
    units.negative = negative && units.limbs > 0;
    return in_units(&units, how, ret);
}

// The value in lowest terms, if it fits.
static bool lowest(const struct wide_ratio *value, struct ratio *ret)
{
    struct wide common;
    struct wide above;
    struct wide below;
    int64_t num = 0;
    int64_t den = 0;

    wide_gcd(&value->num, &value->den, &common);
    return wide_divide(&value->num, &common, &above, NULL) &&
           wide_divide(&value->den, &common, &below, NULL) && wide_get(&above, &num) &&
           wide_get(&below, &den) && ratio_make(num, den, ret);
}

static bool is_possible(struct rounding how)
{
    return how.places >= RATIO_PLACES_MIN && how.places <= RATIO_PLACES_MAX;
}

// Puts the value into units of 1 / 10^places; `power` 2 for the square under a root.
static bool scale(struct wide_ratio *value, struct rounding how, int power)
{
    bool fits = true;

    for (int i = 0; i < power; i++) {
        fits = fits && multiply_by(how.places < 0 ? &value->den : &value->num,
                                   ten_to(how.places < 0 ? -how.places : how.places));
    }
    return fits;
}

bool wide_ratio_round(const struct wide_ratio *value, struct rounding how, struct ratio *ret)
{
    struct wide_ratio scaled = *value;
    struct wide rest;
    bool negative = value->num.negative;

    if (how.mode == ROUND_NONE) {
        return lowest(value, ret);
    }
    scaled.num.negative = false;
    return is_possible(how) && scale(&scaled, how, 1) && multiply_by(&scaled.num, 2) &&
           wide_divide(&scaled.num, &scaled.den, &scaled.num, &rest) &&
           finish(&scaled.num, rest.limbs == 0, negative, how, ret);
}

// ---- roots

// The number (x + sign x sqrt(y)) / z in whole ones.
struct root {
    struct wide x, y, z;
    int sign;
};

// a/b + sign x sqrt(c/d) = (a d + sign x sqrt(b^2 c d)) / (b d)
static bool put_root(const struct wide_ratio *plus, int sign, const struct wide_ratio *square,
                     struct root *ret)
{
    struct wide product;

    ret->sign = sign;
    return wide_multiply(&plus->num, &square->den, &ret->x) &&
           wide_multiply(&plus->den, &square->den, &ret->z) &&
           wide_multiply(&square->num, &plus->den, &product) &&
           wide_multiply(&product, &ret->z, &ret->y);
}

static bool find_sign(const struct root *root, bool *ret_negative)
{
    struct wide square;

    if (root->x.negative == (root->sign < 0)) {
        *ret_negative = root->x.negative;
        return true;
    }
    if (!wide_multiply(&root->x, &root->x, &square)) {
        return false;
    }
    int order = wide_compare(&square, &root->y);
    *ret_negative = root->x.negative ? order > 0 : order < 0;
    return true;
}

// Twice the value, which is not negative, cut down to whole ones.
static bool twice_root(struct root *root, struct wide *ret, bool *ret_exact)
{
    struct wide side;
    struct wide square;
    struct wide rest;
    struct wide one;

    if (!multiply_by(&root->y, 4) || !multiply_by(&root->x, 2)) {
        return false;
    }
    wide_set(&one, 1);
    wide_root(&root->y, &side);
    if (!wide_multiply(&side, &side, &square)) {
        return false;
    }
    bool exact = wide_compare(&square, &root->y) == 0;
    if (root->sign < 0 && !exact && !wide_add(&side, &one, &side)) {
        return false;
    }
    if (!(root->sign < 0 ? wide_subtract(&root->x, &side, &root->x)
                         : wide_add(&root->x, &side, &root->x))) {
        return false;
    }
    if (!wide_divide(&root->x, &root->z, ret, &rest)) {
        return false;
    }
    *ret_exact = exact && rest.limbs == 0;
    return true;
}

bool wide_ratio_root_round(const struct wide_ratio *plus, int sign, const struct wide_ratio *square,
                           struct rounding how, struct ratio *ret)
{
    struct wide_ratio scaled_plus = *plus;
    struct wide_ratio scaled_square = *square;
    struct root root;
    struct wide twice;
    bool negative = false;
    bool exact = false;

    if (how.mode == ROUND_NONE || !is_possible(how) || square->num.negative ||
        !scale(&scaled_plus, how, 1) || !scale(&scaled_square, how, 2) ||
        !put_root(&scaled_plus, sign, &scaled_square, &root) || !find_sign(&root, &negative)) {
        return false;
    }
    if (negative) { // work on its size
        root.x.negative = !root.x.negative && root.x.limbs > 0;
        root.sign = -root.sign;
    }
    return twice_root(&root, &twice, &exact) && finish(&twice, exact, negative, how, ret);
}
