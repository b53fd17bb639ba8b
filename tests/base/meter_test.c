#include "base/buf.h"
#include "base/meter.h"
#include "tests/unit.h"

#include <string.h>

static struct buf *page(void)
{
    struct buf *out = buf_new(256);
    meter_text(out);
    buf_add(out, "", 1); // so that it reads as a string
    return out;
}

static void expect_page(const char *expected)
{
    struct buf *out = page();
    assert_string_equal(out->bytes, expected);
    buf_unref(out);
    meter_done();
}

static void expect_lines(const char *const *lines, size_t count)
{
    struct buf *out = page();
    for (size_t i = 0; i < count; i++) {
        assert_non_null(strstr(out->bytes, lines[i]));
    }
    buf_unref(out);
    meter_done();
}

static void an_unknown_counter_is_zero(void **state)
{
    (void)state;
    assert_int_equal(meter_value("x_total", ""), 0);
    meter_count("x_total", "", 1);
    assert_int_equal(meter_value("x_total", "a=\"b\""), 0);
    meter_done();
}

static void counters_add_up_for_each_label(void **state)
{
    (void)state;
    meter_count("x_total", "code=\"200\"", 2);
    meter_count("x_total", "code=\"201\"", 1);
    meter_count("x_total", "code=\"200\"", 3);

    assert_int_equal(meter_value("x_total", "code=\"200\""), 5);
    assert_int_equal(meter_value("x_total", "code=\"201\""), 1);
    meter_done();
}

static void series_of_a_name_stand_together(void **state)
{
    (void)state;
    meter_count("x_total", "code=\"200\"", 2);
    meter_gauge("rooms", "", 7);
    meter_count("x_total", "code=\"201\"", 1);

    expect_page(
        "# TYPE x_total counter\nx_total{code=\"200\"} 2\nx_total{code=\"201\"} 1\n"
        "# TYPE rooms gauge\nrooms 7\n");
}

static void a_gauge_is_what_was_last_set(void **state)
{
    (void)state;
    meter_gauge("free_bytes", "", 7);
    meter_gauge("free_bytes", "", -3);

    expect_page("# TYPE free_bytes gauge\nfree_bytes -3\n");
}

static void histogram_buckets_count_all_up_to_their_bound(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "# TYPE took_seconds histogram\n",
        "took_seconds_bucket{op=\"mark\",le=\"0.0001\"} 2\n",
        "took_seconds_bucket{op=\"mark\",le=\"0.00025\"} 3\n",
        "took_seconds_bucket{op=\"mark\",le=\"10\"} 4\n",
        "took_seconds_bucket{op=\"mark\",le=\"+Inf\"} 5\n",
        "took_seconds_sum{op=\"mark\"} 21.500201\n",
        "took_seconds_count{op=\"mark\"} 5\n",
    };

    meter_time_us("took_seconds", "op=\"mark\"", 0);
    meter_time_us("took_seconds", "op=\"mark\"", 100);
    meter_time_us("took_seconds", "op=\"mark\"", 101);
    meter_time_us("took_seconds", "op=\"mark\"", 1500000);
    meter_time_us("took_seconds", "op=\"mark\"", 20000000);
    expect_lines(lines, ROWS(lines));
}

static void a_histogram_without_labels_names_only_the_bound(void **state)
{
    (void)state;
    static const char *const lines[] = {"t_bucket{le=\"0.005\"} 1\n", "t_sum 0.005000\n",
                                        "t_count 1\n"};

    meter_time_us("t", "", 5000);
    expect_lines(lines, ROWS(lines));
}

static void an_empty_registry_prints_nothing(void **state)
{
    (void)state;
    expect_page("");
}

RUN(cmocka_unit_test(an_unknown_counter_is_zero), cmocka_unit_test(counters_add_up_for_each_label),
    cmocka_unit_test(series_of_a_name_stand_together),
    cmocka_unit_test(a_gauge_is_what_was_last_set),
    cmocka_unit_test(histogram_buckets_count_all_up_to_their_bound),
    cmocka_unit_test(a_histogram_without_labels_names_only_the_bound),
    cmocka_unit_test(an_empty_registry_prints_nothing))
