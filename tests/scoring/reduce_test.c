#include "scoring/reduce.h"
#include "tests/scoring/figures.h"

static struct ratio decimal(const char *text)
{
    return ratio_of_point(points(text));
}

// A letter for each fate, in the order of the figures: u used, h and l dropped, o left out.
static void assert_fates(const struct reduce_result *result, const char *fates)
{
    char out[RULES_SEATS_MAX + 1] = {0};

    for (uint32_t i = 0; i < result->count; i++) {
        out[i] = "uhlo"[result->fates[i]];
    }
    assert_string_equal(out, fates);
}

static struct reduce_result reduced(const struct rules_part *part, const char *panel)
{
    struct ratio figures[RULES_SEATS_MAX];
    struct reduce_result result;

    assert_true(reduce_figures(part, figures, read_figures(panel, figures), false, &result));
    return result;
}

static void assert_reduced(const struct rules_part *part, const char *panel, const char *figure,
                           const char *fates)
{
    struct reduce_result result = reduced(part, panel);

    assert_figure(result.figure, figure);
    assert_fates(&result, fates);
}

static const struct rounding cents = {ROUND_HALF_UP, 2};

// ---- dropping

static void ex_13_the_mean_of_what_is_left(void **state)
{
    (void)state;
    struct rules_part part = {.reduce = RULES_MEAN, .drop_high = 1, .drop_low = 1};

    assert_reduced(&part, "99 98 97", "98", "hul");
    assert_reduced(&part, "100 99 98 97", "98.5", "huul");
}

static void ex_14_the_mean_is_rounded_by_the_stage_of_the_judges(void **state)
{
    (void)state;
    struct rules_part part = {
        .reduce = RULES_MEAN, .drop_high = 1, .drop_low = 1, .judges = {ROUND_HALF_UP, 3}};

    assert_reduced(&part, "88 90 85 99 60", "87.667", "uuuhl");
}

static void ex_15_occurrences_are_dropped_not_values(void **state)
{
    (void)state;
    struct rules_part part = {.reduce = RULES_MEAN, .drop_high = 1, .drop_low = 1};

    assert_reduced(&part, "90 90 90", "90", "luh");
}

static void ex_16_two_and_two_of_seven_divers_judges(void **state)
{
    (void)state;
    struct rules_part part = {.reduce = RULES_SUM, .drop_high = 2, .drop_low = 2};

    assert_reduced(&part, "7.5 7.0 7.5 7.0 7.5 8.0 6.5", "22", "uluuhhl");
}

static void ex_19_and_20_figure_skating_means(void **state)
{
    (void)state;
    struct rules_part part = {.reduce = RULES_MEAN, .drop_high = 1, .drop_low = 1, .judges = cents};

    assert_reduced(&part, "3 3 2 3 4 3 2 3 5", "3", "uuluuuuuh");
    assert_reduced(&part, "8.25 8.5 8.25 8.0 8.75 8.5 8.25 8.5 8.25", "8.36", "uuulhuuuu");
}

static void ex_25_rank_sums_without_the_extremes(void **state)
{
    (void)state;
    struct rules_part part = {.reduce = RULES_SUM, .drop_high = 1, .drop_low = 1};

    assert_reduced(&part, "1 2 1 3 1", "4", "luuhu");
    assert_reduced(&part, "2 1 3 1 2", "5", "ulhuu");
    assert_reduced(&part, "3 3 2 2 3", "8", "uuluh");
}

static void a_table_says_how_many_are_dropped(void **state)
{
    (void)state;
    const struct rules_trim trims[] = {{4, 1, 1}, {6, 2, 2}, {5, 1, 0}};
    struct rules_part part = {
        .reduce = RULES_MEAN, .drop_high = 9, .trims = trims, .trim_count = ROWS(trims)};

    assert_reduced(&part, "1 2 3 4", "2.5", "luuh");
    assert_reduced(&part, "1 2 3 4 5", "2.5", "uuuuh");
    assert_reduced(&part, "1 2 3 4 5 6", "3.5", "lluuhh");
    assert_reduced(&part, "1 2 4", "2.333333333", "uuu"); // no line for three
}

static void nobody_left_is_refused(void **state)
{
    (void)state;
    struct rules_part part = {.reduce = RULES_MEAN, .drop_high = 1, .drop_low = 1};
    struct ratio figures[] = {RATIO_ONE, RATIO_ONE};
    struct reduce_result result = {.count = 77};

    assert_false(reduce_figures(&part, figures, 2, false, &result));
    assert_false(reduce_figures(&part, figures, 0, false, &result));
    part.drop_high = part.drop_low = 0;
    assert_false(reduce_figures(&part, figures, 0, false, &result));
    part.reduce = RULES_MAJORITY; // not a matter of one panel
    assert_false(reduce_figures(&part, figures, 2, false, &result));
    assert_int_equal(result.count, 77);
}

