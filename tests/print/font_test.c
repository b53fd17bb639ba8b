#include "base/buf.h"
#include "base/letters.h"
#include "print/font.h"
#include "tests/unit.h"

#include <stdio.h>
#include <string.h>

#define DEBIAN "/usr/share/fonts"

struct cuts {
    size_t count, bytes;
    char weights[8][16];
    struct letters *all;
};

static void take(void *owner, const struct font_cut *cut)
{
    struct cuts *cuts = owner;

    assert_true(cuts->count < 8);
    (void)snprintf(cuts->weights[cuts->count++], sizeof cuts->weights[0], "%s", cut->weight);
    for (uint32_t at = letters_next(cut->letters, 0); at < LETTERS_END;
         at = letters_next(cut->letters, at + 1)) {
        letters_add(cuts->all, at);
    }
    cuts->bytes += cut->font->len;
    buf_unref(cut->font);
}

static struct cuts cut_text(const struct font_shelf *shelf, struct slice text)
{
    struct cuts cuts = {.all = letters_new()};
    struct letters *letters = letters_new();

    letters_add_text(letters, text);
    font_shelf_cut(shelf, letters, take, &cuts);
    letters_free(letters);
    return cuts;
}

static void a_chinese_text_becomes_two_weights_of_a_few_kilobytes(void **state)
{
    (void)state;
    struct font_shelf *shelf = font_shelf_new(DEBIAN);
    struct cuts cuts = cut_text(shelf, SLICE("金榜题名"));

    assert_int_equal(cuts.count, 2);
    assert_string_equal(cuts.weights[0], "100 599");
    assert_string_equal(cuts.weights[1], "600 900");
    assert_int_equal(letters_count(cuts.all), 4);
    assert_true(cuts.bytes < 20000);
    letters_free(cuts.all);
    font_shelf_free(shelf);
}

static void a_letter_is_cut_from_the_first_writing_that_has_it(void **state)
{
    (void)state;
    struct font_shelf *shelf = font_shelf_new(DEBIAN);
    struct cuts cuts = cut_text(shelf, SLICE("䶮𬍛𠮷㛃 བཀྲ་ཤིས 𪚥"));

    assert_true(cuts.count >= 4); // Chinese and Tibetan, each in two weights
    assert_int_equal(letters_count(cuts.all), 4 + 7 + 1);
    letters_free(cuts.all);
    font_shelf_free(shelf);
}

static void what_no_font_has_is_in_none(void **state)
{
    (void)state;
    struct font_shelf *shelf = font_shelf_new(DEBIAN);
    struct cuts cuts = cut_text(shelf, SLICE("\xEE\x80\x80")); // U+E000, for private use

    assert_int_equal(cuts.count, 0);
    assert_false(letters_have(font_shelf_letters(shelf), 0xE000));
    assert_true(letters_have(font_shelf_letters(shelf), 0x4DAE));
    letters_free(cuts.all);
    font_shelf_free(shelf);
}

static void the_same_letters_give_the_same_bytes(void **state)
{
    (void)state;
    struct font_shelf *shelf = font_shelf_new(DEBIAN);
    struct cuts once = cut_text(shelf, SLICE("张三李四"));
    struct cuts again = cut_text(shelf, SLICE("四李三张"));

    assert_int_equal(once.bytes, again.bytes);
    letters_free(once.all);
    letters_free(again.all);
    font_shelf_free(shelf);
}

static void a_shelf_without_fonts_is_empty(void **state)
{
    (void)state;
    struct font_shelf *shelf = font_shelf_new("/nowhere");
    struct cuts cuts = cut_text(shelf, SLICE("金榜"));

    assert_int_equal(font_shelf_count(shelf), 0);
    assert_int_equal(cuts.count, 0);
    letters_free(cuts.all);
    font_shelf_free(shelf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chinese_text_becomes_two_weights_of_a_few_kilobytes),
        cmocka_unit_test(a_letter_is_cut_from_the_first_writing_that_has_it),
        cmocka_unit_test(what_no_font_has_is_in_none),
        cmocka_unit_test(the_same_letters_give_the_same_bytes),
        cmocka_unit_test(a_shelf_without_fonts_is_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
