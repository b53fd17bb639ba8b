#include "base/text.h"
#include "tests/unit.h"
#include "wire/faults.h"

#include <string.h>

static void keeps_name_pointer_and_word(void **state)
{
    (void)state;
    struct faults faults = {0};
    faults_add(&faults, "mark-malformed", "/marks/0/value", "8,5");
    assert_int_equal(faults.count, 1);
    assert_false(faults.more);
    assert_string_equal(faults.items[0].name, "mark-malformed");
    assert_string_equal(faults.items[0].pointer, "/marks/0/value");
    assert_string_equal(faults.items[0].word, "8,5");
}

static void says_that_there_were_more_than_it_keeps(void **state)
{
    (void)state;
    struct faults faults = {0};
    for (size_t i = 0; i < FAULTS_MAX + 3; i++) {
        assert_int_equal(faults.more, i > FAULTS_MAX);
        faults_add(&faults, "wrong-type", "", "");
    }
    assert_int_equal(faults.count, FAULTS_MAX);
    assert_true(faults.more);
}

static void cuts_what_is_too_long_at_whole_characters(void **state)
{
    (void)state;
    for (size_t shift = 0; shift < 4; shift++) {
        char text[1024] = "";
        memset(text, 'a', shift);
        for (size_t at = shift; at + 4 < sizeof text; at += 3) {
            memcpy(text + at, "榜", 4);
        }
        struct faults faults = {0};
        faults_add(&faults, "wrong-type", text, text);
        assert_true(text_is_utf8(slice_of(faults.items[0].word)));
        assert_true(text_is_utf8(slice_of(faults.items[0].pointer)));
        assert_true(strlen(faults.items[0].word) >= FAULTS_WORD_MAX - 4);
        assert_true(strlen(faults.items[0].pointer) >= FAULTS_POINTER_MAX - 4);
        assert_memory_equal(faults.items[0].word, text, strlen(faults.items[0].word));
    }
}

static void a_text_of_just_the_right_length_is_not_cut(void **state)
{
    (void)state;
    char word[FAULTS_WORD_MAX];
    memset(word, 'x', sizeof word - 1);
    word[sizeof word - 1] = 0;
    struct faults faults = {0};
    faults_add(&faults, "wrong-type", "", word);
    assert_string_equal(faults.items[0].word, word);
}

RUN(cmocka_unit_test(keeps_name_pointer_and_word),
    cmocka_unit_test(says_that_there_were_more_than_it_keeps),
    cmocka_unit_test(cuts_what_is_too_long_at_whole_characters),
    cmocka_unit_test(a_text_of_just_the_right_length_is_not_cut))
