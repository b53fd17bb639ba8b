// Schoolbook arithmetic on 64-bit limbs (Knuth 4.3.1): the numbers are short in practice, and the
// quick methods for long ones would cost more than they save.
#include "scoring/wide.h"

#include <string.h>

__extension__ typedef unsigned __int128 uwide_t;

// ---- magnitudes

static void copy(struct wide *to, const struct wide *from)
{
    to->negative = from->negative;
    to->limbs = from->limbs;
    memmove(to->limb, from->limb, from->limbs * sizeof from->limb[0]);
}

static void trim(struct wide *wide)
{
    while (wide->limbs > 0 && wide->limb[wide->limbs - 1] == 0) {
        wide->limbs--;
    }
    wide->negative = wide->negative && wide->limbs > 0;
}

static uint64_t limb_of(const struct wide *wide, uint32_t at)
{
    return at < wide->limbs ? wide->limb[at] : 0;
}

static int compare_sizes(const struct wide *a, const struct wide *b)
{
    if (a->limbs != b->limbs) {
        return a->limbs < b->limbs ? -1 : 1;
    }
    for (uint32_t i = a->limbs; i-- > 0;) {
        if (a->limb[i] != b->limb[i]) {
            return a->limb[i] < b->limb[i] ? -1 : 1;
        }
    }
    return 0;
}

// The sign is the caller's, here and below; `ret` may be `a` or `b`.
static bool add_sizes(const struct wide *a, const struct wide *b, struct wide *ret)
{
    uint32_t limbs = a->limbs > b->limbs ? a->limbs : b->limbs;
    uint64_t carry = 0;

    for (uint32_t i = 0; i < limbs; i++) {
        uwide_t sum = (uwide_t)limb_of(a, i) + limb_of(b, i) + carry;
        ret->limb[i] = (uint64_t)sum;
        carry = (uint64_t)(sum >> 64);
    }
    if (carry != 0) {
        if (limbs == WIDE_LIMBS) {
            return false;
        }
        ret->limb[limbs++] = carry;
    }
    ret->limbs = limbs;
    return true;
}

// `a` is not smaller than `b`.
static void subtract_sizes(const struct wide *a, const struct wide *b, struct wide *ret)
{
    uint32_t limbs = a->limbs;
    bool borrow = false;

    for (uint32_t i = 0; i < limbs; i++) {
        uint64_t right = limb_of(b, i);
        uint64_t left = a->limb[i];
        ret->limb[i] = left - right - borrow;
        borrow = left < right || (borrow && left == right);
    }
    ret->limbs = limbs;
}

static uint32_t bits_of(const struct wide *wide)
{
    if (wide->limbs == 0) {
        return 0;
    }
    int zeros = __builtin_clzll(wide->limb[wide->limbs - 1]);

    return wide->limbs * 64 - (uint32_t)zeros;
}

static void halve(struct wide *wide)
{
    for (uint32_t i = 0; i < wide->limbs; i++) {
        wide->limb[i] = wide->limb[i] >> 1 | limb_of(wide, i + 1) << 63;
    }
    trim(wide);
}

// ---- with signs

