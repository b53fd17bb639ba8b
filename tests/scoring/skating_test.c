// Against published finals (TopTurnier, 2024 and 2025) and against the rules taken word by word.
#include "tests/scoring/figures.h"
#include "tests/scoring/skating_plain.h"

static void work_out(struct dances *dances, bool counts_only)
{
    for (uint32_t i = 0; i < dances->dance_count; i++) {
        assert_true(skating_dance(mark_at(dances, i, 0), dances->couples, dances->judges,
                                  &dances->places[(size_t)i * dances->couples],
                                  &dances->dance_decided[(size_t)i * dances->couples]));
    }
    assert_true(skating_final(dances->marks, dances->places, dances->dance_count, dances->couples,
                              dances->judges, counts_only, dances->totals, dances->order,
                              dances->decided));
}

// One dance of couples whose marks are written as digits.
static void read_dance(struct dances *dances, const char *const *rows, uint32_t couples)
{
    dances->dance_count = 1;
    dances->couples = couples;
    dances->judges = (uint32_t)strlen(rows[0]);
    for (uint32_t i = 0; i < couples; i++) {
        for (uint32_t k = 0; k < dances->judges; k++) {
            mark_at(dances, 0, i)[k] = (uint32_t)(rows[i][k] - '0');
        }
    }
}

// ---- one dance

static void assert_dance(const char *const *rows, uint32_t couples, const char *places,
                         const uint32_t *rules)
{
    struct dances dances = {0};
    struct ratio wants[COUPLES];

    read_dance(&dances, rows, couples);
    work_out(&dances, false);
    assert_int_equal(read_figures(places, wants), couples);
    for (uint32_t i = 0; i < couples; i++) {
        assert_same(dances.places[i], wants[i]);
        assert_int_equal(dances.dance_decided[i], rules[i]);
    }
}

static void ex_23_seven_judges_four_couples(void **state)
{
    (void)state;
    static const char *const rows[] = {"1112344", "2221433", "3433121", "4344212"};
    static const uint32_t rules[] = {7, 7, 6, 6};

    assert_dance(rows, 4, "1 2 3 4", rules);
}

static void rule_5_a_majority_of_one_couple_alone(void **state)
{
    (void)state;
    static const char *const rows[] = {"11123", "22211", "33332"};
    static const uint32_t rules[] = {5, 5, 5};

    assert_dance(rows, 3, "1 2 3", rules);
}

static void rule_8_a_column_without_a_majority_is_passed_over(void **state)
{
    (void)state;
    // Nobody has three firsts; up to the second place the first couple has five marks. In the third
    // column the others have five each, and the smaller sum decides.
    static const char *const rows[] = {"12222", "31333", "33323"};
    static const uint32_t rules[] = {8, 7, 7};

    assert_dance(rows, 3, "1 2 3", rules);
}

static void rule_7_shares_what_no_column_decides(void **state)
{
    (void)state;
    static const char *const rows[] = {"123", "231", "312"};
    static const uint32_t rules[] = {0, 0, 0};

    assert_dance(rows, 3, "2 2 2", rules);
    static const char *const tied[] = {"1133", "3311", "2222"};
    static const uint32_t tied_rules[] = {0, 0, 8};
    assert_dance(tied, 3, "2.5 2.5 1", tied_rules);
}

static void too_many_couples_are_refused(void **state)
{
    (void)state;
    static uint32_t marks[SKATING_COUPLES_MAX + 1];
    static struct ratio places[SKATING_COUPLES_MAX + 1];
    static struct ratio totals[SKATING_COUPLES_MAX + 1];
    static uint32_t order[SKATING_COUPLES_MAX + 1];

    for (uint32_t i = 0; i <= SKATING_COUPLES_MAX; i++) {
        marks[i] = i < SKATING_COUPLES_MAX ? SKATING_COUPLES_MAX - i : SKATING_COUPLES_MAX + 1;
        places[i] = (struct ratio){marks[i], 1};
    }
    assert_false(skating_dance(marks, SKATING_COUPLES_MAX + 1, 1, places, NULL));
    assert_false(skating_dance(marks, 1, 0, places, NULL));
    assert_false(
        skating_dance(marks, SKATING_COUPLES_MAX - 1, 1, places, NULL)); // a place too high
    assert_false(
        skating_final(marks, places, 1, SKATING_COUPLES_MAX + 1, 1, false, totals, order, NULL));
    assert_false(skating_final(marks, places, 33, 1, 32, false, totals, order, NULL));
    assert_true(skating_dance(marks, SKATING_COUPLES_MAX, 1, places, NULL));
    assert_true(
        skating_final(marks, places, 1, SKATING_COUPLES_MAX, 1, false, totals, order, NULL));
    for (uint32_t i = 0; i < SKATING_COUPLES_MAX; i++) {
        assert_int_equal(order[i], SKATING_COUPLES_MAX - i);
    }
}

// ---- finals as they were published

struct final_row {
    const char *marks[5]; // of each dance, a digit for each judge
    const char *places;   // in each dance
    const char *total;
    uint32_t rank;
};

