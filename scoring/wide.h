// Whole numbers of up to WIDE_BITS bits with a sign, for the few rules whose exact answer does not
// fit a ratio on the way: powers, roots and sums of fractions that are rounded only at the end.
// Fixed size, on the stack; what does not fit is false, never a wrong number, and then a wide
// answer is not to be used.
#pragma once

#include "scoring/ratio.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WIDE_BITS = 8192, WIDE_LIMBS = WIDE_BITS / 64 };

struct wide {
    bool negative;             // never for 0
    uint32_t limbs;            // in use; 0: the number 0
    uint64_t limb[WIDE_LIMBS]; // little-endian
};

void wide_set(struct wide *wide, int64_t value);
bool wide_add(const struct wide *a, const struct wide *b, struct wide *ret); // ret may be a or b
bool wide_subtract(const struct wide *a, const struct wide *b, struct wide *ret);
bool wide_multiply(const struct wide *a, const struct wide *b, struct wide *ret); // ret: neither
bool wide_power(int64_t base, uint32_t exponent, struct wide *ret);
int wide_compare(const struct wide *a, const struct wide *b);
// Quotient towards zero and remainder with the sign of `a`; false for b == 0. Either answer may be
// NULL, and may be `a` or `b`.
bool wide_divide(const struct wide *a, const struct wide *b, struct wide *ret,
                 struct wide *ret_rest);
void wide_gcd(const struct wide *a, const struct wide *b, struct wide *ret); // >= 0; ret: neither
bool wide_lcm(struct wide *to, const struct wide *by); // both > 0: to the least common multiple
bool wide_get(const struct wide *wide, int64_t *ret);  // false when it does not fit
// The greatest whole number whose square is not above `square` (>= 0). ret is not `square`.
void wide_root(const struct wide *square, struct wide *ret);

// A fraction of two wide numbers, not reduced; den > 0.
struct wide_ratio {
    struct wide num, den;
};

void wide_ratio_set(struct wide_ratio *wide, struct ratio value);
bool wide_ratio_add(struct wide_ratio *to, const struct wide_ratio *value);
bool wide_ratio_multiply(struct wide_ratio *to, const struct wide_ratio *by);
bool wide_ratio_divide(struct wide_ratio *to, const struct wide_ratio *by); // false for by == 0
// How the exact value is rounded; ROUND_NONE only if it fits in lowest terms.
bool wide_ratio_round(const struct wide_ratio *value, struct rounding how, struct ratio *ret);

// plus + sign x sqrt(square), rounded exactly (how.mode is not ROUND_NONE; square >= 0; sign -1 or
// 1).
bool wide_root_round(struct ratio plus, int sign, struct ratio square, struct rounding how,
                     struct ratio *ret);
// The same where the parts do not fit a ratio.
bool wide_ratio_root_round(const struct wide_ratio *plus, int sign, const struct wide_ratio *square,
                           struct rounding how, struct ratio *ret);
// The greatest whole n >= 0 with n <= a x d ^ (num / den), for a, d >= 0 (RULES.md: combined
// events, each cut down to a whole number). False when it does not fit.
bool wide_power_floor(struct ratio a, struct ratio d, uint32_t num, uint32_t den, int64_t *ret);
