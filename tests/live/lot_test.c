// Lots: the order that a seed and a word give.
#include "live/lot.h"
#include "tests/unit.h"

#include <stdbool.h>
#include <string.h>

// Worked out by Python's hashlib from server/api/README.md.
static void a_seed_and_a_word_give_this_order(void **state)
{
    (void)state;
    static const uint32_t expected[] = {6, 17, 3, 8,  2, 7,  19, 4,  11, 14,
                                        0, 12, 5, 15, 1, 16, 10, 18, 9,  13};
    unsigned char seed[LOT_SEED];
    uint32_t order[ROWS(expected)];

    for (unsigned i = 0; i < LOT_SEED; i++) {
        seed[i] = (unsigned char)i;
    }
    lot_order(seed, SLICE("金榜"), ROWS(expected), order);
    assert_memory_equal(order, expected, sizeof expected);
}

static void every_order_of_three_is_as_likely_as_the_others(void **state)
{
    (void)state;

    enum { TRIES = 60000 };

    unsigned seen[27] = {0};

    for (uint32_t i = 0; i < TRIES; i++) {
        unsigned char seed[LOT_SEED] = {0};
        uint32_t order[3];
        memcpy(seed, &i, sizeof i);
        lot_order(seed, SLICE(""), 3, order);
        seen[9 * order[0] + 3 * order[1] + order[2]]++;
    }
    unsigned kinds = 0;
    for (size_t i = 0; i < ROWS(seen); i++) {
        kinds += seen[i] > 0;
        // 10,000 expected, standard deviation 91
        assert_true(seen[i] == 0 || (seen[i] > 9500 && seen[i] < 10500));
    }
    assert_int_equal(kinds, 6);
}

static void one_sign_of_seed_or_word_makes_another_order(void **state)
{
    (void)state;

    enum { COUNT = 50 };

    unsigned char seed[LOT_SEED] = {0};
    uint32_t order[COUNT];
    uint32_t other[COUNT];

    lot_order(seed, SLICE("词"), COUNT, order);
    lot_order(seed, SLICE("词 "), COUNT, other);
    assert_memory_not_equal(order, other, sizeof order);
    seed[LOT_SEED - 1] ^= 1;
    lot_order(seed, SLICE("词"), COUNT, other);
    assert_memory_not_equal(order, other, sizeof order);
}

static void everybody_is_drawn_once_however_many_they_are(void **state)
{
    (void)state;
    static const unsigned char seed[LOT_SEED] = {3};
    static const uint32_t counts[] = {0, 1, 2, 7, 8, 9, 1000};

    for (size_t i = 0; i < ROWS(counts); i++) {
        uint32_t order[1001] = {0};
        bool drawn[1000] = {false};
        order[counts[i]] = 4711; // what is behind the last is not touched
        lot_order(seed, SLICE(""), counts[i], order);
        for (uint32_t k = 0; k < counts[i]; k++) {
            assert_true(order[k] < counts[i] && !drawn[order[k]]);
            drawn[order[k]] = true;
        }
        assert_int_equal(order[counts[i]], 4711);
    }
}

static void batches_are_as_few_and_as_even_as_can_be(void **state)
{
    (void)state;

    static const struct {
        uint32_t count, stations, sizes[5];
    } rows[] = {{10, 4, {4, 3, 3, 0}}, {8, 4, {4, 4, 0}},       {9, 4, {3, 3, 3, 0}},
                {1, 4, {1, 0}},        {4, 1, {1, 1, 1, 1, 0}}, {0, 4, {0}}};

    for (size_t i = 0; i < ROWS(rows); i++) {
        for (uint32_t k = 0; k == 0 || rows[i].sizes[k - 1] > 0; k++) {
            assert_int_equal(lot_batch(rows[i].count, rows[i].stations, k), rows[i].sizes[k]);
        }
    }
}

RUN(cmocka_unit_test(a_seed_and_a_word_give_this_order),
    cmocka_unit_test(every_order_of_three_is_as_likely_as_the_others),
    cmocka_unit_test(one_sign_of_seed_or_word_makes_another_order),
    cmocka_unit_test(everybody_is_drawn_once_however_many_they_are),
    cmocka_unit_test(batches_are_as_few_and_as_even_as_can_be))
