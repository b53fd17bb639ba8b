#include "net/wheel.h"
#include "tests/unit.h"

static void comes_when_due_and_not_before(void **state)
{
    struct wheel wheel;
    struct wheel_entry entry;

    (void)state;
    wheel_init(&wheel, 10000);
    wheel_entry_init(&entry);
    wheel_set(&wheel, &entry, 11000);
    assert_null(wheel_pop(&wheel, 10999));
    assert_ptr_equal(wheel_pop(&wheel, 11000), &entry);
    assert_null(wheel_pop(&wheel, 20000));
}

static void comes_soon_when_already_due(void **state)
{
    struct wheel wheel;
    struct wheel_entry entry;

    (void)state;
    wheel_init(&wheel, 10000);
    wheel_entry_init(&entry);
    wheel_set(&wheel, &entry, 5);
    assert_ptr_equal(wheel_pop(&wheel, 10000 + WHEEL_TICK_MS), &entry);
}

static void may_be_moved_later_earlier_and_taken_back(void **state)
{
    struct wheel wheel;
    struct wheel_entry entry;

    (void)state;
    wheel_init(&wheel, 0);
    wheel_entry_init(&entry);
    wheel_set(&wheel, &entry, 1000);
    wheel_set(&wheel, &entry, 3000);
    assert_null(wheel_pop(&wheel, 2999));
    wheel_set(&wheel, &entry, 90000);
    wheel_set(&wheel, &entry, 5000);
    assert_null(wheel_pop(&wheel, 4999));
    assert_ptr_equal(wheel_pop(&wheel, 5000), &entry);
    wheel_set(&wheel, &entry, 6000);
    wheel_clear(&entry);
    assert_null(wheel_pop(&wheel, 100000));
}

static void waits_for_longer_than_the_wheel_is_round(void **state)
{
    struct wheel wheel;
    struct wheel_entry entry;
    uint64_t far = 3ULL * WHEEL_SLOTS * WHEEL_TICK_MS + 17;

    (void)state;
    wheel_init(&wheel, 0);
    wheel_entry_init(&entry);
    wheel_set(&wheel, &entry, far);
    for (uint64_t now = 0; now < far; now += 100) {
        assert_null(wheel_pop(&wheel, now));
    }
    assert_ptr_equal(wheel_pop(&wheel, far + WHEEL_TICK_MS), &entry);
}

static void a_long_sleep_loses_nobody(void **state)
{
    enum { MANY = 1000 };
    struct wheel wheel;
    static struct wheel_entry entries[MANY];
    size_t popped = 0;

    (void)state;
    wheel_init(&wheel, 0);
    for (size_t i = 0; i < MANY; i++) {
        wheel_entry_init(&entries[i]);
        wheel_set(&wheel, &entries[i], i * 97);
    }
    while (wheel_pop(&wheel, 100000000)) {
        popped++;
    }
    assert_int_equal(popped, MANY);
}

RUN(cmocka_unit_test(comes_when_due_and_not_before), cmocka_unit_test(comes_soon_when_already_due),
    cmocka_unit_test(may_be_moved_later_earlier_and_taken_back),
    cmocka_unit_test(waits_for_longer_than_the_wheel_is_round),
    cmocka_unit_test(a_long_sleep_loses_nobody))
