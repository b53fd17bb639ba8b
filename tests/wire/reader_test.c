#include "base/arena.h"
#include "base/text.h"
#include "tests/unit.h"
#include "wire/reader.h"

#include <stdio.h>

static const struct reader_field fields[] = {{"a", true}, {"b", false}, {NULL, false}};

static void expect(const char *json, const char *name, const char *pointer)
{
    struct arena *arena = arena_new();
    struct faults faults = {0};
    struct reader reader;
    bool opened = reader_open(&reader, arena, slice_of(json), &faults);
    if (opened) {
        assert_false(reader_object(&reader, reader.root, fields));
    }
    assert_false(reader.good);
    assert_int_equal(faults.count, 1);
    assert_string_equal(faults.items[0].name, name);
    assert_string_equal(faults.items[0].pointer, pointer);
    reader_close(&reader);
    arena_free(arena);
}

static void names_what_is_no_strict_json(void **state)
{
    (void)state;
    expect("", "malformed-json", "");
    expect("{", "malformed-json", "");
    expect("{\"a\":1} x", "malformed-json", "");
    expect("{\"a\":1,}", "malformed-json", "");
    expect("{'a':1}", "malformed-json", "");
    expect("{\"a\":01}", "malformed-json", "");
    expect("{\"a\":NaN}", "malformed-json", "");
    expect("{\"a\":1e999}", "malformed-json", "");
    expect("{\"a\":99999999999999999999}", "malformed-json", "");
    expect("{\"a\":\"\\u0000\"}", "malformed-json", "");
    expect("{\"\\u0000\":1}", "malformed-json", "");
    expect("{\"a\":\"\\ud800\"}", "malformed-json", "");
    expect("{\"a\":\"\xc0\xaf\"}", "malformed-json", "");
    expect("\xef\xbb\xbf{\"a\":1}", "malformed-json", "");
    expect("{\"a\":1,\"a\":1}", "duplicate-key", "");
    expect("{\"a\":1,\"\\u0061\":1}", "duplicate-key", "");
    expect("{\"a\":[{\"x\":1,\"x\":2}]}", "duplicate-key", "");
    expect("[]", "wrong-type", "");
    expect("null", "wrong-type", "");
}

static void names_fields_by_their_pointers(void **state)
{
    (void)state;
    expect("{}", "missing-field", "/a");
    expect("{\"a\":1,\"c\":1}", "unknown-field", "/c");
    expect("{\"a\":1,\"\":1}", "unknown-field", "/");
    expect("{\"a\":1,\"m~n/o\":1}", "unknown-field", "/m~0n~1o");
}

static void very_deep_json_is_refused_and_not_followed(void **state)
{
    (void)state;
    static char deep[1 << 17];
    memset(deep, '[', sizeof deep - 1);
    expect(deep, "malformed-json", "");
}

static void a_very_long_key_is_cut_at_whole_characters(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct faults faults = {0};
    static char json[8192] = "{\"a\":1,\"";
    size_t len = strlen(json);
    while (len + 8 < sizeof json) {
        len += (size_t)snprintf(json + len, sizeof json - len, "榜");
    }
    (void)snprintf(json + len, sizeof json - len, "\":1}");
    struct reader reader;
    assert_true(reader_open(&reader, arena, slice_of(json), &faults));
    assert_false(reader_object(&reader, reader.root, fields));
    assert_true(text_is_utf8(slice_of(faults.items[0].pointer)));
    assert_true(text_is_utf8(slice_of(faults.items[0].word)));
    assert_int_equal(reader.len, 0); // the place is as it was
    reader_close(&reader);
    arena_free(arena);
}

static void absent_members_give_their_fallbacks_without_a_fault(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct reader reader;
    point_t point = 7;
    static const char *const words[] = {"x", "y", NULL};
    assert_true(reader_open(&reader, arena, SLICE("{}"), NULL));
    json_t *root = reader.root;
    assert_null(reader_any_text(&reader, root, "k").at);
    assert_null(reader_text(&reader, root, "k", 1, 2).at);
    assert_null(reader_id(&reader, root, "k").at);
    assert_int_equal(reader_whole(&reader, root, "k", 0, 9, 5), 5);
    assert_true(reader_flag(&reader, root, "k", true));
    assert_int_equal(reader_choice(&reader, root, "k", words, 1), 1);
    assert_false(reader_point(&reader, root, "k", &point));
    assert_int_equal(point, 7);
    assert_null(reader_list(&reader, root, "k", 1, 2));
    assert_true(reader.good);
    reader_close(&reader);
    arena_free(arena);
}

static void what_is_read_outlives_the_document(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct reader reader;
    char json[] = "{\"a\":\"金榜\"}";
    assert_true(reader_open(&reader, arena, slice_of(json), NULL));
    struct slice text = reader_text(&reader, reader.root, "a", 1, 2);
    reader_close(&reader);
    memset(json, 0, sizeof json);
    assert_true(slice_is(text, "金榜"));
    assert_int_equal(text.at[text.len], 0);
    arena_free(arena);
}

RUN(cmocka_unit_test(names_what_is_no_strict_json),
    cmocka_unit_test(names_fields_by_their_pointers),
    cmocka_unit_test(very_deep_json_is_refused_and_not_followed),
    cmocka_unit_test(a_very_long_key_is_cut_at_whole_characters),
    cmocka_unit_test(absent_members_give_their_fallbacks_without_a_fault),
    cmocka_unit_test(what_is_read_outlives_the_document))
