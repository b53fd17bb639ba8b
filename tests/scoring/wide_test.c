// Against a second arithmetic on bytes, school method, and against 128 bits where these are enough.
#include "scoring/wide.h"
#include "tests/scoring/chance.h"

__extension__ typedef __int128 plain_t;

// ---- numbers as bytes

enum { BYTES = 2 * WIDE_BITS / 8 + 8 };

struct slow {
    bool minus;
    uint8_t byte[BYTES]; // little-endian
};

static struct slow slow_of(const struct wide *wide)
{
    struct slow slow = {.minus = wide->negative};

    assert_true(wide->limbs == 0 || wide->limb[wide->limbs - 1] != 0);
    assert_false(wide->limbs == 0 && wide->negative);
    for (uint32_t i = 0; i < wide->limbs * 8; i++) {
        slow.byte[i] = (uint8_t)(wide->limb[i / 8] >> (8 * (i % 8)));
    }
    return slow;
}

static size_t slow_len(const struct slow *slow)
{
    size_t len = BYTES;

    while (len > 0 && slow->byte[len - 1] == 0) {
        len--;
    }
    return len;
}

static int slow_compare_sizes(const struct slow *a, const struct slow *b)
{
    for (size_t i = BYTES; i-- > 0;) {
        if (a->byte[i] != b->byte[i]) {
            return a->byte[i] < b->byte[i] ? -1 : 1;
        }
    }
    return 0;
}

static bool slow_is_same(const struct slow *a, const struct slow *b)
{
    return a->minus == b->minus && slow_compare_sizes(a, b) == 0;
}

// a + b, with signs: sizes that differ in sign are taken from each other.
static struct slow slow_add(const struct slow *a, const struct slow *b)
{
    const struct slow *more = slow_compare_sizes(a, b) >= 0 ? a : b;
    const struct slow *less = more == a ? b : a;
    struct slow sum = {.minus = more->minus};
    int carry = 0;

    for (size_t i = 0; i < BYTES; i++) {
        int step = a->minus == b->minus ? more->byte[i] + less->byte[i] + carry
                                        : more->byte[i] - less->byte[i] + carry;
        sum.byte[i] = (uint8_t)(step & 255);
        carry = step < 0 ? -1 : step >> 8;
    }
    sum.minus = sum.minus && slow_len(&sum) > 0;
    return sum;
}

static struct slow slow_negate(struct slow slow)
{
    slow.minus = !slow.minus && slow_len(&slow) > 0;
    return slow;
}

static struct slow slow_multiply(const struct slow *a, const struct slow *b)
{
    struct slow product = {.minus = a->minus != b->minus};
    size_t a_len = slow_len(a);
    size_t b_len = slow_len(b);

    for (size_t i = 0; i < a_len; i++) {
        unsigned carry = 0;
        for (size_t k = 0; k < b_len || carry != 0; k++) {
            carry += product.byte[i + k] + (k < b_len ? (unsigned)a->byte[i] * b->byte[k] : 0);
            product.byte[i + k] = (uint8_t)carry;
            carry >>= 8;
        }
    }
    product.minus = product.minus && slow_len(&product) > 0;
    return product;
}

static bool slow_fits(const struct slow *slow)
{
    return slow_len(slow) <= WIDE_BITS / 8;
}

static void assert_slow(bool ok, const struct wide *value, const struct slow *want)
{
    assert_int_equal(ok, slow_fits(want));
    if (ok) {
        struct slow got = slow_of(value);
        assert_true(slow_is_same(&got, want));
    }
}

