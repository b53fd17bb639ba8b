// Two people's typing of one sheet is the same when the marks are, and only then.
#include "base/arena.h"
#include "tests/unit.h"
#include "wire/sheet_plain.h"

static bool alike(const char *one, const char *other)
{
    struct arena *arena = arena_new();
    bool same = slice_equal(sheet_plain(arena, slice_of(one)), sheet_plain(arena, slice_of(other)));
    arena_free(arena);
    return same;
}

static void order_idle_zeros_notes_and_times_are_no_difference(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"{\"marks\":[{\"aspect\":\"a\",\"value\":\"8.50\"}]}",
         "{\"marks\":[{\"value\":\"8.5\",\"aspect\":\"a\"}],\"note\":\"x\",\"client_time\":\"t\"}"},
        {"{\"marks\":[{\"aspect\":\"b\",\"value\":\"1\"},{\"aspect\":\"a\",\"code\":\"dnf\"}]}",
         "{\"marks\":[{\"aspect\":\"a\",\"code\":\"dnf\"},{\"aspect\":\"b\",\"value\":\"1.0\"}]}"},
        {"{\"marks\":[{\"aspect\":\"a\",\"faults\":{\"x\":\"2\",\"y\":\"0\"}}]}",
         "{\"marks\":[{\"aspect\":\"a\",\"faults\":{\"y\":\"0.0\",\"x\":\"2\"}}]}"},
        {"{\"declared\":{\"base\":\"3.10\"}}", "{\"declared\":{\"base\":\"3.1\"}}"}};

    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_true(alike(rows[i][0], rows[i][1]));
    }
}

static void another_mark_is_a_difference(void **state)
{
    (void)state;
    static const char first[] = "{\"marks\":[{\"aspect\":\"a\",\"value\":\"8.5\"}]}";
    static const char *const others[] = {
        "{\"marks\":[{\"aspect\":\"a\",\"value\":\"8\"}]}",
        "{\"marks\":[{\"aspect\":\"a\",\"value\":\"0\"}]}",
        "{\"marks\":[{\"aspect\":\"b\",\"value\":\"8.5\"}]}",
        "{\"marks\":[{\"aspect\":\"a\",\"code\":\"dns\"}]}",
        "{\"marks\":[]}",
        "{\"marks\":[{\"aspect\":\"a\",\"value\":\"8.5\"},{\"aspect\":\"b\",\"value\":\"0\"}]}"};

    for (size_t i = 0; i < ROWS(others); i++) {
        assert_false(alike(first, others[i]));
    }
}

static void what_is_no_object_has_no_plain_form(void **state)
{
    (void)state;
    struct arena *arena = arena_new();

    assert_null(sheet_plain(arena, SLICE("[]")).at);
    assert_null(sheet_plain(arena, SLICE("{")).at);
    arena_free(arena);
}

RUN(cmocka_unit_test(order_idle_zeros_notes_and_times_are_no_difference),
    cmocka_unit_test(another_mark_is_a_difference),
    cmocka_unit_test(what_is_no_object_has_no_plain_form))
