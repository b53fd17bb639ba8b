#include "scoring/reduce.h"
#include "tests/scoring/figures.h"

static const struct rounding cents = {ROUND_HALF_UP, 2};

static struct ratio decimal(const char *text)
{
    return ratio_of_point(points(text));
}

// Judge 1: 70 80 90, judge 2: 85 90 95; centre 100, spread 20 of the population.
static void ex_27_judges_are_brought_to_one_scale(void **state)
{
    (void)state;
    struct rules_normalise how = {
        .by = RULES_Z, .centre = {100, 1}, .spread = {20, 1}, .rounding = {ROUND_HALF_UP, 2}};
    static const char *const judges[] = {"70 80 90", "85 90 95"};
    static const char *const wants[] = {"75.51", "100", "124.49"};

    for (size_t i = 0; i < ROWS(judges); i++) {
        struct ratio figures[3] = {RATIO_ZERO, RATIO_ZERO, RATIO_ZERO};
        struct ratio mean = RATIO_ZERO;
        struct ratio variance = RATIO_ZERO;
        struct ratio got;
        assert_int_equal(read_figures(judges[i], figures), 3);
        assert_true(reduce_mean(figures, 3, &mean));
        assert_true(reduce_variance(figures, 3, how.sample, &variance));
        for (uint32_t k = 0; k < 3; k++) {
            assert_true(reduce_normalise(&how, figures[k], mean, variance, RATIO_ZERO, &got));
            assert_figure(got, wants[k]);
        }
    }
}

static void a_judge_without_a_spread_gives_the_centre(void **state)
{
    (void)state;
    struct rules_normalise how = {
        .by = RULES_Z, .centre = {100, 1}, .spread = {20, 1}, .rounding = {ROUND_HALF_UP, 2}};
    struct ratio got;

    assert_true(
        reduce_normalise(&how, (struct ratio){7, 1}, RATIO_ONE, RATIO_ZERO, RATIO_ZERO, &got));
    assert_figure(got, "100");
    how.by = RULES_PERCENT;
    assert_true(reduce_normalise(&how, RATIO_ONE, RATIO_ZERO, RATIO_ZERO, RATIO_ZERO, &got));
    assert_figure(got, "0");
}

// The same scores as percent of each judge's sum: 29.167 + 31.481 and so on.
static void ex_28_figures_as_percent_of_the_judges_sum(void **state)
{
    (void)state;
    struct rules_normalise how = {.by = RULES_PERCENT};
    static const char *const judges[] = {"70 80 90", "85 90 95"};
    static const char *const wants[] = {"60.65", "66.67", "72.69"};
    struct ratio sums[3] = {RATIO_ZERO, RATIO_ZERO, RATIO_ZERO};

    for (size_t i = 0; i < ROWS(judges); i++) {
        struct ratio figures[3] = {RATIO_ZERO, RATIO_ZERO, RATIO_ZERO};
        struct ratio sum = i == 0 ? (struct ratio){240, 1} : (struct ratio){270, 1};
        struct ratio got;
        read_figures(judges[i], figures);
        for (uint32_t k = 0; k < 3; k++) {
            assert_true(reduce_normalise(&how, figures[k], RATIO_ZERO, RATIO_ZERO, sum, &got));
            assert_true(ratio_add(sums[k], got, &sums[k]));
        }
    }
    for (uint32_t k = 0; k < 3; k++) {
        assert_true(ratio_round(sums[k], cents, &sums[k]));
        assert_figure(sums[k], wants[k]);
    }
}

static void places_among_a_judges_figures_are_shared_as_their_mean(void **state)
{
    (void)state;
    struct ratio figures[RULES_SEATS_MAX];
    uint32_t count = read_figures("70 80 80 90 95", figures);

    static const struct {
        const char *figure, *high, *low;
    } rows[] = {{"95", "1", "5"}, {"90", "2", "4"}, {"80", "3.5", "2.5"}, {"70", "5", "1"}};

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct ratio figure = decimal(rows[i].figure);
        assert_figure(reduce_place(figures, count, figure, false), rows[i].high);
        assert_figure(reduce_place(figures, count, figure, true), rows[i].low);
    }
}

RUN(cmocka_unit_test(ex_27_judges_are_brought_to_one_scale),
    cmocka_unit_test(a_judge_without_a_spread_gives_the_centre),
    cmocka_unit_test(ex_28_figures_as_percent_of_the_judges_sum),
    cmocka_unit_test(places_among_a_judges_figures_are_shared_as_their_mean))
