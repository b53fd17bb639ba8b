#include "live/tries.h"
#include "tests/unit.h"

#include <stdio.h>

static const struct tries_settings settings = {.free = 2, .wait_ms = 1000, .wait_max_ms = 5000};

static void free_failures_cost_nothing_and_each_later_one_twice_as_much(void **state)
{
    (void)state;
    struct tries *tries = tries_new(&settings);
    static const uint64_t waits[] = {0, 0, 1000, 2000, 4000, 5000, 5000};

    for (size_t i = 0; i < ROWS(waits); i++) {
        assert_int_equal(tries_failed(tries, SLICE("a"), 100), i + 1);
        assert_int_equal(tries_wait_ms(tries, SLICE("a"), 100), waits[i]);
    }
    assert_int_equal(tries_wait_ms(tries, SLICE("a"), 5099), 1);
    assert_int_equal(tries_wait_ms(tries, SLICE("a"), 5100), 0);
    assert_int_equal(tries_wait_ms(tries, SLICE("b"), 100), 0);
    tries_free(tries);
}

static void a_success_or_a_long_quiet_time_forgives(void **state)
{
    (void)state;
    struct tries *tries = tries_new(&settings);

    for (int i = 0; i < 3; i++) {
        (void)tries_failed(tries, SLICE("a"), 100);
        (void)tries_failed(tries, SLICE("b"), 100);
    }
    tries_passed(tries, SLICE("a"));
    assert_int_equal(tries_failed(tries, SLICE("a"), 200), 1);
    assert_int_equal(tries_failed(tries, SLICE("b"), 5100), 4); // just not long enough
    assert_int_equal(tries_failed(tries, SLICE("b"), 10101), 1);
    tries_free(tries);
}

static void what_was_charged_beforehand_is_taken_back_and_no_more(void **state)
{
    (void)state;
    struct tries *tries = tries_new(&settings);

    tries_lowered(tries, SLICE("a"), 2); // nobody: nothing
    for (int i = 0; i < 3; i++) {
        (void)tries_failed(tries, SLICE("a"), 100);
    }
    assert_int_equal(tries_wait_ms(tries, SLICE("a"), 100), 1000);
    tries_lowered(tries, SLICE("a"), 1);
    assert_int_equal(tries_wait_ms(tries, SLICE("a"), 100), 0);
    assert_int_equal(tries_failed(tries, SLICE("a"), 100), 3); // the others are still known
    tries_lowered(tries, SLICE("a"), 9);
    assert_int_equal(tries_failed(tries, SLICE("a"), 100), 1);
    tries_free(tries);
}

static void memory_is_bounded_and_the_quietest_is_forgotten_first(void **state)
{
    (void)state;
    static const struct tries_settings patient = {.free = 2, .wait_ms = 1, .wait_max_ms = 1000000};
    struct tries *tries = tries_new(&patient);
    char name[16];

    for (unsigned i = 0; i < 10001; i++) {
        (void)snprintf(name, sizeof name, "n%u", i);
        (void)tries_failed(tries, slice_of(name), 100 + i);
    }
    assert_int_equal(tries_failed(tries, SLICE("n1"), 10200), 2);
    assert_int_equal(tries_failed(tries, SLICE("n0"), 10200), 1); // it was the quietest
    tries_free(tries);
}

RUN(cmocka_unit_test(free_failures_cost_nothing_and_each_later_one_twice_as_much),
    cmocka_unit_test(a_success_or_a_long_quiet_time_forgives),
    cmocka_unit_test(what_was_charged_beforehand_is_taken_back_and_no_more),
    cmocka_unit_test(memory_is_bounded_and_the_quietest_is_forgotten_first))