// 54-0507 Hauptgruppe II B Standard: three couples on 30.0. Rule 10 cannot separate two of them,
// and rule 11 places both before the third is looked at.
static const struct final_row final_0[] = {
    {{"3131225", "3131115", "2131117", "2121114", "1131115"}, "2 1 1 1 1", "6", 1},
    {{"2226511", "1226521", "3325631", "3336731", "3325421"}, "1 2 2 2 2", "9", 2},
    {{"1514637", "2514637", "1514525", "1514527", "2414537"}, "3 3 3 3 3", "15", 3},
    {{"7643162", "7643272", "6742262", "7742262", "6742262"}, "4 4 4 4 4", "20", 4},
    {{"5755356", "5755456", "4666354", "4655346", "4656346"}, "7 7 6 5 5", "30", 5},
    {{"6372474", "6372364", "7273476", "6273475", "7273774"}, "5 5 7 6 7", "30", 6},
    {{"4467743", "4467743", "5457743", "5467653", "5567653"}, "6 6 5 7 6", "30", 7},
};

// 24-0407 WDSF Open Latin Rising Stars: two couples on 15.0.
static const struct final_row final_1[] = {
    {{"11111311411", "11111211112", "11111211115", "11111111114", "11111211113"},
     "1 1 1 1 1",
     "5",
     1},
    {{"23525123153", "53436323556", "43634123536", "54335423656", "33435323426"},
     "2 4 2 4 3",
     "15",
     2},
    {{"62362442334", "62562552221", "64463452421", "62263252432", "64262452552"},
     "3 2 4 2 4",
     "15",
     3},
    {{"54453256525", "35323136444", "52525335342", "43524336321", "52523135331"},
     "5 3 3 3 2",
     "16",
     4},
    {{"46634635262", "24654645363", "36242546263", "25652645263", "25654546264"},
     "4 5 5 5 5",
     "24",
     5},
    {{"35246564646", "46245464635", "25356664654", "36446564545", "46346664645"},
     "6 6 6 6 6",
     "30",
     6},
};

// 52-1105 Hauptgruppe II C Standard: two couples on 21.0.
static const struct final_row final_2[] = {
    {{"51623", "32311", "61513", "51512"}, "2 1 1 1", "5", 1},
    {{"42132", "51643", "43142", "42333"}, "1 3 2 3", "9", 2},
    {{"15441", "14232", "14451", "16251"}, "3 2 4 2", "11", 3},
    {{"24364", "26465", "35235", "25444"}, "4 6 3 4", "17", 4},
    {{"63515", "63526", "52624", "63626"}, "5 5 5 6", "21", 5},
    {{"36256", "45154", "26366", "34165"}, "6 4 6 5", "21", 6},
};

static void assert_final(const struct final_row *rows, uint32_t couples, uint32_t dance_count)
{
    struct dances dances = {.dance_count = dance_count,
                            .couples = couples,
                            .judges = (uint32_t)strlen(rows[0].marks[0])};

    for (uint32_t i = 0; i < couples; i++) {
        for (uint32_t k = 0; k < dance_count; k++) {
            for (uint32_t j = 0; j < dances.judges; j++) {
                mark_at(&dances, k, i)[j] = (uint32_t)(rows[i].marks[k][j] - '0');
            }
        }
    }
    work_out(&dances, false);
    for (uint32_t i = 0; i < couples; i++) {
        struct ratio places[DANCES];
        assert_int_equal(read_figures(rows[i].places, places), dance_count);
        for (uint32_t k = 0; k < dance_count; k++) {
            assert_same(dances.places[k * couples + i], places[k]);
        }
        assert_figure(dances.totals[i], rows[i].total);
        assert_int_equal(dances.order[i], rows[i].rank);
    }
}

static void finals_come_out_as_they_were_published(void **state)
{
    (void)state;
    assert_final(final_0, ROWS(final_0), 5);
    assert_final(final_1, ROWS(final_1), 5);
    assert_final(final_2, ROWS(final_2), 4);
}

// ---- several dances

// Places 1,3,1 and 2,1,2 and 3,2,3 of one judge: sums 5, 5, 8; more firsts for the first.
static void ex_24_rule_10_more_dances_at_the_place_under_review(void **state)
{
    (void)state;
    static const uint32_t marks[] = {1, 2, 3, 3, 1, 2, 1, 2, 3};
    struct dances dances = {.dance_count = 3, .couples = 3, .judges = 1};
    static const uint32_t order[] = {1, 2, 3};
    static const uint32_t rules[] = {10, 10, 9};

    memcpy(dances.marks, marks, sizeof marks);
    for (int counts_only = 0; counts_only < 2; counts_only++) {
        work_out(&dances, counts_only);
        for (uint32_t i = 0; i < 3; i++) {
            assert_int_equal(dances.order[i], order[i]);
            assert_int_equal(dances.decided[i], rules[i]);
        }
    }
}