static void what_does_not_fit_is_refused(void **state)
{
    (void)state;
    struct rules_part part = {.reduce = RULES_SUM};
    struct ratio figures[] = {{INT64_MAX, 1}, {1, 1}};
    struct reduce_result result;

    assert_false(reduce_figures(&part, figures, 2, false, &result));
}

// ---- the middle

static void medians_leasts_and_mosts(void **state)
{
    (void)state;
    struct rules_part part = {.reduce = RULES_MEDIAN};

    assert_reduced(&part, "3 9 5", "5", "uuu");
    assert_reduced(&part, "3 9 5 6", "5.5", "uuuu");
    part.reduce = RULES_LEAST;
    assert_reduced(&part, "3 9 5 6", "3", "uuuu");
    part.reduce = RULES_MOST;
    part.drop_high = 1;
    assert_reduced(&part, "3 9 5 6", "6", "uhuu");
}

static void judges_agree_or_the_part_is_held(void **state)
{
    (void)state;
    struct rules_part part = {.reduce = RULES_AGREED};
    struct ratio figures[RULES_SEATS_MAX];
    struct reduce_result result = reduced(&part, "2 2 2");

    assert_false(result.apart);
    assert_figure(result.figure, "2");
    result = reduced(&part, "2 3 3");
    assert_true(result.apart);
    uint32_t count = read_figures("2 3 3", figures);
    assert_true(reduce_figures(&part, figures, count, true, &result));
    assert_false(result.apart);
    assert_figure(result.figure, "3");
}

// FIG aerobic gymnastics; the first band that holds the mean of the middle two.
static const struct rules_band aerobic[] = {
    {.from = {8, 1}, .to = {10, 1}, .value = {3, 10}},
    {.from = {7, 1}, .to = {8, 1}, .value = {2, 5}},
    {.from = {6, 1}, .to = {7, 1}, .value = {1, 2}},
    {.from = {0, 1}, .to = {6, 1}, .value = {3, 5}},
};

static void ex_21_the_middle_two_within_their_tolerance(void **state)
{
    (void)state;
    struct rules_part part = {
        .reduce = RULES_MIDDLE_TWO, .tolerance = aerobic, .tolerance_count = ROWS(aerobic)};

    assert_reduced(&part, "8.2 8.5 8.6 9.1", "8.55", "luuh");
    assert_reduced(&part, "9.1 8.2 8.6 8.3", "8.45", "hluu"); // a gap of just 0.3
    assert_reduced(&part, "6 5.7 5.1 5.2 6.5 4", "5.45", "huluhl");
    assert_reduced(&part, "5 9 7", "7", "lhu"); // of three the middle one
}

static void ex_22_the_middle_two_too_far_apart_leave_it_to_all(void **state)
{
    (void)state;
    struct rules_part part = {
        .reduce = RULES_MIDDLE_TWO, .tolerance = aerobic, .tolerance_count = ROWS(aerobic)};

    assert_reduced(&part, "6.8 7.0 7.6 7.9", "7.325", "uuuu");
    assert_true(reduced(&part, "6.8 7.0 7.6 7.9").all_used);
    assert_false(reduced(&part, "6.8 7.0 7.1 7.9").all_used);
    part.drop_high = part.drop_low = 1; // what was dropped counts again
    assert_reduced(&part, "6.8 7.0 7.6 7.9", "7.325", "uuuu");
    assert_reduced(&part, "6.8 7.0 7.3 7.9", "7.15", "luuh");
}

// ---- variance

static void assert_apart(struct rules_variance variance, const char *panel, bool apart)
{
    struct rules_part part = {.reduce = RULES_MEAN, .variance = variance};
    struct ratio figures[RULES_SEATS_MAX];

    assert_int_equal(reduce_is_apart(&part, figures, read_figures(panel, figures)), apart);
    assert_int_equal(reduced(&part, panel).apart, apart);
}

static void ex_3_three_judgements_may_differ_by_one(void **state)
{
    (void)state;
    const struct rules_band limit = {.from = {0, 1}, .to = {3, 1}, .value = {1, 1}};
    struct rules_variance variance = {RULES_RANGE, RULES_REFUSE, &limit, 1};

    assert_apart(variance, "2 3 2", false);
    assert_apart(variance, "1 3 2", true);
    assert_apart(variance, "0 1 1", false);
    assert_apart(variance, "3", false);
}

