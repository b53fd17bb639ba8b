#include "wire/recording_answer.h"

#include "base/arena.h"
#include "base/must.h"

#include <jansson.h>

#include <inttypes.h>
#include <stdlib.h>

static json_t *parse(struct slice json)
{
    return json.len ? json_loadb(json.at, json.len, JSON_REJECT_DUPLICATES, NULL) : NULL;
}

static struct slice copy(struct arena *arena, json_t *value)
{
    struct slice text = {json_string_value(value), json_string_length(value)};
    return json_is_string(value) ? (struct slice){arena_copy(arena, text), text.len} : SLICE("");
}

static struct slice member(struct arena *arena, json_t *object, const char *key)
{
    return copy(arena, json_object_get(object, key));
}

bool recording_answer_tokens(struct arena *arena, struct slice json,
                             const struct recording_token **ret_tokens, size_t *ret_count)
{
    json_t *root = parse(json);
    json_t *judges = json_object_get(root, "judges");
    size_t count = json_array_size(judges);
    struct recording_token *tokens = arena_alloc(arena, (count + 1) * sizeof *tokens);
    bool good = json_is_array(judges);
    for (size_t i = 0; i < count; i++) {
        json_t *judge = json_array_get(judges, i);
        tokens[i] =
            (struct recording_token){member(arena, judge, "id"), member(arena, judge, "token")};
        good = good && tokens[i].judge.len > 0 && tokens[i].token.len > 0;
    }
    json_decref(root);
    *ret_tokens = tokens;
    *ret_count = good ? count : 0;
    return good;
}

bool recording_answer_receipt(struct arena *arena, struct slice json, struct slice *ret_receipt,
                              struct slice *ret_digest)
{
    json_t *root = parse(json);
    json_t *receipt = json_object_get(root, "receipt");
    char *text = json_is_object(receipt) ? json_dumps(receipt, JSON_COMPACT) : NULL;
    if (text) {
        *ret_receipt = (struct slice){arena_copy(arena, slice_of(text)), strlen(text)};
        *ret_digest = member(arena, receipt, "digest");
    }
    bool good = text != NULL;
    free(text);
    json_decref(root);
    return good;
}

static struct slice exact(struct arena *arena, json_t *object, const char *exact_key,
                          const char *key)
{
    struct slice text = member(arena, object, exact_key);
    return text.len > 0 ? text : member(arena, object, key);
}

static void read_row(struct arena *arena, json_t *row, struct recording_row *ret)
{
    json_t *modules = json_object_get(row, "modules");
    size_t count = json_array_size(modules);
    struct recording_figure *figures = arena_alloc(arena, (count + 2) * sizeof *figures);
    json_t *place = json_object_get(row, "place");
    struct slice place_text = SLICE("");
    if (json_is_integer(place)) {
        place_text =
            slice_of(arena_printf(arena, "%" JSON_INTEGER_FORMAT, json_integer_value(place)));
    }
    figures[0] = (struct recording_figure){SLICE("place"), place_text};
    figures[1] =
        (struct recording_figure){SLICE("total"), exact(arena, row, "total_exact", "total")};
    for (size_t i = 0; i < count; i++) {
        json_t *module = json_array_get(modules, i);
        struct slice id = member(arena, module, "id");
        figures[i + 2] =
            (struct recording_figure){slice_of(arena_printf(arena, "modules.%.*s", SLICE_FMT(id))),
                                      exact(arena, module, "value_exact", "value")};
    }
    ret->found = true;
    ret->figure_count = count + 2;
    ret->figures = figures;
}

bool recording_answer_row(struct arena *arena, struct slice json, struct slice competitor,
                          struct recording_row *ret)
{
    json_t *root = parse(json);
    json_t *rows = json_object_get(root, "rows");
    bool good = json_is_array(rows);
    *ret = (struct recording_row){.total =
                                      (uint64_t)json_integer_value(json_object_get(root, "total")),
                                  .row_count = json_array_size(rows)};
    for (size_t i = 0; i < ret->row_count && !ret->found; i++) {
        json_t *row = json_array_get(rows, i);
        const char *id = json_string_value(json_object_get(row, "id"));
        if (id && slice_is(competitor, id)) {
            read_row(arena, row, ret);
        }
    }
    json_decref(root);
    return good;
}

struct slice recording_answer_figure(const struct recording_row *row, struct slice name)
{
    for (size_t i = 0; i < row->figure_count; i++) {
        if (slice_equal(row->figures[i].name, name)) {
            return row->figures[i].value;
        }
    }
    return SLICE("");
}

void recording_answer_problem(struct arena *arena, struct slice json, struct slice *ret_name,
                              struct slice *ret_detail)
{
    json_t *root = parse(json);
    struct slice type = member(arena, root, "type");
    struct slice detail = exact(arena, root, "detail", "title");
    json_t *first = json_array_get(json_object_get(root, "errors"), 0);
    if (first) {
        struct slice pointer = member(arena, first, "pointer");
        struct slice why = member(arena, first, "detail");
        detail = slice_of(arena_printf(arena, "%.*s (%.*s: %.*s)", SLICE_FMT(detail),
                                       SLICE_FMT(pointer), SLICE_FMT(why)));
    }
    const char *slash = type.len ? memrchr(type.at, '/', type.len) : NULL;
    if (slash) {
        type = (struct slice){slash + 1, (size_t)(type.at + type.len - slash - 1)};
    }
    json_decref(root);
    *ret_name = type;
    *ret_detail = detail;
}

bool recording_answer_is_sheet(struct slice json, struct slice body)
{
    json_t *root = parse(json);
    json_t *sent = parse(body);
    json_t *shown = json_object_get(root, "body");
    bool same = shown && sent && json_equal(shown, sent) == 1;
    json_decref(sent);
    json_decref(root);
    return same;
}
