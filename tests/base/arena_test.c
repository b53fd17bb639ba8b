#include "base/arena.h"
#include "tests/unit.h"

#include <string.h>

static void gives_zeroed_aligned_bytes(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 15, 16, 17, 1000, 1024, 1025, 4096, 100000};
    static const char zeros[100000];
    struct arena *arena = arena_new();

    for (size_t i = 0; i < ROWS(sizes); i++) {
        char *bytes = arena_alloc(arena, sizes[i]);
        assert_non_null(bytes);
        assert_int_equal((uintptr_t)bytes % 16, 0);
        assert_memory_equal(bytes, zeros, sizes[i]);
        memset(bytes, 0xff, sizes[i]);
    }
    arena_free(arena);
}

static void pieces_do_not_overlap(void **state)
{
    (void)state;

    enum { COUNT = 2000 };

    static unsigned char *pieces[COUNT];
    struct arena *arena = arena_new();

    for (size_t i = 0; i < COUNT; i++) {
        pieces[i] = arena_alloc(arena, 1 + i % 70);
        memset(pieces[i], (int)(i & 255), 1 + i % 70);
    }
    for (size_t i = 0; i < COUNT; i++) {
        for (size_t at = 0; at < 1 + i % 70; at++) {
            assert_int_equal(pieces[i][at], i & 255);
        }
    }
    arena_free(arena);
}

static void a_large_piece_leaves_the_rest_in_use(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    char *before = arena_alloc(arena, 16);

    (void)arena_alloc(arena, 1 << 20);
    char *after = arena_alloc(arena, 16);
    assert_ptr_equal(after, before + 16);
    arena_free(arena);
}

static void copies_and_terminates(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    char text[] = "裁判组";
    char *copy = arena_copy(arena, (struct slice){text, 6});

    text[0] = 'x';
    assert_string_equal(copy, "裁判");
    arena_free(arena);
}

static void copies_nothing_as_an_empty_text(void **state)
{
    (void)state;
    struct arena *arena = arena_new();

    assert_string_equal(arena_copy(arena, SLICE_NONE), "");
    arena_free(arena);
}

static void prints_text_of_any_length(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const char *text = arena_printf(arena, "%s-%05000d", "row", 7);

    assert_int_equal(strlen(text), 5004);
    assert_memory_equal(text, "row-000", 7);
    assert_int_equal(text[5003], '7');
    arena_free(arena);
}

static void freeing_nothing_is_fine(void **state)
{
    (void)state;
    assert_null(arena_free(NULL));
    assert_null(arena_free(arena_new()));
}

RUN(cmocka_unit_test(gives_zeroed_aligned_bytes), cmocka_unit_test(pieces_do_not_overlap),
    cmocka_unit_test(a_large_piece_leaves_the_rest_in_use), cmocka_unit_test(copies_and_terminates),
    cmocka_unit_test(copies_nothing_as_an_empty_text), cmocka_unit_test(prints_text_of_any_length),
    cmocka_unit_test(freeing_nothing_is_fine))
