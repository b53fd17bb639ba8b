#include "base/secret.h"
#include "base/table.h"
#include "tests/unit.h"

#include <stdio.h>

enum { MANY = 5000 };

static int values[MANY];

static struct slice key_of(char name[16], int i)
{
    (void)snprintf(name, 16, "key-%d", i);
    return slice_of(name);
}

static void fill(struct table *table, int from, int to)
{
    char name[16];
    for (int i = from; i < to; i++) {
        assert_null(table_put(table, key_of(name, i), &values[i]));
    }
}

static void an_empty_table_knows_nothing(void **state)
{
    (void)state;
    struct table *table = table_new();
    size_t at = 0;

    assert_int_equal(table_count(table), 0);
    assert_null(table_get(table, SLICE("a")));
    assert_null(table_remove(table, SLICE("a")));
    assert_false(table_next(table, &at, NULL, NULL));
    table_free(table);
}

static void finds_each_of_many(void **state)
{
    (void)state;
    struct table *table = table_new();
    char name[16];

    fill(table, 0, MANY);
    assert_int_equal(table_count(table), MANY);
    for (int i = 0; i < MANY; i++) {
        assert_ptr_equal(table_get(table, key_of(name, i)), &values[i]);
    }
    assert_null(table_get(table, key_of(name, MANY)));
    table_free(table);
}

static void putting_again_returns_the_former_value(void **state)
{
    (void)state;
    struct table *table = table_new();

    assert_null(table_put(table, SLICE("a"), &values[0]));
    assert_ptr_equal(table_put(table, SLICE("a"), &values[1]), &values[0]);
    assert_ptr_equal(table_get(table, SLICE("a")), &values[1]);
    assert_int_equal(table_count(table), 1);
    table_free(table);
}

static void copies_its_keys(void **state)
{
    (void)state;
    struct table *table = table_new();
    char key[] = "abc";

    table_put(table, slice_of(key), &values[0]);
    key[0] = 'x';
    assert_ptr_equal(table_get(table, SLICE("abc")), &values[0]);
    assert_null(table_get(table, SLICE("xbc")));
    table_free(table);
}

static void keys_may_be_empty_or_hold_nul(void **state)
{
    (void)state;
    struct table *table = table_new();

    table_put(table, SLICE_NONE, &values[0]);
    table_put(table, SLICE("a\0b"), &values[1]);
    table_put(table, SLICE("a\0c"), &values[2]);
    assert_ptr_equal(table_get(table, SLICE("")), &values[0]);
    assert_ptr_equal(table_get(table, SLICE("a\0b")), &values[1]);
    assert_ptr_equal(table_get(table, SLICE("a\0c")), &values[2]);
    table_free(table);
}

static void a_removed_key_is_gone_and_may_come_back(void **state)
{
    (void)state;
    struct table *table = table_new();

    table_put(table, SLICE("a"), &values[0]);
    assert_ptr_equal(table_remove(table, SLICE("a")), &values[0]);
    assert_null(table_get(table, SLICE("a")));
    assert_null(table_remove(table, SLICE("a")));
    assert_int_equal(table_count(table), 0);
    assert_null(table_put(table, SLICE("a"), &values[1]));
    assert_ptr_equal(table_get(table, SLICE("a")), &values[1]);
    table_free(table);
}

static void iterates_in_order_of_insertion(void **state)
{
    (void)state;
    struct table *table = table_new();
    char name[16];
    struct slice key;
    void *value;
    int expected = 0;

    fill(table, 0, MANY);
    for (int i = 0; i < MANY; i += 2) {
        table_remove(table, key_of(name, i));
    }
    for (size_t at = 0; table_next(table, &at, &key, &value);) {
        expected = expected == 0 ? 1 : expected + 2;
        assert_true(slice_equal(key, key_of(name, expected)));
        assert_ptr_equal(value, &values[expected]);
    }
    assert_int_equal(expected, MANY - 1);
    table_free(table);
}

static void what_is_removed_while_iterating_disturbs_nobody(void **state)
{
    (void)state;
    struct table *table = table_new();
    struct slice key;
    int seen = 0;

    fill(table, 0, 100);
    for (size_t at = 0; table_next(table, &at, &key, NULL); seen++) {
        table_remove(table, key);
    }
    assert_int_equal(seen, 100);
    assert_int_equal(table_count(table), 0);
    table_free(table);
}

// A window of ten keys wanders: gaps are used again, and all that lives stays findable and in
// order.
static void survives_long_churn(void **state)
{
    (void)state;
    struct table *table = table_new();
    char name[16];
    void *value;

    for (int i = 0; i < MANY; i++) {
        fill(table, i, i + 1);
        if (i >= 10) {
            assert_ptr_equal(table_remove(table, key_of(name, i - 10)), &values[i - 10]);
        }
    }
    int expected = MANY - 10;
    assert_int_equal(table_count(table), 10);
    for (size_t at = 0; table_next(table, &at, NULL, &value); expected++) {
        assert_ptr_equal(value, &values[expected]);
        assert_ptr_equal(table_get(table, key_of(name, expected)), value);
    }
    assert_int_equal(expected, MANY);
    table_free(table);
}

static void freeing_nothing_is_fine(void **state)
{
    (void)state;
    assert_null(table_free(NULL));
}

RUN(cmocka_unit_test(an_empty_table_knows_nothing), cmocka_unit_test(finds_each_of_many),
    cmocka_unit_test(putting_again_returns_the_former_value), cmocka_unit_test(copies_its_keys),
    cmocka_unit_test(keys_may_be_empty_or_hold_nul),
    cmocka_unit_test(a_removed_key_is_gone_and_may_come_back),
    cmocka_unit_test(iterates_in_order_of_insertion),
    cmocka_unit_test(what_is_removed_while_iterating_disturbs_nobody),
    cmocka_unit_test(survives_long_churn), cmocka_unit_test(freeing_nothing_is_fine))
