#include "base/letters.h"
#include "tests/unit.h"

static void a_text_gives_its_letters_and_no_ascii(void **state)
{
    (void)state;
    struct letters *letters = letters_new();

    letters_add_text(letters,
                     SLICE("K1 \xE4\xB6\xAE\xF0\xA0\xAE\xB7\xC2\xB7")); // U+4DAE U+20BB7 U+B7
    assert_int_equal(letters_count(letters), 3);
    assert_int_equal(letters_next(letters, 0), 0xB7);
    assert_int_equal(letters_next(letters, 0xB8), 0x4DAE);
    assert_int_equal(letters_next(letters, 0x4DAF), 0x20BB7);
    assert_int_equal(letters_next(letters, 0x20BB8), LETTERS_END);
    letters_free(letters);
}

static void what_is_no_utf8_is_passed_over(void **state)
{
    (void)state;
    struct letters *letters = letters_new();

    // A lone trail, a lead at the end of a text, a broken run before a good letter, a byte that
    // never is.
    letters_add_text(letters, SLICE("\x80\xE4\xB6"));
    letters_add_text(letters, SLICE("\xE4\xB6\xE5\xBC\xA0\xFF\xFE")); // … U+5F20
    assert_int_equal(letters_count(letters), 1);
    assert_true(letters_have(letters, 0x5F20));
    letters_free(letters);
}

static void sets_are_compared_cut_and_kept(void **state)
{
    (void)state;
    struct letters *some = letters_new();
    struct letters *others = letters_new();

    letters_add_text(some, SLICE("金榜题名"));
    letters_add_text(others, SLICE("金榜"));
    struct letters *copy = letters_copy(some);
    assert_true(letters_equal(copy, some));
    letters_drop(copy, others);
    assert_int_equal(letters_count(copy), 2);
    assert_true(letters_touch(copy, SLICE("a题")));
    assert_false(letters_touch(copy, SLICE("a金榜")));
    letters_keep(some, others);
    assert_true(letters_equal(some, others));
    letters_free(copy);
    letters_free(some);
    letters_free(others);
}

static void every_letter_comes_back_from_its_text(void **state)
{
    (void)state;
    static const uint32_t points[] = {0x80, 0x7FF, 0x800, 0xFFFD, 0x10000, 0x10FFFF};

    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        char text[LETTERS_TEXT];
        struct letters *letters = letters_new();
        letters_text(points[i], text);
        letters_add_text(letters, slice_of(text));
        assert_int_equal(letters_next(letters, 0), points[i]);
        assert_int_equal(letters_count(letters), 1);
        letters_free(letters);
    }
    char ascii[LETTERS_TEXT];
    letters_text('K', ascii);
    assert_string_equal(ascii, "K");
}

static void what_is_no_code_point_is_ignored(void **state)
{
    (void)state;
    struct letters *letters = letters_new();

    letters_add(letters, LETTERS_END);
    assert_int_equal(letters_count(letters), 0);
    assert_false(letters_have(letters, LETTERS_END));
    assert_int_equal(letters_next(letters, LETTERS_END), LETTERS_END);
    letters_free(letters);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_gives_its_letters_and_no_ascii),
        cmocka_unit_test(what_is_no_utf8_is_passed_over),
        cmocka_unit_test(sets_are_compared_cut_and_kept),
        cmocka_unit_test(every_letter_comes_back_from_its_text),
        cmocka_unit_test(what_is_no_code_point_is_ignored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
