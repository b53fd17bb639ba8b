#include "wire/sheet_plain.h"

#include "base/arena.h"
#include "scoring/point.h"

#include <jansson.h>

#include <stdlib.h>

static json_t *plain_text(const char *key, json_t *value)
{
    char text[POINT_TEXT_MAX];
    point_t point = 0;

    if (strcmp(key, "aspect") == 0 || !json_is_string(value) ||
        !point_parse(json_string_value(value), json_string_length(value), &point)) {
        return json_incref(value);
    }
    return json_stringn(text, point_print(point, text));
}

static json_t *plain(const char *key, json_t *value);

// A body that the node takes stands in itself no deeper than its form.
// NOLINTNEXTLINE(misc-no-recursion)
static json_t *plain_object(json_t *object)
{
    json_t *out = json_object();
    const char *key = NULL;
    json_t *value = NULL;

    json_object_foreach(object, key, value)
    {
        (void)json_object_set_new(out, key, plain(key, value));
    }
    return out;
}

// NOLINTNEXTLINE(misc-no-recursion)
static json_t *plain(const char *key, json_t *value)
{
    if (json_is_object(value)) {
        return plain_object(value);
    }
    if (!json_is_array(value)) {
        return plain_text(key, value);
    }
    json_t *out = json_array();
    for (size_t i = 0; i < json_array_size(value); i++) {
        (void)json_array_append_new(out, plain("", json_array_get(value, i)));
    }
    return out;
}

static const char *aspect_of(const json_t *mark)
{
    const char *aspect = json_string_value(json_object_get(mark, "aspect"));
    return aspect ? aspect : "";
}

static int by_aspect(const void *a, const void *b)
{
    return strcmp(aspect_of(*(json_t *const *)a), aspect_of(*(json_t *const *)b));
}

static json_t *sorted(struct arena *arena, json_t *marks)
{
    size_t count = json_array_size(marks);
    json_t **all = arena_alloc(arena, (count + 1) * sizeof(json_t *));
    json_t *out = json_array();

    for (size_t i = 0; i < count; i++) {
        all[i] = json_array_get(marks, i);
    }
    qsort(all, count, sizeof(json_t *), by_aspect);
    for (size_t i = 0; i < count; i++) {
        (void)json_array_append_new(out, plain("", all[i]));
    }
    return out;
}

struct slice sheet_plain(struct arena *arena, struct slice body)
{
    json_t *root = json_loadb(body.at, body.len, 0, NULL);
    json_t *marks = json_object_get(root, "marks");
    json_t *declared = json_object_get(root, "declared");
    json_t *out = json_object();
    struct slice slice = SLICE_NONE;

    if (json_is_array(marks)) {
        (void)json_object_set_new(out, "marks", sorted(arena, marks));
    }
    if (json_is_object(declared)) {
        (void)json_object_set_new(out, "declared", plain_object(declared));
    }
    char *text = json_is_object(root) ? json_dumps(out, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    if (text) {
        slice = (struct slice){arena_copy(arena, slice_of(text)), strlen(text)};
    }
    free(text);
    json_decref(out);
    json_decref(root);
    return slice;
}
