// Exact fractions. Every sum, mean and product of marks is one of these until the rules say "round
// here". Numerator and denominator are 64 bits, always in lowest terms, denominator positive;
// products go through 128 bits. A result that does not fit is an error (false, answer untouched),
// never a wrong number.
#pragma once

#include "scoring/point.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ratio {
    int64_t num;
    int64_t den; // > 0, gcd(num, den) == 1
};

// Not a number: a code (rules_status) in the place of a value. Arithmetic never takes or gives one;
// it is looked at before. It is worse than every value, and two of them are equal.
#define RATIO_CODE(code) ((struct ratio){(code), 0})

#define RATIO_ZERO ((struct ratio){0, 1})
#define RATIO_ONE  ((struct ratio){1, 1})

// half_up is 四舍五入 as on a score sheet: halves go away from zero, also below zero.
// truncate goes towards zero, up away from it.
enum round_mode { ROUND_NONE, ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_TRUNCATE, ROUND_UP };

// One rounding stage of the rules: so many decimal places, in this way. ROUND_NONE leaves the
// value.
struct rounding {
    enum round_mode mode;
    int places; // RATIO_PLACES_MIN … RATIO_PLACES_MAX; -2 rounds to hundreds
};

enum {
    RATIO_PLACES_MIN = -6,
    RATIO_PLACES_MAX = 9,
    RATIO_KEY = 24,     // bytes of ratio_key
    RATIO_TEXT_MAX = 40 // bytes of ratio_print
};

struct ratio ratio_of_point(point_t value);
bool ratio_make(int64_t num, int64_t den, struct ratio *ret); // den != 0
bool ratio_add(struct ratio a, struct ratio b, struct ratio *ret);
bool ratio_subtract(struct ratio a, struct ratio b, struct ratio *ret);
bool ratio_multiply(struct ratio a, struct ratio b, struct ratio *ret);
bool ratio_divide(struct ratio a, int64_t by, struct ratio *ret); // by != 0
bool ratio_round(struct ratio a, struct rounding how, struct ratio *ret);

static inline bool ratio_is_value(struct ratio a)
{
    return a.den != 0;
}

bool ratio_quotient(struct ratio a, struct ratio by, struct ratio *ret); // false for by == 0 too

// -1, 0 or 1, exact (cross products in 128 bits).
int ratio_compare(struct ratio a, struct ratio b);

// -1: `a` is better than `b`, 1: worse. A code is worse than any value; two codes are equal.
int ratio_better(struct ratio a, struct ratio b, bool lower_is_better);

// 24 bytes that order as the values do under memcmp, and are equal only for equal values: the whole
// part (floor), biased, in 64 bits, then 126 bits of the fraction in two words. Two different
// fractions with denominators below 2^63 differ by more than 2^-126, so no two values share a key.
// Only for values: what stands for a code in a rank key is the business of who writes that key,
// because he alone knows which direction is the worse one.
void ratio_key(struct ratio a, unsigned char out[RATIO_KEY]);

// Decimal text with exactly `places` places, halves away from zero, for people's eyes; returns its
// length (not terminated). With places < 0: the shortest exact decimal if one of at most nine
// places exists, else nine places.
size_t ratio_print(struct ratio a, int places, char out[RATIO_TEXT_MAX]);
