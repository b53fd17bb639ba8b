#include "scoring/reduce.h"
#include "tests/scoring/figures.h"

static const struct rounding cents = {ROUND_HALF_UP, 2};

static void assert_figures(const struct rules_part *part, const char *panel, const char *figure)
{
    struct ratio figures[RULES_SEATS_MAX];
    struct reduce_result result;

    assert_true(reduce_figures(part, figures, read_figures(panel, figures), false, &result));
    assert_figure(result.figure, figure);
}

// WRRC, first round of 11 October 2025 in Geneva and others: five criteria of six judges, added
// exactly and rounded once. The couples of a pair of rows share their total and their position.
static void scaled_medians_give_the_published_totals(void **state)
{
    (void)state;

    static const struct {
        const char *marks[5], *total;
    } rows[] = {
        {{"2.25 3 1.5 3.75 1.5 2.25", "2.25 3.75 2.25 3.75 1.5 2.25", "5.25 6.75 6 6 6 6",
          "4 4.5 3.5 2.5 4 3.5", "6.25 7.5 6.25 7.5 11.25 8.75"},
         "21.77"},
        {{"3 2.25 3 2.25 2.25 2.25", "3 1.5 3 2.25 2.25 3", "5.25 4.5 6 4.5 8.25 6",
          "3 3 3.5 4 5.5 4", "5 2.5 7.5 7.5 15 8.75"},
         "21.77"},
        {{"3 2.25 2.25 2.25 3 3", "2.25 3.75 2.25 2.25 3 2.25", "3 7.5 4.5 3 5.25 5.25",
          "3 4 3 2 3 4.5", "3.75 10 8.75 5 8.75 6.25"},
         "20.65"},
        {{"3.75 3.75 2.25 2.25 3.75 3.75", "3 1.5 1.5 0.75 2.25 2.25", "3.75 6 4.5 3.75 6 6.75",
          "3 4 4 2.5 3.5 4.5", "6.25 10 6.25 5 6.25 8.75"},
         "20.65"},
        {{"4.5 3.75 3 4.5 3 2.25", "3.75 3.75 3 4.5 3 2.25", "6.75 7.5 6 6.75 3.75 6",
          "4.5 5 5 3.5 2.5 4", "7.5 10 7.5 10 5 6.25"},
         "24.92"},
        {{"3.75 3.75 3.75 4.5 3 3", "2.25 3.75 2.25 3.75 3.75 3.75", "3 7.5 6 7.5 4.5 6",
          "4 4.5 4 5 2.5 4.5", "6.25 7.5 6.25 10 7.5 10"},
         "24.92"},
    };
    struct rules_part part = {.reduce = RULES_NEAR_MEDIAN};

    assert_true(reduce_is_wide(&part));
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct wide_ratio sum;
        wide_ratio_set(&sum, RATIO_ZERO);
        for (size_t k = 0; k < ROWS(rows[i].marks); k++) {
            struct ratio figures[RULES_SEATS_MAX];
            struct reduce_result result;
            struct wide_ratio exact;
            uint32_t count = read_figures(rows[i].marks[k], figures);
            assert_true(reduce_figures_wide(&part, figures, count, false, &result, &exact));
            assert_true(wide_ratio_add(&sum, &exact));
        }
        struct ratio total;
        assert_true(wide_ratio_round(&sum, cents, &total));
        assert_figure(total, rows[i].total);
    }
}

static void a_scaled_median_by_hand(void **state)
{
    (void)state;
    struct rules_part part = {.reduce = RULES_NEAR_MEDIAN};

    // 5, 6, 8: weights 1/2, 1, 1/5: (2.5 + 6 + 1.6) / 1.7
    struct ratio figures[RULES_SEATS_MAX];
    struct reduce_result result;
    uint32_t count = read_figures("5 6 8", figures);
    assert_true(reduce_figures(&part, figures, count, false, &result));
    assert_same(result.figure, (struct ratio){101, 17});
    part.judges = cents;
    assert_false(reduce_is_wide(&part));
    assert_figures(&part, "5 6 8", "5.94");
    part.drop_high = 1;
    assert_figures(&part, "5 6 8", "5.5");
    assert_figures(&part, "-4 -4 -4", "-4");
}

// Thirty-two judges with six places each: far beyond 64 bits, and still exact.
static void a_scaled_median_is_exact_for_the_largest_panel(void **state)
{
    (void)state;
    uint64_t seed = 61;
    struct ratio figures[RULES_SEATS_MAX];
    struct wide_ratio exact;
    struct wide_ratio mirrored;
    struct ratio got;

    for (uint32_t i = 0; i < RULES_SEATS_MAX; i++) {
        figures[i] = ratio_of_point((point_t)chance_below(&seed, 100000000));
    }
    assert_true(reduce_near_median_wide(figures, RULES_SEATS_MAX, &exact));
    for (uint32_t i = 0; i < RULES_SEATS_MAX; i++) {
        figures[i].num = -figures[i].num;
    }
    assert_true(reduce_near_median_wide(figures, RULES_SEATS_MAX, &mirrored));
    assert_true(wide_ratio_round(&exact, (struct rounding){ROUND_TRUNCATE, 9}, &got));
    assert_true(got.num > 0);
    assert_false(wide_ratio_round(&exact, (struct rounding){ROUND_NONE, 0}, &got));
    assert_true(wide_ratio_add(&exact, &mirrored));
    assert_true(wide_ratio_round(&exact, (struct rounding){ROUND_NONE, 0}, &got));
    assert_same(got, RATIO_ZERO);
}

RUN(cmocka_unit_test(scaled_medians_give_the_published_totals),
    cmocka_unit_test(a_scaled_median_by_hand),
    cmocka_unit_test(a_scaled_median_is_exact_for_the_largest_panel))
