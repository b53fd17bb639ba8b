#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "tests/unit.h"

#include <string.h>

static void expect_json(struct slice text, const char *expected)
{
    struct buf *buf = buf_new(0);
    text_json(buf, text);
    buf_add(buf, "", 1);
    assert_string_equal(buf->bytes, expected);
    buf_unref(buf);
}

static void prints_short_and_long_text(void **state)
{
    (void)state;
    struct buf *buf = buf_new(0);

    text_printf(buf, "%s=%d;", "a", 7);
    text_printf(buf, "%0255d", 1);
    text_printf(buf, "%0256d", 2);
    text_printf(buf, "%05000d", 3);
    assert_int_equal(buf->len, 4 + 255 + 256 + 5000);
    assert_memory_equal(buf->bytes, "a=7;000", 7);
    assert_int_equal(buf->bytes[4 + 254], '1');
    assert_int_equal(buf->bytes[4 + 255 + 255], '2');
    assert_int_equal(buf->bytes[buf->len - 1], '3');
    buf_unref(buf);
}

static void json_leaves_plain_text_as_it_is(void **state)
{
    (void)state;
    expect_json(SLICE_NONE, "\"\"");
    expect_json(SLICE("焊工 welder/2 · • € 🏆"), "\"焊工 welder/2 · • € 🏆\"");
}

static void json_escapes_quotes_and_controls(void **state)
{
    (void)state;
    expect_json(SLICE("\"a\\b\""), "\"\\\"a\\\\b\\\"\"");
    expect_json(SLICE("\b\f\n\r\t"), "\"\\b\\f\\n\\r\\t\"");
    expect_json(SLICE("a\0b\x1f\x7f"), "\"a\\u0000b\\u001f\\u007f\"");
    expect_json(SLICE("\xc2\x80\xc2\x9f\xc2\xa0"), "\"\\u0080\\u009f\xc2\xa0\"");
}

static void json_escapes_line_ends_of_javascript(void **state)
{
    (void)state;
    expect_json(SLICE("\xe2\x80\xa7\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xb0"),
                "\"\xe2\x80\xa7\\u2028\\u2029\xe2\x80\xb0\"");
}

static void json_never_reads_past_a_cut_character(void **state)
{
    (void)state;
    char cut[] = {'a', (char)0xe2, (char)0x80};
    struct buf *buf = buf_new(0);

    text_json(buf, (struct slice){cut, 3});
    text_json(buf, (struct slice){cut, 2});
    assert_memory_equal(buf->bytes, "\"a\xe2\x80\"\"a\xe2\"", buf->len);
    buf_unref(buf);
}

static void utf8_takes_the_borders_of_each_length(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "",
        "a",
        "\x7f",
        "\xc2\x80",
        "\xdf\xbf",
        "\xe0\xa0\x80",
        "\xed\x9f\xbf",
        "\xee\x80\x80",
        "\xef\xbf\xbf",
        "\xf0\x90\x80\x80",
        "\xf4\x8f\xbf\xbf",
        "中文 and more ASCII than eight bytes, 然后中文",
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_true(text_is_utf8(slice_of(rows[i])));
    }
}

static void utf8_refuses_what_rfc_3629_refuses(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "\x80",                  // continues nothing
        "\xc0\x80",              // overlong
        "\xc1\xbf",              //
        "\xe0\x9f\xbf",          //
        "\xf0\x8f\xbf\xbf",      //
        "\xed\xa0\x80",          // a surrogate
        "\xed\xbf\xbf",          //
        "\xf4\x90\x80\x80",      // more than U+10FFFF
        "\xf5\x80\x80\x80",      //
        "\xff",                  //
        "\xc2",                  // cut
        "\xe4\xb8",              //
        "\xf0\x9f\x8f",          //
        "\xc2z",                 // not continued
        "\xe4\xb8z",             //
        "\xf0\x9f\x8fz",         //
        "12345678\x80",          // behind a run of ASCII
        "1234567\xe4\xb8.12345", //
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_false(text_is_utf8(slice_of(rows[i])));
    }
}

