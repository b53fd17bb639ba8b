#include "base/clock.h"
#include "tests/unit.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

static void expect_text(const char *zone, int64_t wall_ms, const char *expected)
{
    static char variable[16];
    static char *environment[] = {variable, NULL};
    char text[CLOCK_TEXT_MAX];
    (void)snprintf(variable, sizeof variable, "TZ=%s", zone);
    environ = environment;
    tzset();
    clock_text(wall_ms, text);
    assert_string_equal(text, expected);
}

static void text_is_in_the_zone_of_the_machine(void **state)
{
    (void)state;
    expect_text("UTC0", 1777599012123, "2026-05-01T01:30:12.123+00:00");
    expect_text("CST-8", 1777599012123, "2026-05-01T09:30:12.123+08:00");
    expect_text("NST3:30", 1777599012123, "2026-04-30T22:00:12.123-03:30");
}

static void text_holds_for_times_before_1970(void **state)
{
    (void)state;
    expect_text("UTC0", 0, "1970-01-01T00:00:00.000+00:00");
    expect_text("UTC0", -1, "1969-12-31T23:59:59.999+00:00");
    expect_text("UTC0", -1000, "1969-12-31T23:59:59.000+00:00");
}

static void text_has_room_for_the_furthest_time(void **state)
{
    (void)state;
    expect_text("CST-8", INT64_MAX, "292278994-08-17T15:12:55.807+08:00");
}

static void monotonic_time_never_goes_back(void **state)
{
    (void)state;
    uint64_t last = clock_us();

    for (int i = 0; i < 1000; i++) {
        uint64_t now = clock_us();
        assert_true(now >= last);
        last = now;
    }
    assert_true(clock_ms() >= last / 1000);
}

static void wall_time_is_that_of_the_machine(void **state)
{
    (void)state;
    time_t before = time(NULL);
    int64_t now = clock_wall_ms();

    assert_true(now / 1000 >= before - 1 && now / 1000 <= time(NULL) + 1);
}

RUN(cmocka_unit_test(text_is_in_the_zone_of_the_machine),
    cmocka_unit_test(text_holds_for_times_before_1970),
    cmocka_unit_test(text_has_room_for_the_furthest_time),
    cmocka_unit_test(monotonic_time_never_goes_back),
    cmocka_unit_test(wall_time_is_that_of_the_machine))