void wide_set(struct wide *wide, int64_t value)
{
    wide->negative = value < 0;
    wide->limbs = value != 0;
    wide->limb[0] = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

bool wide_get(const struct wide *wide, int64_t *ret)
{
    uint64_t size = limb_of(wide, 0);

    if (wide->limbs > 1 || size > (uint64_t)INT64_MAX + wide->negative) {
        return false;
    }
    *ret = (int64_t)(wide->negative ? 0 - size : size);
    return true;
}

static bool put_together(const struct wide *a, const struct wide *b, bool b_negative,
                         struct wide *ret)
{
    bool a_negative = a->negative;
    bool fits = true;

    if (a_negative == b_negative) {
        fits = add_sizes(a, b, ret);
        ret->negative = a_negative;
    } else if (compare_sizes(a, b) >= 0) {
        subtract_sizes(a, b, ret);
        ret->negative = a_negative;
    } else {
        subtract_sizes(b, a, ret);
        ret->negative = b_negative;
    }
    if (fits) {
        trim(ret);
    }
    return fits;
}

bool wide_add(const struct wide *a, const struct wide *b, struct wide *ret)
{
    return put_together(a, b, b->negative, ret);
}

bool wide_subtract(const struct wide *a, const struct wide *b, struct wide *ret)
{
    return put_together(a, b, !b->negative, ret);
}

int wide_compare(const struct wide *a, const struct wide *b)
{
    if (a->negative != b->negative) {
        return a->negative ? -1 : 1;
    }
    return a->negative ? compare_sizes(b, a) : compare_sizes(a, b);
}

bool wide_multiply(const struct wide *a, const struct wide *b, struct wide *ret)
{
    uint32_t limbs = a->limbs + b->limbs;

    if (a->limbs == 0 || b->limbs == 0) {
        wide_set(ret, 0);
        return true;
    }
    if (limbs > WIDE_LIMBS + 1) {
        return false;
    }
    ret->limbs = limbs > WIDE_LIMBS ? WIDE_LIMBS : limbs;
    memset(ret->limb, 0, ret->limbs * sizeof ret->limb[0]);
    for (uint32_t i = 0; i < a->limbs; i++) {
        uint64_t carry = 0;
        for (uint32_t k = 0; k < b->limbs; k++) {
            uwide_t sum = (uwide_t)a->limb[i] * b->limb[k] + ret->limb[i + k] + carry;
            ret->limb[i + k] = (uint64_t)sum;
            carry = (uint64_t)(sum >> 64);
        }
        if (i + b->limbs < ret->limbs) {
            ret->limb[i + b->limbs] = carry;
        } else if (carry != 0) {
            return false;
        }
    }
    ret->negative = a->negative != b->negative;
    trim(ret);
    return true;
}

bool wide_power(int64_t base, uint32_t exponent, struct wide *ret)
{
    struct wide square;
    struct wide next;

    wide_set(ret, 1);
    wide_set(&square, base);
    while (exponent != 0) {
        if ((exponent & 1) != 0) {
            if (!wide_multiply(ret, &square, &next)) {
                return false;
            }
            copy(ret, &next);
        }
        exponent >>= 1;
        if (exponent != 0) {
            if (!wide_multiply(&square, &square, &next)) {
                return false;
            }
            copy(&square, &next);
        }
    }
    return true;
}

// ---- division (Knuth's algorithm D)

// `to` has room for one limb more than `from`.
static void shift_up(const struct wide *from, int by, uint64_t *to)
{
    uint64_t above = 0;

    for (uint32_t i = 0; i < from->limbs; i++) {
        to[i] = from->limb[i] << by | above;
        above = by == 0 ? 0 : from->limb[i] >> (64 - by);
    }
    to[from->limbs] = above;
}

// One limb of the quotient, at most one too large: from the top three limbs of the rest and the top
// two of the divisor.
static uint64_t guess(const uint64_t *rest, const uint64_t *by, uint32_t limbs)
{
    uwide_t top = (uwide_t)rest[limbs] << 64 | rest[limbs - 1];
    uwide_t digit = top / by[limbs - 1];
    uwide_t left = top - digit * by[limbs - 1];

    while (digit > UINT64_MAX || digit * by[limbs - 2] > (left << 64 | rest[limbs - 2])) {
        digit--;
        left += by[limbs - 1];
        if (left > UINT64_MAX) {
            break;
        }
    }
    return (uint64_t)digit;
}

// rest -= digit x by; true when that went below zero.
static bool take_off(uint64_t *rest, const uint64_t *by, uint32_t limbs, uint64_t digit)
{
    uint64_t carry = 0;
    bool borrow = false;

    for (uint32_t i = 0; i <= limbs; i++) {
        uwide_t product = (uwide_t)digit * (i < limbs ? by[i] : 0) + carry;
        uint64_t low = (uint64_t)product;
        uint64_t was = rest[i];
        carry = (uint64_t)(product >> 64);
        rest[i] = was - low - borrow;
        borrow = was < low || (borrow && was == low);
    }
    return borrow;
}

static void give_back(uint64_t *rest, const uint64_t *by, uint32_t limbs)
{
    uint64_t carry = 0;

    for (uint32_t i = 0; i <= limbs; i++) {
        uwide_t sum = (uwide_t)rest[i] + (i < limbs ? by[i] : 0) + carry;
        rest[i] = (uint64_t)sum;
        carry = (uint64_t)(sum >> 64);
    }
}

// Sizes only; `b` has at least two limbs and `a` at least as many.
static void divide_long(const struct wide *a, const struct wide *b, struct wide *ret,
                        struct wide *ret_rest)
{
    int shift = __builtin_clzll(b->limb[b->limbs - 1]);
    uint32_t limbs = b->limbs;
    uint32_t digits = a->limbs - limbs + 1;
    uint64_t rest[WIDE_LIMBS + 1];
    uint64_t by[WIDE_LIMBS + 1];

    shift_up(a, shift, rest);
    shift_up(b, shift, by);
    for (uint32_t i = digits; i-- > 0;) {
        uint64_t digit = guess(&rest[i], by, limbs);
        if (take_off(&rest[i], by, limbs, digit)) {
            give_back(&rest[i], by, limbs);
            digit--;
        }
        ret->limb[i] = digit;
    }
    ret->limbs = digits;
    for (uint32_t i = 0; i < limbs; i++) {
        uint64_t above = i + 1 < limbs && shift != 0 ? rest[i + 1] << (64 - shift) : 0;
        ret_rest->limb[i] = rest[i] >> shift | above;
    }
    ret_rest->limbs = limbs;
}

static void divide_short(const struct wide *a, uint64_t by, struct wide *ret, struct wide *ret_rest)
{
    uwide_t rest = 0;

    for (uint32_t i = a->limbs; i-- > 0;) {
        uwide_t top = rest << 64 | a->limb[i];
        ret->limb[i] = (uint64_t)(top / by);
        rest = top % by;
    }
    ret->limbs = a->limbs;
    ret_rest->limb[0] = (uint64_t)rest;
    ret_rest->limbs = 1;
}

bool wide_divide(const struct wide *a, const struct wide *b, struct wide *ret,
                 struct wide *ret_rest)
{
    struct wide quotient;
    struct wide rest;

    if (b->limbs == 0) {
        return false;
    }
    if (compare_sizes(a, b) < 0) {
        wide_set(&quotient, 0);
        copy(&rest, a);
    } else if (b->limbs == 1) {
        divide_short(a, b->limb[0], &quotient, &rest);
    } else {
        divide_long(a, b, &quotient, &rest);
    }
    quotient.negative = a->negative != b->negative;
    rest.negative = a->negative;
    trim(&quotient);
    trim(&rest);
    if (ret) {
        copy(ret, &quotient);
    }
    if (ret_rest) {
        copy(ret_rest, &rest);
    }
    return true;
}

// ---- what two numbers have in common

static uint64_t short_gcd(uint64_t a, uint64_t b)
{
    while (b != 0) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

void wide_gcd(const struct wide *a, const struct wide *b, struct wide *ret)
{
    struct wide left;
    struct wide rest;

    copy(ret, a);
    copy(&left, b);
    while (left.limbs > 1 || (left.limbs > 0 && ret->limbs > 1)) {
        (void)wide_divide(ret, &left, NULL, &rest);
        copy(ret, &left);
        copy(&left, &rest);
    }
    if (left.limbs > 0) { // and then ret is as short
        ret->limb[0] = short_gcd(limb_of(ret, 0), left.limb[0]);
        ret->limbs = 1;
    }
    ret->negative = false;
}

bool wide_lcm(struct wide *to, const struct wide *by)
{
    struct wide common;
    struct wide own;

    wide_gcd(to, by, &common);
    if (!wide_divide(by, &common, &own, NULL) || !wide_multiply(to, &own, &common)) {
        return false;
    }
    copy(to, &common);
    return true;
}

// ---- roots

void wide_root(const struct wide *square, struct wide *ret)
{
    struct wide next;

    wide_set(ret, 0);
    if (square->limbs == 0) {
        return;
    }
    // A power of two that is not below the root; from there Newton falls until he is there.
    uint32_t bit = (bits_of(square) + 1) / 2;
    memset(next.limb, 0, (bit / 64 + 1) * sizeof next.limb[0]);
    next.limb[bit / 64] = UINT64_C(1) << bit % 64;
    next.limbs = bit / 64 + 1;
    next.negative = false;
    do {
        copy(ret, &next);
        (void)wide_divide(square, ret, &next, NULL);
        (void)wide_add(&next, ret, &next); // at most twice the first guess
        halve(&next);
    } while (compare_sizes(&next, ret) < 0);
}

bool wide_root_round(struct ratio plus, int sign, struct ratio square, struct rounding how,
                     struct ratio *ret)
{
    struct wide_ratio wide_plus;
    struct wide_ratio wide_square;

    wide_ratio_set(&wide_plus, plus);
    wide_ratio_set(&wide_square, square);
    return wide_ratio_root_round(&wide_plus, sign, &wide_square, how, ret);
}

// a^den x d^num, cut down to a whole number.
static bool whole_power(struct ratio a, struct ratio d, uint32_t num, uint32_t den,
                        struct wide *ret)
{
    struct wide first;
    struct wide second;
    struct wide above;
    struct wide below;

    return wide_power(a.num, den, &first) && wide_power(d.num, num, &second) &&
           wide_multiply(&first, &second, &above) && wide_power(a.den, den, &first) &&
           wide_power(d.den, num, &second) && wide_multiply(&first, &second, &below) &&
           wide_divide(&above, &below, ret, NULL);
}

bool wide_power_floor(struct ratio a, struct ratio d, uint32_t num, uint32_t den, int64_t *ret)
{
    struct ratio exponent;
    struct wide whole; // n <= a x d ^ (num / den) is n ^ den <= a ^ den x d ^ num
    struct wide power;

    if (a.num < 0 || d.num < 0 || !ratio_make(num, den, &exponent)) {
        return false;
    }
    den = (uint32_t)exponent.den;
    if (!whole_power(a, d, (uint32_t)exponent.num, den, &whole)) {
        return false;
    }
    uint32_t bits = bits_of(&whole) / den + 1; // the root is below 2 ^ bits
    if (bits > 63) {
        return false;
    }
    int64_t root = 0;
    for (int64_t bit = INT64_C(1) << (bits - 1); bit != 0; bit >>= 1) {
        bool fits = wide_power(root | bit, den, &power); // else it is far above
        if (fits && compare_sizes(&power, &whole) <= 0) {
            root |= bit;
        }
    }
    *ret = root;
    return true;
}