static void rule_10_may_look_at_counts_alone(void **state)
{
    (void)state;
    // A has 1 and 4, B has 2 and 3. Under review is the second place: one dance each, with sums of
    // 1 and 2, so A. By counts alone rule 11 decides: B has his majority in the third column, A in
    // the fourth.
    static const uint32_t marks[] = {1, 2, 3, 4, 4, 3, 1, 2};
    struct dances dances = {.dance_count = 2, .couples = 4, .judges = 1};

    memcpy(dances.marks, marks, sizeof marks);
    work_out(&dances, false);
    static const uint32_t with_sums[] = {2, 3, 1, 4};
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(dances.order[i], with_sums[i]);
    }
    assert_int_equal(dances.decided[0], 10);
    work_out(&dances, true);
    static const uint32_t by_counts[] = {3, 2, 1, 4};
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(dances.order[i], by_counts[i]);
    }
    assert_int_equal(dances.decided[0], 11);
}

static void couples_that_nothing_separates_share(void **state)
{
    (void)state;
    // A and B exchange their marks from dance to dance; C is third in both.
    static const uint32_t marks[] = {1, 2, 3, 2, 1, 3};
    struct dances dances = {.dance_count = 2, .couples = 3, .judges = 1};

    memcpy(dances.marks, marks, sizeof marks);
    work_out(&dances, false);
    static const uint32_t order[] = {1, 1, 3};
    static const uint32_t rules[] = {0, 0, 9};
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(dances.order[i], order[i]);
        assert_int_equal(dances.decided[i], rules[i]);
    }
}

// ---- by chance

// Judges who think alike make many ties, judges who do not make few.
static void mark_by_chance(struct dances *dances, uint64_t *seed)
{
    uint32_t swaps = chance_below(seed, 12);

    for (uint32_t i = 0; i < dances->dance_count; i++) {
        for (uint32_t k = 0; k < dances->judges; k++) {
            uint32_t place[COUPLES];
            for (uint32_t c = 0; c < dances->couples; c++) {
                place[c] = c + 1;
            }
            for (uint32_t n = 0; n < swaps; n++) {
                uint32_t a = chance_below(seed, dances->couples);
                uint32_t b = chance_below(seed, dances->couples);
                uint32_t held = place[a];
                place[a] = place[b];
                place[b] = held;
            }
            for (uint32_t c = 0; c < dances->couples; c++) {
                mark_at(dances, i, c)[k] = place[c];
            }
        }
    }
}

static void any_final_comes_out_as_the_rules_say_word_by_word(void **state)
{
    (void)state;
    uint64_t seed = 81;

    for (int i = 0; i < 5000; i++) {
        struct dances dances = {.dance_count = 1 + chance_below(&seed, DANCES),
                                .couples = 1 + chance_below(&seed, COUPLES),
                                .judges = 1 + chance_below(&seed, JUDGES)};
        struct plain plain = {.dances = &dances, .counts_only = chance_in(&seed, 3)};
        struct ratio places[COUPLES];
        mark_by_chance(&dances, &seed);
        work_out(&dances, plain.counts_only);
        for (uint32_t k = 0; k < dances.dance_count; k++) {
            plain_dance(&dances, k, places);
            for (uint32_t c = 0; c < dances.couples; c++) {
                assert_same(dances.places[k * dances.couples + c], places[c]);
            }
        }
        plain_final(&plain);
        for (uint32_t c = 0; c < dances.couples; c++) {
            assert_int_equal(dances.order[c], plain.order[c]);
        }
    }
}

// Places of a dance always add up to those of an order without ties, and so do totals.
static void no_place_is_lost(void **state)
{
    (void)state;
    uint64_t seed = 82;

    for (int i = 0; i < 500; i++) {
        struct dances dances = {.dance_count = DANCES, .couples = COUPLES, .judges = 4};
        struct ratio sum = RATIO_ZERO;
        mark_by_chance(&dances, &seed);
        work_out(&dances, false);
        for (uint32_t c = 0; c < COUPLES; c++) {
            assert_true(ratio_add(sum, dances.totals[c], &sum));
        }
        assert_same(sum, fraction(DANCES * COUPLES * (COUPLES + 1) / 2, 1));
    }
}

RUN(cmocka_unit_test(ex_23_seven_judges_four_couples),
    cmocka_unit_test(rule_5_a_majority_of_one_couple_alone),
    cmocka_unit_test(rule_8_a_column_without_a_majority_is_passed_over),
    cmocka_unit_test(rule_7_shares_what_no_column_decides),
    cmocka_unit_test(too_many_couples_are_refused),
    cmocka_unit_test(finals_come_out_as_they_were_published),
    cmocka_unit_test(ex_24_rule_10_more_dances_at_the_place_under_review),
    cmocka_unit_test(rule_10_may_look_at_counts_alone),
    cmocka_unit_test(couples_that_nothing_separates_share),
    cmocka_unit_test(any_final_comes_out_as_the_rules_say_word_by_word),
    cmocka_unit_test(no_place_is_lost))
