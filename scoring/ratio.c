// Everything is done on signs and magnitudes, so that the least of all int64_t needs no special
// care. Results are kept in lowest terms the way Knuth does it (4.5.1): the common divisors are
// taken out before the products are made, which keeps nearly all work in 64 bits.
#include "scoring/ratio.h"

#include <string.h>

__extension__ typedef __int128 wide_t;
__extension__ typedef unsigned __int128 uwide_t;

static const uint64_t tens[RATIO_PLACES_MAX + 1] = {
    1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};

static uint64_t magnitude(int64_t value)
{
    return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

// Binary, since a 64-bit division costs as much as several of these steps.
static uint64_t gcd(uint64_t a, uint64_t b)
{
    if (a == 0 || b == 0) {
        return a | b;
    }
    int shift = __builtin_ctzll(a | b);
    a >>= __builtin_ctzll(a);
    while (b != 0) {
        b >>= __builtin_ctzll(b);
        uint64_t less = a < b ? a : b;
        b = a < b ? b - a : a - b;
        a = less;
    }
    return a << shift;
}

// Most dividends fit 64 bits, and then the short division is several times faster.
static uwide_t quotient(uwide_t value, uwide_t by)
{
    return (value | by) <= UINT64_MAX ? (uint64_t)value / (uint64_t)by : value / by;
}

static uint64_t remainder_of(uwide_t value, uint64_t by)
{
    return value <= UINT64_MAX ? (uint64_t)value % by : (uint64_t)(value % by);
}

// The last step of every operation: num / den is in lowest terms; does it fit?
static bool settle(bool minus, uwide_t num, uwide_t den, struct ratio *ret)
{
    const uint64_t limit = (uint64_t)INT64_MAX + minus;

    if (num > limit || den > INT64_MAX) {
        return false;
    }
    ret->num = minus ? (int64_t)(0 - (uint64_t)num) : (int64_t)(uint64_t)num;
    ret->den = (int64_t)(uint64_t)den;
    return true;
}

struct ratio ratio_of_point(point_t value)
{
    if (value % POINT_ONE == 0) { // as most marks are
        return (struct ratio){value / POINT_ONE, 1};
    }
    int64_t common = (int64_t)gcd(magnitude(value), POINT_ONE);

    return (struct ratio){value / common, POINT_ONE / common};
}

bool ratio_make(int64_t num, int64_t den, struct ratio *ret)
{
    if (den == 0) {
        return false;
    }
    uint64_t common = gcd(magnitude(num), magnitude(den));

    return settle((num < 0) != (den < 0) && num != 0, magnitude(num) / common,
                  magnitude(den) / common, ret);
}

// Most figures are whole, and then nothing has to be brought to lowest terms.
static bool are_whole(struct ratio a, struct ratio b)
{
    return a.den == 1 && b.den == 1;
}

static bool give_whole(bool fits, int64_t num, struct ratio *ret)
{
    if (fits) {
        *ret = (struct ratio){num, 1};
    }
    return fits;
}

// `right` is b.num times a.den's own part, with its sign as the operation wants it.
static bool put_together(struct ratio a, struct ratio b, bool subtract, struct ratio *ret)
{
    uint64_t common = gcd((uint64_t)a.den, (uint64_t)b.den);
    int64_t a_own = a.den / (int64_t)common;
    int64_t b_own = b.den / (int64_t)common;
    wide_t left = (wide_t)a.num * b_own;
    wide_t right = (wide_t)b.num * a_own;
    wide_t sum = subtract ? left - right : left + right; // below 2^127, since both are below 2^126
    uwide_t size = sum < 0 ? 0 - (uwide_t)sum : (uwide_t)sum;
    uint64_t again = gcd(remainder_of(size, common), common);

    return settle(sum < 0, quotient(size, again), (uwide_t)a_own * ((uint64_t)b.den / again), ret);
}

bool ratio_add(struct ratio a, struct ratio b, struct ratio *ret)
{
    int64_t sum = 0;

    if (are_whole(a, b)) {
        bool fits = !__builtin_add_overflow(a.num, b.num, &sum);
        return give_whole(fits, sum, ret);
    }
    return put_together(a, b, false, ret);
}

bool ratio_subtract(struct ratio a, struct ratio b, struct ratio *ret)
{
    int64_t rest = 0;

    if (are_whole(a, b)) {
        bool fits = !__builtin_sub_overflow(a.num, b.num, &rest);
        return give_whole(fits, rest, ret);
    }
    return put_together(a, b, true, ret);
}

bool ratio_multiply(struct ratio a, struct ratio b, struct ratio *ret)
{
    int64_t product = 0;

    if (are_whole(a, b)) {
        bool fits = !__builtin_mul_overflow(a.num, b.num, &product);
        return give_whole(fits, product, ret);
    }
    uint64_t across = gcd(magnitude(a.num), (uint64_t)b.den);
    uint64_t back = gcd(magnitude(b.num), (uint64_t)a.den);
    uwide_t num = (uwide_t)(magnitude(a.num) / across) * (magnitude(b.num) / back);
    uwide_t den = (uwide_t)((uint64_t)a.den / back) * ((uint64_t)b.den / across);

    return settle((a.num < 0) != (b.num < 0) && num != 0, num, den, ret);
}

bool ratio_divide(struct ratio a, int64_t by, struct ratio *ret)
{
    if (by == 0) {
        return false;
    }
    uint64_t common = gcd(magnitude(a.num), magnitude(by));

    return settle((a.num < 0) != (by < 0) && a.num != 0, magnitude(a.num) / common,
                  (uwide_t)(uint64_t)a.den * (magnitude(by) / common), ret);
}

bool ratio_quotient(struct ratio a, struct ratio by, struct ratio *ret)
{
    if (by.num == 0) {
        return false;
    }
    uint64_t across = gcd(magnitude(a.num), magnitude(by.num));
    uint64_t back = gcd((uint64_t)a.den, (uint64_t)by.den);
    uwide_t num = (uwide_t)(magnitude(a.num) / across) * ((uint64_t)by.den / back);
    uwide_t den = (uwide_t)((uint64_t)a.den / back) * (magnitude(by.num) / across);

    return settle((a.num < 0) != (by.num < 0) && num != 0, num, den, ret);
}

// `rest` of `den` is left over `units` whole ones: does the mode take one more?
static bool takes_one_more(enum round_mode mode, uwide_t units, uwide_t rest, uwide_t den)
{
    uwide_t missing = den - rest;

    switch (mode) {
    case ROUND_HALF_UP:
        return rest >= missing;
    case ROUND_HALF_EVEN:
        return rest > missing || (rest == missing && (units & 1) != 0);
    case ROUND_UP:
        return rest != 0;
    case ROUND_NONE:
    case ROUND_TRUNCATE:
        break;
    }
    return false;
}

// The magnitude of the value in units of 1 / 10^places; a unit of negative places is tens, hundreds
// and so on.
static uwide_t units_of(struct ratio a, struct rounding how)
{
    uwide_t scaled = (uwide_t)magnitude(a.num) * tens[how.places > 0 ? how.places : 0];
    uwide_t den = (uwide_t)(uint64_t)a.den * tens[how.places < 0 ? -how.places : 0];
    uwide_t units = quotient(scaled, den);

    return units + takes_one_more(how.mode, units, scaled - units * den, den);
}

bool ratio_round(struct ratio a, struct rounding how, struct ratio *ret)
{
    if (how.mode == ROUND_NONE) {
        *ret = a;
        return true;
    }
    if (how.places < RATIO_PLACES_MIN || how.places > RATIO_PLACES_MAX) {
        return false;
    }
    if (a.den == 1 && how.places >= 0) {
        *ret = a;
        return true;
    }
    uwide_t units = units_of(a, how);
    if (how.places < 0) {
        return settle(a.num < 0 && units != 0, units * tens[-how.places], 1, ret);
    }
    uint64_t one = tens[how.places];
    uint64_t common = gcd(remainder_of(units, one), one);

    return settle(a.num < 0 && units != 0, quotient(units, common), one / common, ret);
}

int ratio_compare(struct ratio a, struct ratio b)
{
    if (are_whole(a, b)) {
        return (a.num > b.num) - (a.num < b.num);
    }
    wide_t left = (wide_t)a.num * b.den;
    wide_t right = (wide_t)b.num * a.den;

    return (left > right) - (left < right);
}

int ratio_better(struct ratio a, struct ratio b, bool lower_is_better)
{
    if (a.den == 0 || b.den == 0) {
        return (a.den == 0) - (b.den == 0);
    }
    return lower_is_better ? ratio_compare(a, b) : ratio_compare(b, a);
}

static void put_word(uint64_t word, unsigned char *out)
{
    for (int i = 0; i < 8; i++) {
        out[i] = (unsigned char)(word >> (56 - 8 * i));
    }
}

void ratio_key(struct ratio a, unsigned char out[RATIO_KEY])
{
    const uint64_t zero = UINT64_C(1) << 63;
    uint64_t den = (uint64_t)a.den;
    uint64_t whole = magnitude(a.num) / den;
    uint64_t rest = magnitude(a.num) % den;
    bool below = a.num < 0 && rest != 0; // floor: the next whole number down

    put_word(a.num < 0 ? zero - whole - below : zero + whole, out);
    uwide_t high = (uwide_t)(below ? den - rest : rest) << 63;
    uwide_t first = quotient(high, den);
    uwide_t low = (high - first * den) << 63;
    put_word((uint64_t)first, out + 8);
    put_word((uint64_t)quotient(low, den), out + 16);
}

static int shortest_places(struct ratio a)
{
    for (int places = 0; places < RATIO_PLACES_MAX; places++) {
        if (tens[places] % (uint64_t)a.den == 0) {
            return places;
        }
    }
    return RATIO_PLACES_MAX;
}

size_t ratio_print(struct ratio a, int places, char out[RATIO_TEXT_MAX])
{
    if (places < 0) {
        places = shortest_places(a);
    }
    places = places > RATIO_PLACES_MAX ? RATIO_PLACES_MAX : places;
    uwide_t units = units_of(a, (struct rounding){ROUND_HALF_UP, places});
    char tail[RATIO_TEXT_MAX];
    size_t at = sizeof tail;
    bool minus = a.num < 0 && units != 0;

    for (int place = 0; units != 0 || place <= places; place++) {
        if (place == places && places > 0) {
            tail[--at] = '.';
        }
        uwide_t next = quotient(units, 10);
        tail[--at] = (char)('0' + (int)(units - next * 10));
        units = next;
    }
    if (minus) {
        tail[--at] = '-';
    }
    memcpy(out, tail + at, sizeof tail - at);
    return sizeof tail - at;
}
