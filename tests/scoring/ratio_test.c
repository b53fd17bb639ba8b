#include "scoring/ratio.h"
#include "tests/scoring/chance.h"

__extension__ typedef __int128 wide_t;

// ---- a second, plain arithmetic: 128 bits, Euclid, decimal digits by hand

struct plain {
    wide_t num, den;
};

static struct plain plain_lowest(wide_t num, wide_t den)
{
    wide_t a = num < 0 ? -num : num;
    wide_t b = den;

    while (b != 0) {
        wide_t rest = a % b;
        a = b;
        b = rest;
    }
    return (struct plain){num / a, den / a};
}

static bool plain_fits(struct plain value)
{
    return value.num <= INT64_MAX && value.num >= INT64_MIN && value.den <= INT64_MAX;
}

static void assert_plain(bool ok, struct ratio value, struct plain want)
{
    assert_int_equal(ok, plain_fits(want));
    if (ok) {
        assert_true(value.num == want.num && value.den == want.den);
    }
}

// Numbers of all sizes, many of them small, as denominators in real contests are.
static struct ratio some_ratio(uint64_t *seed)
{
    struct ratio value;

    do {
        int64_t num = (int64_t)(chance(seed) >> chance_below(seed, 64));
        int64_t den = (int64_t)(chance(seed) >> (1 + chance_below(seed, 63)));
        value = den == 0 || !ratio_make(num, den, &value) ? RATIO_ZERO : value;
    } while (value.num == 0 && !chance_in(seed, 4));
    value.num = chance_in(seed, 2) && value.num != INT64_MIN ? -value.num : value.num;
    return value;
}

// floor(value * 10^places) and whether something is left, then the mode in words.
static struct plain plain_round(struct ratio value, struct rounding how)
{
    wide_t one = 1;
    wide_t unit = 1;
    for (int i = 0; i < how.places; i++) {
        one *= 10;
    }
    for (int i = how.places; i < 0; i++) {
        unit *= 10;
    }
    wide_t scaled = value.num * one;
    wide_t den = value.den * unit;
    wide_t floor = scaled / den - (scaled % den < 0);
    wide_t rest = scaled - floor * den; // 0 … den-1
    bool minus = value.num < 0;
    bool half = rest * 2 == den;
    bool up = rest * 2 > den; // to the nearer one

    switch (how.mode) {
    case ROUND_HALF_UP:
        up = up || (half && !minus);
        break;
    case ROUND_HALF_EVEN:
        up = up || (half && floor % 2 != 0);
        break;
    case ROUND_TRUNCATE:
        up = minus && rest > 0;
        break;
    case ROUND_UP:
        up = !minus && rest > 0;
        break;
    case ROUND_NONE:
        return (struct plain){value.num, value.den};
    }
    return plain_lowest((floor + up) * unit, one);
}

// ---- tests

static void is_always_in_lowest_terms(void **state)
{
    (void)state;
    assert_same(fraction(6, -4), (struct ratio){-3, 2});
    assert_same(fraction(-6, -4), (struct ratio){3, 2});
    assert_same(fraction(0, -4), RATIO_ZERO);
    assert_same(fraction(INT64_MIN, INT64_MIN), RATIO_ONE);
    assert_same(fraction(INT64_MIN, 2), (struct ratio){INT64_MIN / 2, 1});
    assert_same(ratio_of_point(87500000), (struct ratio){175, 2});
    assert_same(ratio_of_point(-1), (struct ratio){-1, 1000000});
    assert_same(ratio_of_point(0), RATIO_ZERO);
}

static void refuses_what_does_not_fit_and_leaves_its_answer(void **state)
{
    (void)state;
    struct ratio answer = {7, 3};
    struct ratio most = {INT64_MAX, 1};
    struct ratio finest = {1, INT64_MAX};

    assert_false(ratio_make(1, 0, &answer));
    assert_false(ratio_make(1, INT64_MIN, &answer));
    assert_false(ratio_make(INT64_MIN, -1, &answer));
    assert_false(ratio_add(most, RATIO_ONE, &answer));
    assert_false(ratio_subtract((struct ratio){-2, 1}, most, &answer));
    assert_false(ratio_multiply(most, most, &answer));
    assert_false(ratio_multiply(finest, (struct ratio){1, 2}, &answer));
    assert_false(ratio_divide(finest, 2, &answer));
    assert_false(ratio_divide(RATIO_ONE, 0, &answer));
    assert_false(ratio_quotient(RATIO_ONE, RATIO_ZERO, &answer));
    assert_false(ratio_quotient(most, finest, &answer));
    assert_false(ratio_round(most, (struct rounding){ROUND_UP, RATIO_PLACES_MIN - 1}, &answer));
    assert_false(ratio_round(most, (struct rounding){ROUND_UP, -2}, &answer));
    assert_false(ratio_round(most, (struct rounding){ROUND_UP, RATIO_PLACES_MAX + 1}, &answer));
    assert_same(answer, (struct ratio){7, 3});
}