static void utf8_counts_code_points(void **state)
{
    (void)state;
    assert_int_equal(text_utf8_count(SLICE_NONE), 0);
    assert_int_equal(text_utf8_count(SLICE("a王·🏆")), 4);
}

static void hex_and_back(void **state)
{
    (void)state;
    static const unsigned char bytes[] = {0x00, 0x9f, 0xa0, 0xff};
    unsigned char back[4];
    char hex[9];

    text_hex(bytes, 4, hex);
    assert_string_equal(hex, "009fa0ff");
    assert_true(text_unhex(slice_of(hex), back, 4));
    assert_memory_equal(back, bytes, 4);
}

static void unhex_refuses_and_touches_nothing(void **state)
{
    (void)state;
    static const char *const rows[] = {"", "12", "12345", "123", "123g", "12AB", "12 4", "-123"};
    unsigned char out[2] = {7, 7};

    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_false(text_unhex(slice_of(rows[i]), out, 2));
        assert_memory_equal(out, "\7\7", 2);
    }
}

static void base64_is_that_of_rfc_4648(void **state)
{
    (void)state;

    static const struct {
        const char *text;
        const char *expected;
    } rows[] = {{"", ""},
                {"f", "Zg=="},
                {"fo", "Zm8="},
                {"foo", "Zm9v"},
                {"foob", "Zm9vYg=="},
                {"fooba", "Zm9vYmE="},
                {"foobar", "Zm9vYmFy"},
                {"\xfb\xff\xbf", "+/+/"}};

    char out[16];

    for (size_t i = 0; i < ROWS(rows); i++) {
        size_t len = strlen(rows[i].text);
        const unsigned char *bytes = (const unsigned char *)rows[i].text;
        assert_int_equal(text_base64(bytes, len, out), 4 * ((len + 2) / 3));
        assert_string_equal(out, rows[i].expected);
    }
}

static void uint_reads_up_to_its_bound(void **state)
{
    (void)state;
    uint64_t value = 0;

    assert_true(text_uint(SLICE("0"), 0, &value));
    assert_int_equal(value, 0);
    assert_true(text_uint(SLICE("65535"), 65535, &value));
    assert_int_equal(value, 65535);
    assert_true(text_uint(SLICE("18446744073709551615"), UINT64_MAX, &value));
    assert_true(value == UINT64_MAX);
}

static void uint_refuses_and_touches_nothing(void **state)
{
    (void)state;
    static const char *const rows[] = {"",
                                       "00",
                                       "01",
                                       "+1",
                                       "-1",
                                       " 1",
                                       "1 ",
                                       "1.0",
                                       "1e2",
                                       "0x1",
                                       "１",
                                       "101",
                                       "18446744073709551616",
                                       "99999999999999999999"};
    uint64_t value = 7;

    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_false(text_uint(slice_of(rows[i]), 100, &value));
    }
    assert_false(text_uint(SLICE("18446744073709551616"), UINT64_MAX, &value));
    assert_int_equal(value, 7);
}

static void url_decodes_escapes(void **state)
{
    (void)state;

    static const struct {
        const char *in;
        bool plus_is_space;
        const char *expected;
    } rows[] = {{"", false, ""},        {"a%2Fb%2fc", false, "a/b/c"}, {"%e7%84%8A", false, "焊"},
                {"a+b", false, "a+b"},  {"a+b", true, "a b"},          {"%2B%25", true, "+%"},
                {"焊工", false, "焊工"}};
    struct arena *arena = arena_new();

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct slice out;
        assert_true(text_url_decode(arena, slice_of(rows[i].in), rows[i].plus_is_space, &out));
        assert_true(slice_is(out, rows[i].expected));
        assert_int_equal(out.at[out.len], 0);
    }
    arena_free(arena);
}