// Barbershop: the top may be 8 above for means of 90 and more, 9 from 80 to 90, else 10.
static void the_limit_goes_by_the_mean(void **state)
{
    (void)state;
    const struct rules_band limits[] = {
        {.from = {90, 1}, .to = {100, 1}, .value = {8, 1}},
        {.from = {80, 1}, .to = {90, 1}, .value = {9, 1}},
        {.from = {40, 1}, .to = {80, 1}, .value = {10, 1}},
    };
    struct rules_variance variance = {RULES_RANGE, RULES_FLAG, limits, ROWS(limits)};

    assert_apart(variance, "94 86", false); // mean 90, gap 8
    assert_apart(variance, "95 86", true);
    assert_apart(variance, "93 84", false); // mean 88.5, gap 9
    assert_apart(variance, "70 79.9", false);
    assert_apart(variance, "70 80.1", true);
    assert_apart(variance, "1 30", false); // no band, no limit
}

static void figures_far_from_the_mean_or_the_median(void **state)
{
    (void)state;
    const struct rules_band limit = {.from = {-100, 1}, .to = {100, 1}, .value = {2, 1}};
    struct rules_variance variance = {RULES_FROM_MEAN, RULES_FLAG, &limit, 1};

    assert_apart(variance, "4 5 6 9", true);   // mean 6
    assert_apart(variance, "4 6 6 8", false);  // just 2
    assert_apart(variance, "-4 -6 -8", false); // below zero too
    variance.by = RULES_FROM_MEDIAN;
    assert_apart(variance, "4 5 5 7", false);
    assert_apart(variance, "4 5 5 7.01", true);
}

// Dixon's Q for three judges at 0.941, for six at 0.56.
static void an_extreme_stands_off_by_its_share_of_the_range(void **state)
{
    (void)state;
    const struct rules_band limits[] = {
        {.from = {3, 1}, .to = {3, 1}, .value = decimal("0.941")},
        {.from = {6, 1}, .to = {6, 1}, .value = decimal("0.56")},
    };
    struct rules_variance variance = {RULES_DIXON, RULES_FLAG, limits, ROWS(limits)};

    assert_apart(variance, "80 80.5 90", true);        // 9.5 / 10
    assert_apart(variance, "80 80.59 90", false);      // 0.941, not above
    assert_apart(variance, "80 89.5 90", true);        // the low one
    assert_apart(variance, "80 80 80", false);         // no range
    assert_apart(variance, "80 80 80 81 82 85", true); // 3 / 5
    assert_apart(variance, "80 80 80 81 83 85", false);
    assert_apart(variance, "10 90", false);    // two cannot stand off
    assert_apart(variance, "1 1 1 90", false); // no limit for four
}

// WDSF absolute judging: a mark more than 1.5 from the median is left out. World Open 2024.
static void far_marks_are_left_out(void **state)
{
    (void)state;
    const struct rules_band limit = {.from = {0, 1}, .to = {10, 1}, .value = {3, 2}};
    struct rules_part part = {.reduce = RULES_MEAN,
                              .variance = {RULES_FROM_MEDIAN, RULES_LEAVE_OUT, &limit, 1}};

    assert_reduced(&part, "8 8.5 9.75 8", "8.5625", "uuuu"); // median 8.25
    assert_reduced(&part, "8 8 9.75 8", "8", "uuou");
    assert_true(reduced(&part, "8 8 9.75 8").apart);
    assert_reduced(&part, "8 8 9.5 6.5", "8", "uuuu"); // just 1.5
    part.drop_high = 1;                                // of those that are left
    assert_reduced(&part, "8 8.5 10.5 8", "8", "uhou");
}

// Two who are far from their mean would both go; so would all but the one that is dropped.
static void nobody_is_left_out_when_nobody_would_be_left(void **state)
{
    (void)state;
    const struct rules_band limit = {.from = {0, 1}, .to = {10, 1}, .value = {1, 1}};
    struct rules_part part = {.reduce = RULES_MEAN,
                              .variance = {RULES_FROM_MEAN, RULES_LEAVE_OUT, &limit, 1}};

    assert_reduced(&part, "4 8", "6", "uu");
    assert_true(reduced(&part, "4 8").apart);
    assert_reduced(&part, "2 6 10", "6", "ouo");
    part.drop_high = 1;
    assert_reduced(&part, "2 6 10", "4", "uuh");
    assert_true(reduced(&part, "2 6 10").apart);
}

static void a_ruling_leaves_nobody_out(void **state)
{
    (void)state;
    const struct rules_band limit = {.from = {0, 1}, .to = {10, 1}, .value = {3, 2}};
    struct rules_part part = {.reduce = RULES_MEAN,
                              .variance = {RULES_FROM_MEDIAN, RULES_LEAVE_OUT, &limit, 1}};
    struct ratio figures[RULES_SEATS_MAX];
    struct reduce_result result;

    uint32_t count = read_figures("8 8 10 8", figures);
    assert_true(reduce_figures(&part, figures, count, true, &result));
    assert_figure(result.figure, "8.5");
    assert_false(result.apart);
}