// Numbers of all lengths with runs of ones and of zeros, where carries and guesses go wrong.
static void some_wide(uint64_t *seed, uint32_t limbs_max, struct wide *ret)
{
    ret->limbs = chance_in(seed, 8) ? limbs_max : chance_below(seed, limbs_max + 1);
    for (uint32_t i = 0; i < ret->limbs; i++) {
        uint32_t kind = chance_below(seed, 4);
        uint64_t any = chance(seed);
        ret->limb[i] = kind == 0 ? 0 : kind == 1 ? UINT64_MAX : any >> chance_below(seed, 64);
    }
    while (ret->limbs > 0 && ret->limb[ret->limbs - 1] == 0) {
        ret->limbs--;
    }
    ret->negative = ret->limbs > 0 && chance_in(seed, 3);
}

// ---- tests

static void adds_subtracts_and_multiplies_like_bytes_do(void **state)
{
    (void)state;
    uint64_t seed = 31;

    for (int i = 0; i < 1500; i++) {
        uint32_t most = i % 10 == 0 ? WIDE_LIMBS : 1 + chance_below(&seed, 12);
        struct wide a;
        struct wide b;
        struct wide got;
        some_wide(&seed, most, &a);
        some_wide(&seed, most, &b);
        struct slow slow_a = slow_of(&a);
        struct slow slow_b = slow_of(&b);
        struct slow minus_b = slow_negate(slow_b);
        struct slow want = slow_add(&slow_a, &slow_b);
        assert_slow(wide_add(&a, &b, &got), &got, &want);
        want = slow_add(&slow_a, &minus_b);
        assert_slow(wide_subtract(&a, &b, &got), &got, &want);
        assert_int_equal(wide_compare(&a, &b), slow_len(&want) == 0 ? 0 : want.minus ? -1 : 1);
        want = slow_multiply(&slow_a, &slow_b);
        assert_slow(wide_multiply(&a, &b, &got), &got, &want);
    }
}

static void an_answer_may_stand_where_a_summand_stood(void **state)
{
    (void)state;
    uint64_t seed = 32;

    for (int i = 0; i < 2000; i++) {
        struct wide a;
        struct wide b;
        struct wide apart;
        some_wide(&seed, 5, &a);
        some_wide(&seed, 5, &b);
        assert_true(wide_subtract(&a, &b, &apart));
        struct wide in_a = a;
        assert_true(wide_subtract(&in_a, &b, &in_a));
        assert_int_equal(wide_compare(&in_a, &apart), 0);
        struct wide in_b = b;
        assert_true(wide_subtract(&a, &in_b, &in_b));
        assert_int_equal(wide_compare(&in_b, &apart), 0);
        assert_true(wide_add(&in_a, &b, &in_a));
        assert_int_equal(wide_compare(&in_a, &a), 0);
    }
}

// quotient x divisor + rest is the dividend, the rest is smaller than the divisor and has the
// dividend's sign: there is only one such pair.
static void divides_so_that_it_can_be_multiplied_back(void **state)
{
    (void)state;
    uint64_t seed = 33;

    for (int i = 0; i < 4000; i++) {
        uint32_t most = i % 40 == 0 ? WIDE_LIMBS : 1 + chance_below(&seed, 9);
        struct wide a;
        struct wide b;
        struct wide quotient;
        struct wide rest;
        some_wide(&seed, most, &a);
        some_wide(&seed, most, &b);
        bool ok = wide_divide(&a, &b, &quotient, &rest);
        assert_int_equal(ok, b.limbs > 0);
        if (!ok) {
            continue;
        }
        struct slow slow_a = slow_of(&a);
        struct slow slow_b = slow_of(&b);
        struct slow slow_rest = slow_of(&rest);
        struct slow slow_quotient = slow_of(&quotient);
        struct slow product = slow_multiply(&slow_quotient, &slow_b);
        struct slow again = slow_add(&product, &slow_rest);
        assert_true(slow_is_same(&again, &slow_a));
        assert_true(slow_compare_sizes(&slow_rest, &slow_b) < 0);
        assert_true(rest.limbs == 0 || rest.negative == a.negative);
    }
}

