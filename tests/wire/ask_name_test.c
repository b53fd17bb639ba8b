#include "base/arena.h"
#include "tests/unit.h"
#include "wire/ask.h"
#include "wire/ask_name.h"

#include <string.h>

static void separators_between_characters_become_one_sign(void **state)
{
    (void)state;

    static const struct {
        const char *in, *out;
    } rows[] = {
        {"阿卜杜热合曼・托合提", "阿卜杜热合曼·托合提"},
        {"阿卜杜热合曼•托合提", "阿卜杜热合曼·托合提"},
        {"阿卜杜热合曼．托合提", "阿卜杜热合曼·托合提"},
        {"阿卜杜热合曼‧托合提", "阿卜杜热合曼·托合提"},
        {"阿卜杜热合曼·托合提", "阿卜杜热合曼·托合提"},
        {"a•b・c", "a·b·c"},
        {"•a•", "•a•"}, // at the ends there is nothing to separate
        {" • ", "•"},
        {"A. B. Smith", "A. B. Smith"},
        {"", ""},
        {"  ", ""},
        {"\t 金　榜\xc2\xa0\n", "金　榜"},
        {"བོད", "བོད"},
        {"𠮷", "𠮷"},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct slice name;
        assert_true(ask_name_clean(arena, slice_of(rows[i].in), &name));
        if (!slice_is(name, rows[i].out)) {
            fail_msg("%s became %.*s", rows[i].in, SLICE_FMT(name));
        }
    }
    arena_free(arena);
}

static void a_hundred_characters_pass_and_one_more_does_not(void **state)
{
    (void)state;
    char text[4 * (ASK_NAME_MAX + 1) + 1] = "";
    struct arena *arena = arena_new();
    struct slice name = SLICE_NONE;
    for (size_t i = 0; i < ASK_NAME_MAX; i++) {
        memcpy(text + 3 * i, "龘", 4);
    }
    assert_true(ask_name_clean(arena, slice_of(text), &name));
    assert_int_equal(name.len, 3 * ASK_NAME_MAX);
    memcpy(text + strlen(text), "龘", 4);
    assert_false(ask_name_clean(arena, slice_of(text), &name));
    arena_free(arena);
}

static size_t encode(uint32_t code, char *out)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    out[0] = (char)(0xE0 | code >> 12);
    out[1] = (char)(0x80 | (code >> 6 & 0x3F));
    out[2] = (char)(0x80 | (code & 0x3F));
    return 3;
}

static void control_characters_are_refused(void **state)
{
    (void)state;
    static const uint32_t codes[] = {0x01,   0x09,   0x0A,   0x7F,   0x85,   0x2028,
                                     0x2029, 0x202A, 0x202E, 0x2066, 0x2069, 0xFEFF};
    struct arena *arena = arena_new();
    struct slice name = SLICE_NONE;
    for (size_t i = 0; i < ROWS(codes); i++) {
        char text[8] = "a";
        size_t len = 1 + encode(codes[i], text + 1);
        text[len++] = 'z';
        assert_false(ask_name_clean(arena, (struct slice){text, len}, &name));
        assert_null(name.at);
    }
    arena_free(arena);
}

RUN(cmocka_unit_test(separators_between_characters_become_one_sign),
    cmocka_unit_test(a_hundred_characters_pass_and_one_more_does_not),
    cmocka_unit_test(control_characters_are_refused))