static void url_refuses_broken_escapes_nul_and_bad_utf8(void **state)
{
    (void)state;
    static const char *const rows[] = {"%",   "a%2",   "%g0", "%0g",    "%-1",       "% 1",
                                       "%00", "a%00b", "%ff", "%c0%af", "%ed%a0%80", "%%20"};
    struct arena *arena = arena_new();
    struct slice out = SLICE("before");

    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_false(text_url_decode(arena, slice_of(rows[i]), true, &out));
    }
    assert_false(text_url_decode(arena, SLICE("a\0b"), true, &out));
    assert_true(slice_is(out, "before"));
    arena_free(arena);
}

static void an_id_is_of_few_signs(void **state)
{
    (void)state;
    static const char *const good[] = {"a", "Z9", "_x", "2026.welding_A-1", "0"};
    static const char *const bad[] = {"", ".", ".a", "-a", "a b", "a/b", "a%", "焊", "a:b", "a{b}"};

    for (size_t i = 0; i < ROWS(good); i++) {
        assert_true(text_is_id(slice_of(good[i])));
    }
    for (size_t i = 0; i < ROWS(bad); i++) {
        assert_false(text_is_id(slice_of(bad[i])));
    }
}

static void an_id_has_at_most_64_signs(void **state)
{
    (void)state;
    char text[65];

    memset(text, 'a', sizeof text);
    assert_true(text_is_id((struct slice){text, 64}));
    assert_false(text_is_id((struct slice){text, 65}));
}

static void a_uuid7_is_known_by_its_form(void **state)
{
    (void)state;

    static const struct {
        const char *text;
        bool expected;
    } rows[] = {
        {"017f22e2-79b0-7cc3-98c4-dc0c0c07398f", true}, // RFC 9562, A.6
        {"017F22E2-79B0-7CC3-98C4-DC0C0C07398F", true},
        {"017f22e2-79b0-7cc3-b8c4-dc0c0c07398f", true},
        {"017f22e2-79b0-4cc3-98c4-dc0c0c07398f", false}, // version 4
        {"017f22e2-79b0-7cc3-c8c4-dc0c0c07398f", false}, // another variant
        {"017f22e2-79b0-7cc3-78c4-dc0c0c07398f", false},
        {"017f22e279b0-7cc3-98c4-dc0c0c07398f", false},
        {"017f22e2-79b0-7cc3-98c4-dc0c0c07398", false},
        {"017f22e2-79b0-7cc3-98c4-dc0c0c07398ff", false},
        {"017f22e2-79b0-7cc3-98c4-dc0c0c07398g", false},
        {"017f22e2x79b0-7cc3-98c4-dc0c0c07398f", false},
        {"", false},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_int_equal(text_is_uuid7(slice_of(rows[i].text)), rows[i].expected);
    }
}

RUN(cmocka_unit_test(prints_short_and_long_text), cmocka_unit_test(json_leaves_plain_text_as_it_is),
    cmocka_unit_test(json_escapes_quotes_and_controls),
    cmocka_unit_test(json_escapes_line_ends_of_javascript),
    cmocka_unit_test(json_never_reads_past_a_cut_character),
    cmocka_unit_test(utf8_takes_the_borders_of_each_length),
    cmocka_unit_test(utf8_refuses_what_rfc_3629_refuses), cmocka_unit_test(utf8_counts_code_points),
    cmocka_unit_test(hex_and_back), cmocka_unit_test(unhex_refuses_and_touches_nothing),
    cmocka_unit_test(base64_is_that_of_rfc_4648), cmocka_unit_test(uint_reads_up_to_its_bound),
    cmocka_unit_test(uint_refuses_and_touches_nothing), cmocka_unit_test(url_decodes_escapes),
    cmocka_unit_test(url_refuses_broken_escapes_nul_and_bad_utf8),
    cmocka_unit_test(an_id_is_of_few_signs), cmocka_unit_test(an_id_has_at_most_64_signs),
    cmocka_unit_test(a_uuid7_is_known_by_its_form))