static void adds_and_subtracts_like_plain_arithmetic(void **state)
{
    (void)state;
    uint64_t seed = 11;

    for (int i = 0; i < 30000; i++) {
        struct ratio a = some_ratio(&seed);
        struct ratio b = some_ratio(&seed);
        if (chance_in(&seed, 2)) {
            b.den = a.den; // and no longer in lowest terms: make it so
            b = fraction(b.num, b.den);
        }
        struct ratio got = RATIO_ZERO;
        wide_t left = (wide_t)a.num * b.den;
        wide_t right = (wide_t)b.num * a.den;
        wide_t den = (wide_t)a.den * b.den;
        bool ok = ratio_add(a, b, &got);
        assert_plain(ok, got, plain_lowest(left + right, den));
        ok = ratio_subtract(a, b, &got);
        assert_plain(ok, got, plain_lowest(left - right, den));
    }
}

static void multiplies_and_divides_like_plain_arithmetic(void **state)
{
    (void)state;
    uint64_t seed = 12;

    for (int i = 0; i < 30000; i++) {
        struct ratio a = some_ratio(&seed);
        struct ratio b = some_ratio(&seed);
        struct ratio got = RATIO_ZERO;
        bool ok = ratio_multiply(a, b, &got);
        assert_plain(ok, got, plain_lowest((wide_t)a.num * b.num, (wide_t)a.den * b.den));
        if (b.num != 0) {
            ok = ratio_divide(a, b.num, &got);
            wide_t sign = b.num < 0 ? -1 : 1;
            assert_plain(ok, got, plain_lowest(a.num * sign, (wide_t)a.den * b.num * sign));
            ok = ratio_quotient(a, b, &got);
            assert_plain(ok, got,
                         plain_lowest((wide_t)a.num * b.den * sign, a.den * (b.num * sign)));
        }
    }
}

static void rounds_like_plain_arithmetic(void **state)
{
    (void)state;
    uint64_t seed = 13;

    for (int i = 0; i < 60000; i++) {
        struct ratio a = some_ratio(&seed);
        struct rounding how = {(enum round_mode)chance_below(&seed, 5),
                               (int)chance_below(&seed, 16) + RATIO_PLACES_MIN};
        if (chance_in(&seed, 2)) { // exact halves and their neighbours
            a = fraction((int64_t)chance_below(&seed, 4001) - 2000, INT64_C(200));
            how.places = (int)chance_below(&seed, 4) - 1;
        }
        struct ratio got = RATIO_ZERO;
        bool ok = ratio_round(a, how, &got);
        assert_plain(ok, got, plain_round(a, how));
    }
}