static void refuses_what_does_not_fit(void **state)
{
    (void)state;
    struct wide half;
    struct wide one;
    struct wide got;
    int64_t small = 7;

    wide_set(&one, 1);
    assert_true(wide_power(2, WIDE_BITS - 1, &half));
    assert_false(wide_add(&half, &half, &got));
    assert_false(wide_power(2, WIDE_BITS, &got));
    assert_false(wide_power(-3, WIDE_BITS, &got));
    assert_false(wide_get(&half, &small));
    assert_int_equal(small, 7);
    assert_true(wide_subtract(&half, &one, &got));
    assert_true(wide_add(&got, &half, &got)); // the greatest there is
    assert_false(wide_add(&got, &one, &got));
}

static void small_numbers_come_back(void **state)
{
    (void)state;
    const int64_t rows[] = {0, 1, -1, INT64_MAX, INT64_MIN, -INT64_MAX};

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct wide wide;
        int64_t got = 5;
        wide_set(&wide, rows[i]);
        assert_true(wide_get(&wide, &got));
        assert_int_equal(got, rows[i]);
        wide.negative = !wide.negative && wide.limbs > 0;
        bool fits = rows[i] != INT64_MIN;
        assert_int_equal(wide_get(&wide, &got), fits);
        assert_true(!fits || got == -rows[i]);
    }
}

static void powers_are_repeated_products(void **state)
{
    (void)state;
    uint64_t seed = 34;

    for (int i = 0; i < 200; i++) {
        int64_t base = (int64_t)chance(&seed) >> chance_below(&seed, 64);
        uint32_t exponent = chance_below(&seed, 40);
        struct wide power;
        struct wide product;
        struct wide factor;
        struct wide next;
        wide_set(&product, 1);
        wide_set(&factor, base);
        for (uint32_t k = 0; k < exponent; k++) {
            assert_true(wide_multiply(&product, &factor, &next));
            product = next;
        }
        assert_true(wide_power(base, exponent, &power));
        assert_int_equal(wide_compare(&power, &product), 0);
    }
}

static void a_root_is_the_greatest_whose_square_fits(void **state)
{
    (void)state;
    uint64_t seed = 35;

    for (int i = 0; i < 1500; i++) {
        struct wide square;
        struct wide root;
        struct wide again;
        struct wide one;
        some_wide(&seed, i % 50 == 0 ? WIDE_LIMBS : 8, &square);
        square.negative = false;
        wide_set(&one, 1);
        wide_root(&square, &root);
        assert_true(wide_multiply(&root, &root, &again));
        assert_true(wide_compare(&again, &square) <= 0);
        assert_true(wide_add(&root, &one, &root));
        assert_true(!wide_multiply(&root, &root, &again) || wide_compare(&again, &square) > 0);
    }
}

static void common_divisors_and_multiples_are_those_of_euclid(void **state)
{
    (void)state;
    uint64_t seed = 36;

    for (int i = 0; i < 1500; i++) {
        int64_t a = (int64_t)(1 + (chance(&seed) >> (1 + chance_below(&seed, 62))));
        int64_t b = (int64_t)(1 + (chance(&seed) >> (1 + chance_below(&seed, 62))));
        int64_t left = a;
        for (int64_t right = b; right != 0;) {
            int64_t rest = left % right;
            left = right;
            right = rest;
        }
        struct wide both; // a long factor that the two share
        struct wide factor;
        struct wide wide_a;
        struct wide wide_b;
        struct wide want;
        struct wide got;
        assert_true(wide_power(INT64_MAX, chance_below(&seed, 20), &both));
        wide_set(&factor, a);
        assert_true(wide_multiply(&both, &factor, &wide_a));
        wide_set(&factor, b);
        assert_true(wide_multiply(&both, &factor, &wide_b));
        wide_set(&factor, left);
        assert_true(wide_multiply(&both, &factor, &want));
        wide_gcd(&wide_a, &wide_b, &got);
        assert_int_equal(wide_compare(&got, &want), 0);
        wide_set(&factor, b / left);
        assert_true(wide_multiply(&wide_a, &factor, &want));
        assert_true(wide_lcm(&wide_a, &wide_b));
        assert_int_equal(wide_compare(&wide_a, &want), 0);
    }
}

