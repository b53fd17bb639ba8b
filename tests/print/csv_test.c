#include "base/buf.h"
#include "print/csv.h"
#include "tests/unit.h"

#include <string.h>

static void assert_field(const char *text, bool number, const char *expected)
{
    struct buf *out = buf_new(16);

    csv_field(out, slice_of(text), number, true);
    assert_int_equal(out->len, strlen(expected));
    if (out->len > 0) {
        assert_memory_equal(out->bytes, expected, out->len);
    }
    buf_unref(out);
}

static void a_plain_text_stays_as_it_is(void **state)
{
    (void)state;
    assert_field("图雅·宝音", false, "图雅·宝音");
    assert_field("", false, "");
}

static void commas_quotes_and_line_ends_are_quoted(void **state)
{
    (void)state;
    assert_field("a,b", false, "\"a,b\"");
    assert_field("say \"so\"", false, "\"say \"\"so\"\"\"");
    assert_field("two\nlines", false, "\"two\nlines\"");
}

static void a_text_that_looks_like_a_formula_gets_an_apostrophe(void **state)
{
    (void)state;
    static const char *const rows[][2] = {{"=1+1", "'=1+1"}, {"+86", "'+86"},
                                          {"-3", "'-3"},     {"@sum", "'@sum"},
                                          {"\tx", "'\tx"},   {"=A1,B1", "\"'=A1,B1\""}};

    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_field(rows[i][0], false, rows[i][1]);
    }
}

static void a_negative_figure_stays_a_figure(void **state)
{
    (void)state;
    assert_field("-1.50", true, "-1.50");
}

static void a_file_begins_with_the_byte_order_mark_and_rows_end_with_crlf(void **state)
{
    (void)state;
    struct buf *out = buf_new(16);

    csv_begin(out);
    csv_field(out, slice_of("a"), false, true);
    csv_field(out, slice_of("b"), false, false);
    csv_end_row(out);
    assert_int_equal(out->len, 8);
    assert_memory_equal(out->bytes,
                        "\xef\xbb\xbf"
                        "a,b\r\n",
                        8);
    buf_unref(out);
}

RUN(cmocka_unit_test(a_plain_text_stays_as_it_is),
    cmocka_unit_test(commas_quotes_and_line_ends_are_quoted),
    cmocka_unit_test(a_text_that_looks_like_a_formula_gets_an_apostrophe),
    cmocka_unit_test(a_negative_figure_stays_a_figure),
    cmocka_unit_test(a_file_begins_with_the_byte_order_mark_and_rows_end_with_crlf))