static void rounds_halves_as_each_mode_says(void **state)
{
    (void)state;

    static const struct {
        const char *value;
        const char *half_up, *half_even, *truncate, *up;
    } rows[] = {
        {"89.825", "89.83", "89.82", "89.82", "89.83"},
        {"-89.825", "-89.83", "-89.82", "-89.82", "-89.83"},
        {"89.835", "89.84", "89.84", "89.83", "89.84"},
        {"2.344999", "2.34", "2.34", "2.34", "2.35"},
        {"-2.345001", "-2.35", "-2.35", "-2.34", "-2.35"},
        {"-0.001", "0", "0", "0", "-0.01"},
        {"0.005", "0.01", "0", "0", "0.01"},
        {"7", "7", "7", "7", "7"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *wants[] = {rows[i].value, rows[i].half_up, rows[i].half_even, rows[i].truncate,
                               rows[i].up};
        for (unsigned mode = ROUND_NONE; mode <= ROUND_UP; mode++) {
            struct ratio value = ratio_of_point(points(rows[i].value));
            assert_true(ratio_round(value, (struct rounding){(enum round_mode)mode, 2}, &value));
            assert_figure(value, wants[mode]);
        }
    }
}

static void rounds_to_tens_and_hundreds(void **state)
{
    (void)state;

    static const struct {
        const char *value;
        int places;
        const char *half_up, *half_even, *truncate, *up;
    } rows[] = {
        {"60050", -2, "60100", "60000", "60000", "60100"}, // WCA: minutes and more, in centiseconds
        {"60049.999999", -2, "60000", "60000", "60000", "60100"},
        {"-60150", -2, "-60200", "-60200", "-60100", "-60200"},
        {"499999.999999", -6, "0", "0", "0", "1000000"},
        {"500000", -6, "1000000", "0", "0", "1000000"},
        {"-5", -1, "-10", "0", "0", "-10"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *wants[] = {rows[i].value, rows[i].half_up, rows[i].half_even, rows[i].truncate,
                               rows[i].up};
        for (unsigned mode = ROUND_NONE; mode <= ROUND_UP; mode++) {
            struct ratio value = ratio_of_point(points(rows[i].value));
            struct rounding how = {(enum round_mode)mode, rows[i].places};
            assert_true(ratio_round(value, how, &value));
            assert_figure(value, wants[mode]);
        }
    }
}

static void a_code_is_worse_than_any_value_and_equal_to_any_code(void **state)
{
    (void)state;
    const struct ratio dnf = RATIO_CODE(1);
    const struct ratio dns = RATIO_CODE(2);
    const struct ratio worst[] = {{INT64_MIN, 1}, {INT64_MAX, 1}, {0, 1}};

    for (int lower = 0; lower < 2; lower++) {
        assert_int_equal(ratio_better(dnf, dns, lower), 0);
        for (size_t i = 0; i < ROWS(worst); i++) {
            assert_int_equal(ratio_better(worst[i], dnf, lower), -1);
            assert_int_equal(ratio_better(dnf, worst[i], lower), 1);
        }
    }
    assert_false(ratio_is_value(dnf));
    assert_true(ratio_is_value(RATIO_ZERO));
    assert_int_equal(ratio_better(RATIO_ONE, RATIO_ZERO, false), -1);
    assert_int_equal(ratio_better(RATIO_ONE, RATIO_ZERO, true), 1);
    assert_int_equal(ratio_better(RATIO_ONE, RATIO_ONE, true), 0);
}

static int sign(int value)
{
    return (value > 0) - (value < 0);
}

static void keys_order_as_values_do(void **state)
{
    (void)state;
    uint64_t seed = 14;

    for (int i = 0; i < 60000; i++) {
        struct ratio a = some_ratio(&seed);
        struct ratio b = some_ratio(&seed);
        if (chance_in(&seed, 2)) { // as near as two fractions can be
            a.den = INT64_MAX - chance_below(&seed, 50);
            b.den = INT64_MAX - chance_below(&seed, 50);
            a.num = a.den / 3 * (chance_in(&seed, 2) ? 1 : -1);
            b.num = b.den / 3 * (a.num < 0 ? -1 : 1);
            a = fraction(a.num, a.den);
            b = fraction(b.num, b.den);
        }
        unsigned char key_a[RATIO_KEY];
        unsigned char key_b[RATIO_KEY];
        ratio_key(a, key_a);
        ratio_key(b, key_b);
        wide_t left = (wide_t)a.num * b.den;
        wide_t right = (wide_t)b.num * a.den;
        assert_int_equal(ratio_compare(a, b), (left > right) - (left < right));
        assert_int_equal(sign(memcmp(key_a, key_b, RATIO_KEY)), ratio_compare(a, b));
    }
}

static void keys_hold_from_the_least_to_the_greatest(void **state)
{
    (void)state;
    static const struct ratio rising[] = {
        {INT64_MIN, 1},
        {-INT64_MAX, 1},
        {-INT64_MAX, 2},
        {-1, 1},
        {-1, 2},
        {-1, INT64_MAX},
        {0, 1},
        {1, INT64_MAX},
        {1, INT64_MAX - 1},
        {1, 2},
        {1, 1},
        {INT64_MAX, INT64_MAX - 1},
        {INT64_MAX - 1, 1},
        {INT64_MAX, 1},
    };

    for (size_t i = 1; i < ROWS(rising); i++) {
        unsigned char low[RATIO_KEY];
        unsigned char high[RATIO_KEY];
        ratio_key(rising[i - 1], low);
        ratio_key(rising[i], high);
        assert_true(memcmp(low, high, RATIO_KEY) < 0);
        assert_int_equal(ratio_compare(rising[i - 1], rising[i]), -1);
    }
}

static void prints_for_people(void **state)
{
    (void)state;

    static const struct {
        struct ratio value;
        int places;
        const char *text;
    } rows[] = {
        {{359, 4}, 2, "89.75"},
        {{359, 4}, 1, "89.8"},
        {{359, 4}, 0, "90"},
        {{359, 4}, 4, "89.7500"},
        {{359, 4}, -1, "89.75"},
        {{-1, 8}, 2, "-0.13"},
        {{-1, 8}, 0, "0"},
        {{-1, 1000}, 2, "0.00"},
        {{1, 3}, -1, "0.333333333"},
        {{-2, 3}, -1, "-0.666666667"},
        {{0, 1}, -1, "0"},
        {{0, 1}, 3, "0.000"},
        {{1, 512}, -1, "0.001953125"},
        {{1, 1024}, -1, "0.000976563"},
        {{5, 1}, 12, "5.000000000"},
        {{INT64_MIN, 1}, 9, "-9223372036854775808.000000000"},
        {{INT64_MAX, 1}, -1, "9223372036854775807"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        char out[RATIO_TEXT_MAX + 1] = {0};
        out[ratio_print(rows[i].value, rows[i].places, out)] = 0;
        assert_string_equal(out, rows[i].text);
    }
}

RUN(cmocka_unit_test(is_always_in_lowest_terms),
    cmocka_unit_test(refuses_what_does_not_fit_and_leaves_its_answer),
    cmocka_unit_test(adds_and_subtracts_like_plain_arithmetic),
    cmocka_unit_test(multiplies_and_divides_like_plain_arithmetic),
    cmocka_unit_test(rounds_like_plain_arithmetic),
    cmocka_unit_test(rounds_halves_as_each_mode_says),
    cmocka_unit_test(rounds_to_tens_and_hundreds),
    cmocka_unit_test(a_code_is_worse_than_any_value_and_equal_to_any_code),
    cmocka_unit_test(keys_order_as_values_do),
    cmocka_unit_test(keys_hold_from_the_least_to_the_greatest), cmocka_unit_test(prints_for_people))
