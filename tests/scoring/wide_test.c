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

RUN(cmocka_unit_test(adds_subtracts_and_multiplies_like_bytes_do),
    cmocka_unit_test(an_answer_may_stand_where_a_summand_stood),
    cmocka_unit_test(divides_so_that_it_can_be_multiplied_back),
    cmocka_unit_test(refuses_what_does_not_fit), cmocka_unit_test(small_numbers_come_back),
    cmocka_unit_test(powers_are_repeated_products),
    cmocka_unit_test(a_root_is_the_greatest_whose_square_fits),
    cmocka_unit_test(common_divisors_and_multiples_are_those_of_euclid))
