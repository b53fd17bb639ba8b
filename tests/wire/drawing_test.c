#include "base/arena.h"
#include "tests/unit.h"
#include "wire/drawing.h"

// NULL, or the fault's name.
static const char *fault_of(const char *json)
{
    static struct faults faults;
    struct arena *arena = arena_new();
    struct reader reader;

    faults = (struct faults){.count = 0};
    assert_true(reader_open(&reader, arena, slice_of(json), &faults));
    drawing_check(&reader, reader.root);
    reader_close(&reader);
    arena_free(arena);
    return faults.count ? faults.items[0].name : NULL;
}

static void strokes_and_typed_names_are_drawings(void **state)
{
    (void)state;
    assert_null(fault_of("{\"strokes\":[[1,2],[0,0,10000,10000]],\"width\":600,\"height\":240}"));
    assert_null(fault_of("{\"typed\":\"某某\"}"));
}

static void nothing_drawn_is_blank(void **state)
{
    (void)state;
    assert_string_equal(fault_of("{\"strokes\":[],\"width\":600,\"height\":240}"), "drawing-blank");
    assert_string_equal(fault_of("{\"typed\":\"  \"}"), "drawing-blank");
}

static void what_is_no_line_is_refused(void **state)
{
    (void)state;
    assert_non_null(fault_of("{}"));
    assert_non_null(fault_of("{\"strokes\":[[1]],\"width\":600,\"height\":240}"));
    assert_non_null(fault_of("{\"strokes\":[[1,2,3]],\"width\":600,\"height\":240}"));
    assert_non_null(fault_of("{\"strokes\":[[1,10001]],\"width\":600,\"height\":240}"));
    assert_non_null(fault_of("{\"strokes\":[[-1,2]],\"width\":600,\"height\":240}"));
    assert_non_null(fault_of("{\"strokes\":[\"1,2\"],\"width\":600,\"height\":240}"));
    assert_non_null(fault_of("{\"strokes\":[[1,2]],\"width\":0,\"height\":240}"));
    assert_non_null(fault_of("{\"strokes\":[[1,2]],\"width\":600,\"height\":240,\"typed\":\"x\"}"));
}

RUN(cmocka_unit_test(strokes_and_typed_names_are_drawings),
    cmocka_unit_test(nothing_drawn_is_blank), cmocka_unit_test(what_is_no_line_is_refused))
