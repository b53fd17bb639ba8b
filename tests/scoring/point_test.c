#include "scoring/point.h"
#include "tests/scoring/chance.h"

static void reads_and_prints(void **state)
{
    (void)state;

    static const struct {
        const char *text;
        point_t value;
        const char *printed;
    } rows[] = {
        {"0", 0, "0"},
        {"-0", 0, "0"},
        {"87", 87000000, "87"},
        {"87.5", 87500000, "87.5"},
        {"87.50", 87500000, "87.5"},
        {"0.000001", 1, "0.000001"},
        {"-0.125", -125000, "-0.125"},
        {"100.010", 100010000, "100.01"},
        {"999999999999.999999", INT64_C(999999999999999999), "999999999999.999999"},
        {"-999999999999.999999", INT64_C(-999999999999999999), "-999999999999.999999"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        point_t value = 7;
        char out[POINT_TEXT_MAX + 1] = {0};
        assert_true(point_parse(rows[i].text, strlen(rows[i].text), &value));
        assert_int_equal(value, rows[i].value);
        out[point_print(value, out)] = 0;
        assert_string_equal(out, rows[i].printed);
    }
}

static void refuses_what_is_not_a_plain_decimal(void **state)
{
    (void)state;
    static const char *const rows[] = {"",
                                       "-",
                                       ".",
                                       "1.",
                                       ".5",
                                       "-.5",
                                       "--1",
                                       "+1",
                                       "1.1234567",
                                       "1e3",
                                       " 1",
                                       "1 ",
                                       "1,5",
                                       "1.2.3",
                                       "0x1",
                                       "-1.",
                                       "８",
                                       "1234567890123",
                                       "8\343\200\2025"};

    for (size_t i = 0; i < ROWS(rows); i++) {
        point_t value = 7;
        assert_false(point_parse(rows[i], strlen(rows[i]), &value));
        assert_int_equal(value, 7); // a failed read leaves its answer alone
    }
}

static void reads_no_further_than_it_may(void **state)
{
    (void)state;
    point_t value = 0;

    assert_true(point_parse("12.75", 4, &value));
    assert_int_equal(value, 12700000);
    assert_false(point_parse("12.75", 3, &value));
    assert_false(point_parse("5\0005", 3, &value)); // a NUL is a byte like any other
}

static void prints_what_reads_back_to_the_same_value(void **state)
{
    (void)state;
    uint64_t seed = 0x9e3779b97f4a7c15;

    for (int i = 0; i < 20000; i++) {
        point_t value = (point_t)(chance(&seed) >> chance_below(&seed, 64)) % 1000000000000000000;
        char out[POINT_TEXT_MAX];
        point_t back = 7;
        value = chance_in(&seed, 2) ? -value : value;
        assert_true(point_parse(out, point_print(value, out), &back));
        assert_int_equal(back, value);
    }
}

static void prints_the_least_and_the_greatest(void **state)
{
    (void)state;
    char out[POINT_TEXT_MAX + 1] = {0};

    out[point_print(INT64_MIN, out)] = 0;
    assert_string_equal(out, "-9223372036854.775808");
    out[point_print(INT64_MAX, out)] = 0;
    assert_string_equal(out, "9223372036854.775807");
}

RUN(cmocka_unit_test(reads_and_prints), cmocka_unit_test(refuses_what_is_not_a_plain_decimal),
    cmocka_unit_test(reads_no_further_than_it_may),
    cmocka_unit_test(prints_what_reads_back_to_the_same_value),
    cmocka_unit_test(prints_the_least_and_the_greatest))
