// Fractions, roots and powers of any length, against plain ratios, 128 bits and published points.
#include "scoring/wide.h"
#include "tests/scoring/chance.h"

__extension__ typedef __int128 plain_t;

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

RUN(cmocka_unit_test(fractions_are_added_multiplied_and_divided_as_ratios_are),
    cmocka_unit_test(fractions_are_rounded_as_ratios_are),
    cmocka_unit_test(a_sum_may_be_finer_on_the_way_than_in_the_end),
    cmocka_unit_test(a_root_is_rounded_where_its_exact_value_lies),
    cmocka_unit_test(a_root_wants_to_be_rounded),
    cmocka_unit_test(the_decathlon_gives_the_published_points),
    cmocka_unit_test(a_power_is_cut_down_exactly_at_its_whole_number))