static void all_are_used_when_they_are_apart(void **state)
{
    (void)state;
    const struct rules_band limit = {.from = {0, 1}, .to = {10, 1}, .value = {1, 1}};
    struct rules_part part = {.reduce = RULES_MEAN,
                              .drop_high = 1,
                              .drop_low = 1,
                              .variance = {RULES_RANGE, RULES_USE_ALL, &limit, 1}};

    assert_reduced(&part, "7 7.5 8", "7.5", "luh");
    assert_reduced(&part, "7 7.5 9.5", "8", "uuu");
    assert_true(reduced(&part, "7 7.5 9.5").all_used);
}

static void overflow_is_apart(void **state)
{
    (void)state;
    const struct rules_band limit = {.from = {0, 1}, .to = {10, 1}, .value = {1, 1}};
    struct rules_part part = {.variance = {RULES_RANGE, RULES_FLAG, &limit, 1}};
    struct ratio figures[] = {{INT64_MAX, 1}, {INT64_MAX, 1}};

    assert_true(reduce_is_apart(&part, figures, 2));
}

// ---- all together: a panel of chance against a plain way

static int by_value(const void *a, const void *b)
{
    return ratio_compare(*(const struct ratio *)a, *(const struct ratio *)b);
}

static bool plain_trimmed_mean(struct ratio *figures, uint32_t count, uint32_t high, uint32_t low,
                               struct ratio *ret)
{
    if (count <= high + low) {
        return false;
    }
    qsort(figures, count, sizeof figures[0], by_value);
    return reduce_mean(figures + low, count - high - low, ret);
}

static void any_panel_is_trimmed_as_a_sorted_list_is(void **state)
{
    (void)state;
    uint64_t seed = 63;

    for (int i = 0; i < 5000; i++) {
        struct rules_part part = {.reduce = RULES_MEAN,
                                  .drop_high = chance_below(&seed, 4),
                                  .drop_low = chance_below(&seed, 4)};
        struct ratio figures[RULES_SEATS_MAX];
        struct reduce_result result;
        struct ratio want;
        uint32_t count = chance_below(&seed, RULES_SEATS_MAX + 1);
        for (uint32_t k = 0; k < count; k++) {
            figures[k] = fraction(chance_below(&seed, 40), 4);
        }
        bool ok = reduce_figures(&part, figures, count, false, &result);
        uint32_t fates[4] = {0};
        for (uint32_t k = 0; ok && k < count; k++) {
            fates[result.fates[k]]++;
        }
        assert_int_equal(plain_trimmed_mean(figures, count, part.drop_high, part.drop_low, &want),
                         ok);
        if (ok) {
            assert_same(result.figure, want);
            assert_int_equal(fates[REDUCE_DROPPED_HIGH], part.drop_high);
            assert_int_equal(fates[REDUCE_DROPPED_LOW], part.drop_low);
        }
    }
}

RUN(cmocka_unit_test(ex_13_the_mean_of_what_is_left),
    cmocka_unit_test(ex_14_the_mean_is_rounded_by_the_stage_of_the_judges),
    cmocka_unit_test(ex_15_occurrences_are_dropped_not_values),
    cmocka_unit_test(ex_16_two_and_two_of_seven_divers_judges),
    cmocka_unit_test(ex_19_and_20_figure_skating_means),
    cmocka_unit_test(ex_25_rank_sums_without_the_extremes),
    cmocka_unit_test(a_table_says_how_many_are_dropped), cmocka_unit_test(nobody_left_is_refused),
    cmocka_unit_test(what_does_not_fit_is_refused), cmocka_unit_test(medians_leasts_and_mosts),
    cmocka_unit_test(judges_agree_or_the_part_is_held),
    cmocka_unit_test(ex_21_the_middle_two_within_their_tolerance),
    cmocka_unit_test(ex_22_the_middle_two_too_far_apart_leave_it_to_all),
    cmocka_unit_test(ex_3_three_judgements_may_differ_by_one),
    cmocka_unit_test(the_limit_goes_by_the_mean),
    cmocka_unit_test(figures_far_from_the_mean_or_the_median),
    cmocka_unit_test(an_extreme_stands_off_by_its_share_of_the_range),
    cmocka_unit_test(far_marks_are_left_out),
    cmocka_unit_test(nobody_is_left_out_when_nobody_would_be_left),
    cmocka_unit_test(a_ruling_leaves_nobody_out),
    cmocka_unit_test(all_are_used_when_they_are_apart), cmocka_unit_test(overflow_is_apart),
    cmocka_unit_test(any_panel_is_trimmed_as_a_sorted_list_is))
