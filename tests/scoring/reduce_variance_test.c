#include "scoring/reduce.h"
#include "tests/scoring/figures.h"

static void assert_statistics(const char *text, const char *mean, const char *population,
                              const char *sample, const char *median, const char *mad)
{
    struct ratio figures[64];
    struct ratio got;
    uint32_t count = read_figures(text, figures);

    assert_true(reduce_mean(figures, count, &got));
    assert_figure(got, mean);
    assert_true(reduce_variance(figures, count, false, &got));
    assert_figure(got, population);
    assert_true(reduce_variance(figures, count, true, &got));
    assert_figure(got, sample);
    assert_true(reduce_median(figures, count, &got));
    assert_figure(got, median);
    assert_true(reduce_mad(figures, count, &got));
    assert_figure(got, mad);
}

static void means_variances_medians_and_deviations(void **state)
{
    (void)state;
    assert_statistics("60 70 80 90 95", "79", "164", "205", "80", "10");
    assert_statistics("7", "7", "0", "0", "7", "0");
    assert_statistics("4 1", "2.5", "2.25", "4.5", "2.5", "1.5");
    assert_statistics("5 5 5 5", "5", "0", "0", "5", "0");
    assert_statistics("9 1 5 2", "4.25", "9.6875", "12.916666667", "3.5", "2");
    assert_statistics("-1 1 0.5", "0.166666667", "0.722222222", "1.083333333", "0.5", "0.5");
}

static int by_value(const void *a, const void *b)
{
    return ratio_compare(*(const struct ratio *)a, *(const struct ratio *)b);
}

// A second way: all deviations written down and sorted by libc.
static void deviations_are_those_of_a_sorted_list(void **state)
{
    (void)state;
    uint64_t seed = 62;

    for (int i = 0; i < 2000; i++) {
        struct ratio figures[40];
        struct ratio gaps[40];
        struct ratio sorted[40];
        struct ratio centre;
        struct ratio got;
        uint32_t count = 1 + chance_below(&seed, 40);
        for (uint32_t k = 0; k < count; k++) {
            figures[k] = fraction(chance_below(&seed, 50), 4);
            sorted[k] = figures[k];
        }
        qsort(sorted, count, sizeof sorted[0], by_value);
        centre = fraction(sorted[(count - 1) / 2].num * sorted[count / 2].den +
                              sorted[count / 2].num * sorted[(count - 1) / 2].den,
                          2 * sorted[count / 2].den * sorted[(count - 1) / 2].den);
        for (uint32_t k = 0; k < count; k++) {
            assert_true(ratio_subtract(figures[k], centre, &gaps[k]));
            gaps[k].num = gaps[k].num < 0 ? -gaps[k].num : gaps[k].num;
        }
        qsort(gaps, count, sizeof gaps[0], by_value);
        assert_true(reduce_mad(figures, count, &got));
        struct ratio want;
        assert_true(ratio_add(gaps[(count - 1) / 2], gaps[count / 2], &want));
        assert_true(ratio_divide(want, 2, &want));
        assert_same(got, want);
        for (uint32_t k = 0; k < count; k++) { // and the figures are sorted now
            assert_same(figures[k], sorted[k]);
        }
    }
}

static void a_variance_does_not_mind_how_fine_it_is_on_the_way(void **state)
{
    (void)state;
    struct ratio figures[1000];
    struct ratio got;

    for (uint32_t i = 0; i < ROWS(figures); i++) { // 0.000001, then 99.999999, and so on
        figures[i] = ratio_of_point(i % 2 == 0 ? 1 : 99999999);
    }
    assert_true(reduce_variance(figures, ROWS(figures), false, &got));
    assert_same(got, fraction(INT64_C(49999999) * 49999999, INT64_C(1000000000000)));
}

RUN(cmocka_unit_test(means_variances_medians_and_deviations),
    cmocka_unit_test(deviations_are_those_of_a_sorted_list),
    cmocka_unit_test(a_variance_does_not_mind_how_fine_it_is_on_the_way))
