#include "base/arena.h"
#include "tests/unit.h"
#include "wire/ask_screens.h"
#include "wire/faults.h"

static bool read(struct arena *arena, const char *json, struct ask_screens *ret)
{
    struct faults faults = {.count = 0};

    return ask_screens(arena, slice_of(json), ret, &faults);
}

static void what_is_said_to_a_screen_is_kept_as_compact_json(void **state)
{
    struct arena *arena = arena_new();
    struct ask_screens ask;

    (void)state;
    assert_true(read(arena,
                     "{\"screens\":[{\"id\":\"d-1\", \"scene\": {\"kind\":\"board\", "
                     "\"skill\":\"welder\"},\"order\":\"reload\"},{\"id\":\"d-2\",\"frame\": "
                     "{\"x\": 3}}],\"save\":\"a\"}",
                     &ask));
    assert_int_equal(ask.count, 2);
    assert_true(slice_is(ask.items[0].scene, "{\"kind\":\"board\",\"skill\":\"welder\"}"));
    assert_true(slice_is(ask.items[0].order, "reload"));
    assert_true(slice_is(ask.items[0].skill, "welder"));
    assert_null(ask.items[0].frame.at);
    assert_true(slice_is(ask.items[1].frame, "{\"x\":3}"));
    assert_null(ask.items[1].scene.at);
    assert_true(slice_is(ask.save, "a"));
    arena_free(arena);
}

static void a_clock_runs_until_a_time_or_stands_with_what_is_left(void **state)
{
    static const char *const right[] = {
        "{\"screens\":[{\"id\":\"d\",\"scene\":{\"kind\":\"clock\",\"left\":1}}]}",
        "{\"screens\":[{\"id\":\"d\",\"scene\":{\"kind\":\"clock\",\"left\":600000000}}]}",
        "{\"screens\":[{\"id\":\"d\",\"scene\":{\"kind\":\"clock\",\"until\":1790000000000,"
        "\"length\":600000000,\"batch\":2}}]}",
    };
    struct arena *arena = arena_new();
    struct ask_screens ask;

    (void)state;
    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
        assert_true(read(arena, right[i], &ask));
    }
    arena_free(arena);
}

static void what_is_no_scene_is_refused(void **state)
{
    static const char *const wrong[] = {
        "{\"screens\":[]}",
        "{\"screens\":[{\"id\":\"d\",\"scene\":{}}]}",
        "{\"screens\":[{\"id\":\"d\",\"scene\":{\"kind\":\"film\"}}]}",
        "{\"screens\":[{\"id\":\"d\",\"scene\":{\"kind\":\"board\",\"more\":1}}]}",
        "{\"screens\":[{\"id\":\"d\",\"scene\":{\"kind\":\"board\",\"stage\":\"s\"}}]}",
        "{\"screens\":[{\"id\":\"d\",\"scene\":{\"kind\":\"clock\",\"until\":0}}]}",
        "{\"screens\":[{\"id\":\"d\",\"scene\":{\"kind\":\"clock\",\"left\":0}}]}",
        "{\"screens\":[{\"id\":\"d\",\"scene\":{\"kind\":\"clock\",\"left\":600000001}}]}",
        "{\"screens\":[{\"id\":\"d\",\"scene\":{\"kind\":\"clock\",\"length\":600000001}}]}",
        "{\"screens\":[{\"id\":\"d\",\"scene\":{\"kind\":\"clock\",\"left\":9,\"until\":9}}]}",
        "{\"screens\":[{\"id\":\"d\",\"frame\":{\"margin\":21}}]}",
        "{\"screens\":[{\"id\":\"d\",\"frame\":{\"width\":0}}]}",
        "{\"screens\":[{\"id\":\"d\",\"order\":\"explode\"}]}",
        "{\"screens\":[{\"scene\":{\"kind\":\"blank\"}}]}",
    };
    struct arena *arena = arena_new();
    struct ask_screens ask;

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_false(read(arena, wrong[i], &ask));
    }
    arena_free(arena);
}

static void what_a_screen_says_of_itself_is_bounded(void **state)
{
    struct arena *arena = arena_new();
    struct faults faults = {.count = 0};
    struct slice text;

    (void)state;
    assert_true(ask_screens_beat(arena,
                                 SLICE("{\"truth\":\"live\", \"age_ms\":0,\"number\":7,"
                                       "\"width\":1920,\"height\":1080}"),
                                 &text, &faults));
    assert_true(slice_is(text,
                         "{\"truth\":\"live\",\"age_ms\":0,\"number\":7,\"width\":1920,"
                         "\"height\":1080}"));
    assert_false(ask_screens_beat(arena,
                                  SLICE("{\"truth\":\"live\",\"age_ms\":-1,\"number\":7,"
                                        "\"width\":1920,\"height\":1080}"),
                                  &text, &faults));
    arena_free(arena);
}

RUN(cmocka_unit_test(what_is_said_to_a_screen_is_kept_as_compact_json),
    cmocka_unit_test(a_clock_runs_until_a_time_or_stands_with_what_is_left),
    cmocka_unit_test(what_is_no_scene_is_refused),
    cmocka_unit_test(what_a_screen_says_of_itself_is_bounded))
