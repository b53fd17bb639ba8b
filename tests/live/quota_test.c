// A share for each name and time.
#include "live/quota.h"
#include "tests/unit.h"

#include <stdio.h>

static void a_name_gets_its_share_and_no_more_until_the_next_time(void **state)
{
    (void)state;
    struct quota *quota = quota_new(2, 1000);

    assert_int_equal(quota_take(quota, SLICE("a"), 5000), 0);
    assert_int_equal(quota_take(quota, SLICE("a"), 5100), 0);
    assert_int_equal(quota_take(quota, SLICE("a"), 5400), 600);
    assert_int_equal(quota_take(quota, SLICE("a"), 5999), 1);
    assert_int_equal(quota_take(quota, SLICE("b"), 5999), 0); // another one has his own
    assert_int_equal(quota_take(quota, SLICE("a"), 6000), 0);
    quota_free(quota);
}

static void names_without_end_share_what_is_left(void **state)
{
    (void)state;
    struct quota *quota = quota_new(1, 1000);
    char name[16];

    for (int i = 0; i < QUOTA_NAMES_MAX; i++) {
        (void)snprintf(name, sizeof name, "n%d", i);
        assert_int_equal(quota_take(quota, slice_of(name), 0), 0);
    }
    assert_int_equal(quota_take(quota, SLICE("late"), 0), 0);
    assert_int_equal(quota_take(quota, SLICE("later"), 0), 1000);
    quota_free(quota);
}

RUN(cmocka_unit_test(a_name_gets_its_share_and_no_more_until_the_next_time),
    cmocka_unit_test(names_without_end_share_what_is_left))
