// Messages deflated each by itself, and what a peer may send as one.
#include "base/buf.h"
#include "net/deflate.h"
#include "net/ws.h"
#include "tests/unit.h"

#include <stdlib.h>
#include <string.h>

enum { BIG = 300000 };

static void say(char *out, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        out[i] = (char)('a' + i * i % 23);
    }
}

static void the_standards_own_example_is_read(void **state)
{
    // RFC 7692, 7.2.3: one block; two blocks; stored; with a last block.
    static const struct {
        const char *bytes;
        size_t len;
    } rows[] = {
        {"\xf2\x48\xcd\xc9\xc9\x07\x00", 7},
        {"\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00", 13},
        {"\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00", 11},
        {"\xf3\x48\xcd\xc9\xc9\x07\x00\x00", 8},
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct buf *out = buf_new(1);
        assert_int_equal(deflate_unpack(rows[i].bytes, rows[i].len, 100, out), 0);
        assert_int_equal(out->len, 5);
        assert_memory_equal(out->bytes, "Hello", 5);
        buf_unref(out);
    }
}

static void what_is_packed_comes_out_the_same_whatever_its_size(void **state)
{
    static const size_t sizes[] = {0, 1, 125, 400, 16383, 16384, 65536, BIG};
    char *bytes = malloc(BIG);

    (void)state;
    say(bytes, BIG);
    for (size_t i = 0; i < ROWS(sizes); i++) {
        struct buf *packed = deflate_pack(bytes, sizes[i]);
        struct buf *again = deflate_pack(bytes, sizes[i]);
        struct buf *out = buf_new(1);
        assert_int_equal(deflate_unpack(packed->bytes, packed->len, sizes[i], out), 0);
        assert_int_equal(out->len, sizes[i]);
        assert_memory_equal(out->bytes, bytes, sizes[i]);
        assert_int_equal(packed->len, again->len); // nothing is left of the one before
        assert_memory_equal(packed->bytes, again->bytes, packed->len);
        buf_unref(packed);
        buf_unref(again);
        buf_unref(out);
    }
    free(bytes);
}

static void one_byte_above_the_limit_is_too_big(void **state)
{
    char *bytes = calloc(1, BIG);
    struct buf *packed = deflate_pack(bytes, BIG);
    struct buf *out = buf_new(1);

    (void)state;
    assert_true(packed->len < 1000);
    assert_int_equal(deflate_unpack(packed->bytes, packed->len, BIG - 1, out), 1009);
    assert_true(out->len < BIG);
    buf_unref(out);
    buf_unref(packed);
    free(bytes);
}

static void what_is_not_deflated_or_cut_is_refused(void **state)
{
    char bytes[1000];
    struct buf *out = buf_new(1);

    (void)state;
    say(bytes, sizeof bytes);
    struct buf *packed = deflate_pack(bytes, sizeof bytes);
    assert_int_equal(deflate_unpack("\xff\xff\xff", 3, 100, out), 1007);
    assert_int_equal(deflate_unpack("{\"type\":\"hello\"}", 16, 100, out), 1007);
    assert_int_equal(deflate_unpack(packed->bytes, packed->len / 2, 2000, out), 1007);
    out->len = 0;
    assert_int_equal(deflate_unpack(packed->bytes, packed->len, 2000, out), 0); // the next is whole
    buf_unref(packed);
    buf_unref(out);
}

static void a_frame_is_deflated_once_for_all(void **state)
{
    static const size_t sizes[] = {400, 70000};
    char *bytes = malloc(70000);

    (void)state;
    say(bytes, 70000);
    for (size_t i = 0; i < ROWS(sizes); i++) {
        struct buf *frame = ws_encode(WS_TEXT, bytes, sizes[i]);
        struct buf *one = ws_deflated(frame);
        struct buf *out = buf_new(1);
        assert_ptr_equal(ws_deflated(frame), one);
        assert_int_equal((unsigned char)one->bytes[0], 0xc1); // whole, deflated, text
        assert_true(one->len < frame->len / 2);
        size_t head = (unsigned char)one->bytes[1] < 126 ? 2 : 4;
        assert_int_equal(deflate_unpack(one->bytes + head, one->len - head, sizes[i], out), 0);
        assert_memory_equal(out->bytes, bytes, sizes[i]);
        buf_unref(out);
        buf_unref(frame);
    }
    free(bytes);
}

RUN(cmocka_unit_test(the_standards_own_example_is_read),
    cmocka_unit_test(what_is_packed_comes_out_the_same_whatever_its_size),
    cmocka_unit_test(one_byte_above_the_limit_is_too_big),
    cmocka_unit_test(what_is_not_deflated_or_cut_is_refused),
    cmocka_unit_test(a_frame_is_deflated_once_for_all))
