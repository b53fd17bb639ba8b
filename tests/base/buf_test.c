#include "base/buf.h"
#include "tests/unit.h"

#include <string.h>

static void starts_empty_with_one_owner(void **state)
{
    (void)state;
    struct buf *buf = buf_new(0);

    assert_int_equal(buf->len, 0);
    assert_int_equal(buf->refs, 1);
    assert_int_equal(buf->sealed, 0);
    buf_unref(buf);
}

static void keeps_all_bytes_while_it_grows(void **state)
{
    (void)state;
    struct buf *buf = buf_new(1);

    for (unsigned i = 0; i < 1000; i++) {
        unsigned char byte = (unsigned char)i;
        buf_add(buf, &byte, 1);
    }
    assert_int_equal(buf->len, 1000);
    for (unsigned i = 0; i < 1000; i++) {
        assert_int_equal((unsigned char)buf->bytes[i], i & 255);
    }
    buf_unref(buf);
}

static void adding_nothing_changes_nothing(void **state)
{
    (void)state;
    struct buf *buf = buf_new(4);

    buf_add(buf, "ab", 2);
    buf_add(buf, NULL, 0);
    assert_int_equal(buf->len, 2);
    buf_unref(buf);
}

static void holds_nul_bytes(void **state)
{
    (void)state;
    struct buf *buf = buf_new(4);

    buf_add(buf, "a\0b", 3);
    assert_int_equal(buf->len, 3);
    assert_memory_equal(buf->bytes, "a\0b", 3);
    buf_unref(buf);
}

static void lives_until_the_last_holder_lets_go(void **state)
{
    (void)state;
    struct buf *buf = buf_new(4);
    buf_add(buf, "tile", 4);
    struct buf *second = buf_ref(buf_seal(buf));

    assert_ptr_equal(second, buf);
    assert_null(buf_unref(buf));
    assert_int_equal(second->refs, 1);
    assert_memory_equal(second->bytes, "tile", 4);
    assert_null(buf_unref(second));
}

static void letting_go_of_nothing_is_fine(void **state)
{
    (void)state;
    assert_null(buf_unref(NULL));
}

RUN(cmocka_unit_test(starts_empty_with_one_owner), cmocka_unit_test(keeps_all_bytes_while_it_grows),
    cmocka_unit_test(adding_nothing_changes_nothing), cmocka_unit_test(holds_nul_bytes),
    cmocka_unit_test(lives_until_the_last_holder_lets_go),
    cmocka_unit_test(letting_go_of_nothing_is_fine))