// ---- fractions

static struct ratio some_ratio(uint64_t *seed)
{
    int64_t num = (int64_t)chance(seed) >> chance_below(seed, 64);
    int64_t den = 1 + (int64_t)(chance(seed) >> (2 + chance_below(seed, 62)));
    struct ratio value = RATIO_ZERO;

    (void)ratio_make(num, chance_in(seed, 2) ? den : 200, &value);
    return value;
}

static void fractions_are_added_multiplied_and_divided_as_ratios_are(void **state)
{
    (void)state;
    uint64_t seed = 37;
    const struct rounding none = {ROUND_NONE, 0};

    for (int i = 0; i < 20000; i++) {
        struct ratio a = some_ratio(&seed);
        struct ratio b = some_ratio(&seed);
        struct ratio want;
        struct ratio got;
        struct wide_ratio wide_b;
        struct wide_ratio sum;
        struct wide_ratio product;
        struct wide_ratio quotient;
        wide_ratio_set(&sum, a);
        wide_ratio_set(&wide_b, b);
        product = quotient = sum;
        assert_true(wide_ratio_add(&sum, &wide_b));
        bool fits = ratio_add(a, b, &want);
        assert_int_equal(wide_ratio_round(&sum, none, &got), fits);
        assert_true(!fits || ratio_compare(got, want) == 0);
        assert_true(wide_ratio_multiply(&product, &wide_b));
        fits = ratio_multiply(a, b, &want);
        assert_int_equal(wide_ratio_round(&product, none, &got), fits);
        assert_true(!fits || ratio_compare(got, want) == 0);
        assert_int_equal(wide_ratio_divide(&quotient, &wide_b), b.num != 0);
        fits = ratio_quotient(a, b, &want);
        assert_true(!fits ||
                    (wide_ratio_round(&quotient, none, &got) && ratio_compare(got, want) == 0));
    }
}

static void fractions_are_rounded_as_ratios_are(void **state)
{
    (void)state;
    uint64_t seed = 38;

    for (int i = 0; i < 20000; i++) {
        struct ratio value = some_ratio(&seed);
        struct rounding how = {(enum round_mode)chance_below(&seed, 5),
                               (int)chance_below(&seed, 16) + RATIO_PLACES_MIN};
        struct wide_ratio wide;
        struct wide_ratio same;
        struct ratio want;
        struct ratio got;
        wide_ratio_set(&wide, value);
        wide_ratio_set(&same, (struct ratio){INT64_MAX, 1});
        same.den = same.num; // not in lowest terms
        assert_true(wide_ratio_multiply(&wide, &same));
        bool fits = ratio_round(value, how, &want);
        assert_int_equal(wide_ratio_round(&wide, how, &got), fits);
        assert_true(!fits || ratio_compare(got, want) == 0);
    }
}

// A thousand thirds, sevenths and so on have no common denominator in 64 bits on the way.
static void a_sum_may_be_finer_on_the_way_than_in_the_end(void **state)
{
    (void)state;
    struct wide_ratio sum;
    struct ratio got;

    wide_ratio_set(&sum, RATIO_ZERO);
    for (int sign = 1; sign >= -1; sign -= 2) {
        for (int64_t den = 3; den < 300; den += 2) {
            struct wide_ratio next;
            wide_ratio_set(&next, (struct ratio){sign, den});
            assert_true(wide_ratio_add(&sum, &next));
            assert_true(den < 299 || sign < 0 ||
                        !wide_ratio_round(&sum, (struct rounding){ROUND_NONE, 0}, &got));
        }
    }
    assert_true(wide_ratio_round(&sum, (struct rounding){ROUND_NONE, 0}, &got));
    assert_same(got, RATIO_ZERO);
}

