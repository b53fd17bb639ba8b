#include "scoring/reduce.h"
#include "scoring/scale.h"
#include "tests/scoring/figures.h"

// The population's values on the scale, in the order of `totals`.
static void assert_scale(const struct rules_scale *scale, const char *totals,
                         const char *const *wants)
{
    struct ratio figures[64];
    struct ratio sorted[64];
    struct scale_base base;
    uint32_t count = read_figures(totals, figures);

    (void)read_figures(totals, sorted);
    assert_true(scale_measure(scale, sorted, count, &base));
    assert_true(base.valid);
    assert_int_equal(base.count, count);
    for (uint32_t i = 0; i < count; i++) {
        struct ratio got;
        assert_true(scale_value(scale, &base, figures[i], &got));
        assert_figure(got, wants[i]);
    }
}

static const struct rounding whole = {ROUND_HALF_UP, 0};
static const struct rounding cents = {ROUND_HALF_UP, 2};

static struct rules_scale mad_scale(void)
{
    return (struct rules_scale){.has = true,
                                .centre = {700, 1},
                                .k = {30, 1},
                                .spread = RULES_MAD,
                                .mad_factor = {7413, 5000},
                                .has_limits = true,
                                .least = {0, 1},
                                .most = {1000, 1},
                                .rounding = whole};
}

static void ex_4_the_median_scale(void **state)
{
    (void)state;
    struct rules_scale scale = mad_scale();
    static const char *const wants[] = {"660", "680", "700", "720", "730"};

    assert_scale(&scale, "60 70 80 90 95", wants);
    static const char *const turned[] = {"730", "700", "660", "720", "680"};
    assert_scale(&scale, "95 80 60 90 70", turned); // in any order
}

static void ex_5_the_deviation_scale_names_its_divisor(void **state)
{
    (void)state;
    struct rules_scale scale = {.has = true,
                                .centre = {700, 1},
                                .k = {50, 1},
                                .mean = true,
                                .spread = RULES_SD_POPULATION,
                                .rounding = cents};
    static const char *const population[] = {"625.82", "664.86", "703.9", "742.95", "762.47"};
    static const char *const sample[] = {"633.65", "668.57", "703.49", "738.41", "755.87"};

    assert_scale(&scale, "60 70 80 90 95", population);
    scale.spread = RULES_SD_SAMPLE;
    assert_scale(&scale, "60 70 80 90 95", sample);
}

static void no_spread_is_the_centre(void **state)
{
    (void)state;
    struct rules_scale scale = mad_scale();
    static const char *const wants[] = {"700", "700", "700", "700"};

    assert_scale(&scale, "80 80 80 95", wants); // half of them are equal
    scale.spread = RULES_SD_POPULATION;
    assert_scale(&scale, "80 80 80 80", wants);
    assert_scale(&scale, "80", wants);
}

static void values_stay_within_the_limits(void **state)
{
    (void)state;
    struct rules_scale scale = mad_scale();
    static const char *const clamped[] = {"0", "690", "700", "710", "1000"};
    static const char *const free_ones[] = {"-1202", "690", "700", "710", "2602"};

    scale.k = (struct ratio){7413, 500}; // 10 for each median deviation
    assert_scale(&scale, "-100000 79 80 81 100000", clamped);
    scale.has_limits = false;
    assert_scale(&scale, "-110.2 79 80 81 270.2", free_ones);
}

static void too_few_have_no_scale(void **state)
{
    (void)state;
    struct rules_scale scale = mad_scale();
    struct ratio totals[] = {{1, 1}, {2, 1}};
    struct scale_base base;

    scale.population_least = 3;
    assert_true(scale_measure(&scale, totals, 2, &base));
    assert_false(base.valid);
    assert_int_equal(base.count, 2);
    scale.population_least = 2;
    assert_true(scale_measure(&scale, totals, 2, &base));
    assert_true(base.valid);
    scale.population_least = 0;
    assert_true(scale_measure(&scale, totals, 0, &base));
    assert_false(base.valid);
}

static void square_times(struct ratio side, struct ratio by, struct wide_ratio *ret)
{
    struct wide_ratio next;

    wide_ratio_set(ret, side);
    wide_ratio_set(&next, side);
    assert_true(wide_ratio_multiply(ret, &next));
    wide_ratio_set(&next, by);
    assert_true(wide_ratio_multiply(ret, &next));
}

// Is gap above k x (total - statistic) / deviation? Without a root: gap^2 x variance against
// (k x (total - statistic))^2. Both are not below zero.
static bool is_beyond(const struct rules_scale *scale, const struct scale_base *base,
                      struct ratio total, struct ratio gap)
{
    struct wide_ratio left;
    struct wide_ratio right;
    struct ratio far;

    assert_true(ratio_subtract(total, base->statistic, &far));
    assert_true(ratio_multiply(far, scale->k, &far));
    square_times(gap, base->spread, &left);
    square_times(far, (struct ratio){-1, 1}, &right);
    assert_true(wide_ratio_add(&left, &right));
    return left.num.limbs > 0 && !left.num.negative;
}

static void a_deviation_is_rounded_where_its_square_lies(void **state)
{
    (void)state;
    uint64_t seed = 71;
    struct rules_scale scale = {.has = true,
                                .centre = {500, 1},
                                .k = {100, 1},
                                .mean = true,
                                .spread = RULES_SD_POPULATION,
                                .rounding = {ROUND_TRUNCATE, 3}};

    for (int i = 0; i < 500; i++) {
        struct ratio totals[20];
        struct scale_base base;
        struct ratio got;
        uint32_t count = 2 + chance_below(&seed, 19);
        for (uint32_t k = 0; k < count; k++) {
            totals[k] = fraction(chance_below(&seed, 10001), 100);
        }
        assert_true(scale_measure(&scale, totals, count, &base));
        struct ratio best = totals[count - 1]; // they are sorted now
        assert_true(base.spread.num > 0);
        assert_true(scale_value(&scale, &base, best, &got));
        assert_true(ratio_subtract(got, scale.centre, &got));
        assert_false(is_beyond(&scale, &base, best, got));
        assert_true(ratio_add(got, (struct ratio){1, 1000}, &got));
        assert_true(is_beyond(&scale, &base, best, got));
    }
}

static void what_does_not_fit_is_refused(void **state)
{
    (void)state;
    struct rules_scale scale = mad_scale();
    struct ratio totals[] = {{INT64_MAX, 1}, {INT64_MAX, 1}, {INT64_MIN, 1}};
    struct scale_base base = {.count = 77};

    scale.mean = true;
    assert_false(scale_measure(&scale, totals, ROWS(totals), &base));
    assert_int_equal(base.count, 77);
}

RUN(cmocka_unit_test(ex_4_the_median_scale),
    cmocka_unit_test(ex_5_the_deviation_scale_names_its_divisor),
    cmocka_unit_test(no_spread_is_the_centre), cmocka_unit_test(values_stay_within_the_limits),
    cmocka_unit_test(too_few_have_no_scale),
    cmocka_unit_test(a_deviation_is_rounded_where_its_square_lies),
    cmocka_unit_test(what_does_not_fit_is_refused))
