#include "base/arena.h"
#include "tests/unit.h"
#include "wire/faults.h"
#include "wire/unseen.h"

#include <string.h>

static void the_signs_and_no_neighbours(void **state)
{
    (void)state;
    static const uint32_t refused[] = {0x2028, 0x2029, 0x202A, 0x202E, 0x2066, 0x2069, 0xFEFF};
    static const uint32_t taken[] = {0x2027, 0x202F, 0x2065, 0x206A, 0xFEFE, 0xFF00,
                                     0x200C, 0x200D, 0x200E, 0x200F, 0x061C, 'a'};

    for (size_t i = 0; i < ROWS(refused); i++) {
        assert_true(unseen_is(refused[i]));
    }
    for (size_t i = 0; i < ROWS(taken); i++) {
        assert_false(unseen_is(taken[i]));
    }
}

static bool check(struct arena *arena, const char *json, struct faults *faults)
{
    *faults = (struct faults){0};
    return unseen_check(arena, slice_of(json), faults);
}

static void each_text_that_has_one_is_named_by_its_place(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct faults faults;

    assert_false(check(
        arena, "{\"a\":[{\"b/c\":\"x\xE2\x80\xAEy\"},\"\\u2066\"],\"d\":\"\\uFEFF\"}", &faults));
    assert_int_equal(faults.count, 3);
    assert_string_equal(faults.items[0].pointer, "/a/0/b~1c");
    assert_string_equal(faults.items[1].pointer, "/a/1");
    assert_string_equal(faults.items[2].pointer, "/d");
    assert_string_equal(faults.items[0].word, "@unseen");
    assert_false(check(arena, "{\"a\\u202e\":1}", &faults));
    arena_free(arena);
}

static void other_texts_and_what_is_no_json_are_left_to_their_reader(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "",
        "{}",
        "{\"a\":\"\\u2019\\u2030\\uff08\\n\"}",
        "{\"a\":\"\xE2\x80\x9C\xE2\x80\x8F\xE2\x80\xAF\"}",
        "{\"a\":\"\\\\u202e\"}", // a backslash and letters
        "\xEF\xBB\xBF{}",
        "{\"a\":\"\xE2\x80\xAE",
    };
    struct arena *arena = arena_new();
    struct faults faults;

    for (size_t i = 0; i < ROWS(rows); i++) {
        if (!check(arena, rows[i], &faults) || faults.count > 0) {
            fail_msg("refused: %s", rows[i]);
        }
    }
    arena_free(arena);
}

RUN(cmocka_unit_test(the_signs_and_no_neighbours),
    cmocka_unit_test(each_text_that_has_one_is_named_by_its_place),
    cmocka_unit_test(other_texts_and_what_is_no_json_are_left_to_their_reader))