// ---- roots that are rounded

// The sign of plus + sign x sqrt(square) - t, all in tenths of tenths: plain 128 bits.
static int side_of(int64_t plus, int sign, int64_t square, plain_t t)
{
    plain_t gap = plus - t;

    if (gap * sign >= 0) {
        return gap != 0 || square != 0 ? sign : 0;
    }
    int more = ((plain_t)square > gap * gap) - ((plain_t)square < gap * gap);
    return sign * more;
}

// Is `at` (in units of 1/2000, so that halves of a thousandth are whole) where the mode rounds it?
static void assert_rounded(int64_t plus, int sign, int64_t square, enum round_mode mode, plain_t at)
{
    int out = side_of(plus, sign, square, 0) < 0 ? -1 : 1; // away from zero
    int here = side_of(plus, sign, square, at) * out;
    int half_in = side_of(plus, sign, square, at - out) * out;
    int half_out = side_of(plus, sign, square, at + out) * out;
    int next_in = side_of(plus, sign, square, at - 2 * (plain_t)out) * out;
    int next_out = side_of(plus, sign, square, at + 2 * (plain_t)out) * out;
    int strict = at / 2 % 2 == 0 ? 0 : 1; // an odd one takes no halves

    switch (mode) {
    case ROUND_HALF_UP:
        assert_true(half_in >= 0 && half_out < 0);
        break;
    case ROUND_HALF_EVEN:
        assert_true(half_in >= strict && half_out <= -strict);
        break;
    case ROUND_TRUNCATE:
        assert_true(here >= 0 && next_out < 0);
        break;
    case ROUND_UP:
        assert_true(here <= 0 && (at == 0 || next_in > 0));
        break;
    case ROUND_NONE:
        break;
    }
}

static void a_root_is_rounded_where_its_exact_value_lies(void **state)
{
    (void)state;
    uint64_t seed = 39;

    for (int i = 0; i < 20000; i++) {
        int64_t plus = (int64_t)chance_below(&seed, 4000001) - 2000000;
        int64_t side = chance_below(&seed, 3000000);
        int64_t square = side * side + (chance_in(&seed, 2) ? chance_below(&seed, 3) : 0);
        int sign = chance_in(&seed, 2) ? 1 : -1;
        enum round_mode mode = (enum round_mode)(1 + chance_below(&seed, 4));
        struct ratio got;
        assert_true(wide_root_round(fraction(plus, 2000), sign, fraction(square, 4000000),
                                    (struct rounding){mode, 3}, &got));
        assert_int_equal(1000 % got.den, 0);
        assert_rounded(plus, sign, square, mode, (plain_t)got.num * (2000 / got.den));
    }
}

static void a_root_wants_to_be_rounded(void **state)
{
    (void)state;
    struct ratio got = {7, 3};

    assert_false(wide_root_round(RATIO_ONE, 1, (struct ratio){2, 1},
                                 (struct rounding){ROUND_NONE, 0}, &got));
    assert_false(
        wide_root_round(RATIO_ONE, 1, (struct ratio){-2, 1}, (struct rounding){ROUND_UP, 0}, &got));
    assert_false(
        wide_root_round(RATIO_ONE, 1, (struct ratio){2, 1}, (struct rounding){ROUND_UP, 10}, &got));
    assert_same(got, (struct ratio){7, 3});
    assert_true(wide_root_round((struct ratio){700, 1}, -1, (struct ratio){2, 1},
                                (struct rounding){ROUND_HALF_UP, 9}, &got));
    assert_figure(got, "698.585786438");
}

// ---- powers that are cut down

// Roman Sebrle, decathlon: 8893 points (a x d ^ c, IAAF tables; lengths and heights of jumps in
// centimetres).
static void the_decathlon_gives_the_published_points(void **state)
{
    (void)state;

    static const struct {
        const char *a, *distance;
        uint32_t hundredths;
        int64_t points;
    } rows[] = {
        {"25.4347", "7.15", 181, 894}, // 18 - 10.85, and so on
        {"0.14354", "564", 140, 1020},   {"51.39", "14.86", 105, 873},
        {"0.8465", "137", 142, 915},     {"1.53775", "33.64", 181, 892},
        {"5.74352", "14.45", 192, 968},  {"12.91", "44.72", 110, 844},
        {"0.2797", "400", 135, 910},     {"10.14", "63.52", 108, 897},
        {"0.03768", "199.99", 185, 680},
    };

    int64_t sum = 0;

    for (size_t i = 0; i < ROWS(rows); i++) {
        int64_t points_got = 0;
        assert_true(wide_power_floor(ratio_of_point(points(rows[i].a)),
                                     ratio_of_point(points(rows[i].distance)), rows[i].hundredths,
                                     100, &points_got));
        assert_int_equal(points_got, rows[i].points);
        sum += points_got;
    }
    assert_int_equal(sum, 8893);
}

static void a_power_is_cut_down_exactly_at_its_whole_number(void **state)
{
    (void)state;
    uint64_t seed = 40;

    for (int i = 0; i < 5000; i++) {
        int64_t a = chance_below(&seed, 1000);
        int64_t d = chance_below(&seed, 1000);
        int64_t got = 0;
        assert_true(wide_power_floor((struct ratio){a, 1}, fraction(d, 10), 3, 2, &got));
        plain_t want = (plain_t)a * a * d * d * d; // n^2 x 1000 is not above it
        assert_true((plain_t)got * got * 1000 <= want);
        assert_true((plain_t)(got + 1) * (got + 1) * 1000 > want);
    }
    int64_t got = 0;
    assert_true(wide_power_floor((struct ratio){5, 1}, (struct ratio){4, 1}, 3, 2, &got));
    assert_int_equal(got, 40);
    assert_true(wide_power_floor((struct ratio){9, 2}, RATIO_ZERO, 181, 100, &got));
    assert_int_equal(got, 0);
    assert_true(wide_power_floor((struct ratio){9, 2}, (struct ratio){7, 1}, 0, 100, &got));
    assert_int_equal(got, 4);
    assert_false(wide_power_floor(RATIO_ONE, (struct ratio){2, 1}, 1, 0, &got));
    assert_false(wide_power_floor(RATIO_ONE, (struct ratio){-2, 1}, 1, 2, &got));
    assert_false(wide_power_floor(RATIO_ONE, (struct ratio){10, 1}, 20, 1, &got));
    assert_int_equal(got, 4);
}

RUN(cmocka_unit_test(adds_subtracts_and_multiplies_like_bytes_do),
    cmocka_unit_test(an_answer_may_stand_where_a_summand_stood),
    cmocka_unit_test(divides_so_that_it_can_be_multiplied_back),
    cmocka_unit_test(refuses_what_does_not_fit), cmocka_unit_test(small_numbers_come_back),
    cmocka_unit_test(powers_are_repeated_products),
    cmocka_unit_test(a_root_is_the_greatest_whose_square_fits),
    cmocka_unit_test(common_divisors_and_multiples_are_those_of_euclid),
    cmocka_unit_test(fractions_are_added_multiplied_and_divided_as_ratios_are),
    cmocka_unit_test(fractions_are_rounded_as_ratios_are),
    cmocka_unit_test(a_sum_may_be_finer_on_the_way_than_in_the_end),
    cmocka_unit_test(a_root_is_rounded_where_its_exact_value_lies),
    cmocka_unit_test(a_root_wants_to_be_rounded),
    cmocka_unit_test(the_decathlon_gives_the_published_points),
    cmocka_unit_test(a_power_is_cut_down_exactly_at_its_whole_number))
