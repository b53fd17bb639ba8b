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

struct slice recording_answer_rules(struct arena *arena, struct slice json)
{
    json_t *root = parse(json);
    struct slice id = member(arena, json_object_get(root, "rules"), "id");
    json_decref(root);
    return id;
}

static struct slice exact(struct arena *arena, json_t *object, const char *exact_key,
                          const char *key)
{
    struct slice text = member(arena, object, exact_key);
    return text.len > 0 ? text : member(arena, object, key);
}

// ---- a row

struct figures { // as they are found
    struct arena *arena;
    struct recording_figure *list;
    size_t count;
};

static void add(struct figures *figures, const char *name, struct slice value)
{
    figures->list[figures->count++] = (struct recording_figure){slice_of(name), value};
}

// "2" or, when it is shared by halves, "2.5"; "" for none.
static struct slice read_place(struct arena *arena, json_t *row, const char *key,
                               const char *half_key)
{
    json_t *place = json_object_get(row, key);
    bool half = json_is_true(json_object_get(row, half_key));
    return json_is_integer(place)
               ? slice_of(arena_printf(arena, "%" JSON_INTEGER_FORMAT "%s",
                                       json_integer_value(place), half ? ".5" : ""))
               : SLICE("");
}

// The elements of a list of {"id", …} as figures "modules.ID", "parts.ID".
static void add_nodes(struct figures *figures, json_t *list, const char *lead)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *node = json_array_get(list, i);
        struct slice id = member(figures->arena, node, "id");
        add(figures, arena_printf(figures->arena, "%s.%.*s", lead, SLICE_FMT(id)),
            exact(figures->arena, node, "value_exact", "value"));
    }
}

static void add_ties(struct figures *figures, json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        add(figures, arena_printf(figures->arena, "ties.%zu", i + 1),
            copy(figures->arena, json_array_get(list, i)));
    }
}

static void read_row(struct arena *arena, json_t *row, struct recording_row *ret)
{
    static const char *const texts[] = {"scale", "status", "field", "group"};

    enum { TEXTS = sizeof texts / sizeof texts[0] };

    json_t *modules = json_object_get(row, "modules");
    json_t *parts = json_object_get(row, "parts");
    json_t *ties = json_object_get(row, "ties");
    size_t room =
        7 + TEXTS + json_array_size(modules) + json_array_size(parts) + json_array_size(ties);
    struct figures figures = {arena, arena_alloc(arena, room * sizeof *figures.list), 0};
    add(&figures, "place", read_place(arena, row, "place", "half"));
    add(&figures, "group_place", read_place(arena, row, "group_place", "group_half"));
    add(&figures, "overall", read_place(arena, row, "overall", "overall_half"));
    add(&figures, "heat", read_place(arena, row, "heat", ""));
    add(&figures, "heat_place", read_place(arena, row, "heat_place", "heat_half"));
    add(&figures, "total", exact(arena, row, "total_exact", "total"));
    add(&figures, "own", exact(arena, row, "own_exact", "own"));
    for (size_t i = 0; i < TEXTS; i++) {
        add(&figures, texts[i], member(arena, row, texts[i]));
    }
    add_nodes(&figures, modules, "modules");
    add_nodes(&figures, parts, "parts");
    add_ties(&figures, ties);
    ret->found = true;
    ret->figure_count = figures.count;
    ret->figures = figures.list;
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

// ---- honours, teams, fields

// The line of a list whose member `key` is this id; NULL when there is none.
static json_t *find_line(json_t *root, const char *key, struct slice wanted)
{
    json_t *lines = json_object_get(root, "lines");
    for (size_t i = 0; i < json_array_size(lines); i++) {
        json_t *line = json_array_get(lines, i);
        const char *id = json_string_value(json_object_get(line, key));
        if (id && slice_is(wanted, id)) {
            return line;
        }
    }
    return NULL;
}

static struct slice join(struct arena *arena, json_t *list)
{
    struct slice text = SLICE("");
    for (size_t i = 0; i < json_array_size(list); i++) {
        struct slice id = copy(arena, json_array_get(list, i));
        text = slice_of(
            arena_printf(arena, "%.*s%s%.*s", SLICE_FMT(text), i ? "," : "", SLICE_FMT(id)));
    }
    return text;
}

// Both lists have two figures and a whole answer in one piece.
static bool finish(json_t *root, const struct figures *figures, bool found,
                   struct recording_row *ret)
{
    json_t *lines = json_object_get(root, "lines");
    bool good = json_is_array(lines);
    *ret = (struct recording_row){.found = found,
                                  .total = json_array_size(lines),
                                  .row_count = json_array_size(lines),
                                  .figure_count = figures->count,
                                  .figures = figures->list};
    json_decref(root);
    return good;
}

bool recording_answer_honours(struct arena *arena, struct slice json, struct slice competitor,
                              struct recording_row *ret)
{
    json_t *root = parse(json);
    json_t *line = find_line(root, "id", competitor);
    struct figures figures = {arena, arena_alloc(arena, 2 * sizeof *figures.list), 0};
    if (line) {
        add(&figures, "titles", join(arena, json_object_get(line, "titles")));
        add(&figures, "promotion", member(arena, json_object_get(line, "promotion"), "id"));
    }
    return finish(root, &figures, line != NULL, ret);
}

bool recording_answer_team(struct arena *arena, struct slice json, struct slice team,
                           struct recording_row *ret)
{
    json_t *root = parse(json);
    json_t *line = find_line(root, "team", team);
    struct figures figures = {arena, arena_alloc(arena, 2 * sizeof *figures.list), 0};
    if (line) {
        add(&figures, "place", read_place(arena, line, "place", "half"));
        add(&figures, "total", exact(arena, line, "total_exact", "total"));
    }
    return finish(root, &figures, line != NULL, ret);
}

bool recording_answer_field(struct arena *arena, struct slice json, const struct slice **ret_ids,
                            size_t *ret_count)
{
    json_t *root = parse(json);
    json_t *lines = json_object_get(root, "lines");
    struct slice *ids = arena_alloc(arena, (json_array_size(lines) + 1) * sizeof *ids);
    size_t count = 0;
    for (size_t i = 0; i < json_array_size(lines); i++) {
        json_t *line = json_array_get(lines, i);
        if (json_is_true(json_object_get(line, "passes"))) {
            ids[count++] = member(arena, line, "id");
        }
    }
    bool good = json_is_array(lines);
    json_decref(root);
    *ret_ids = ids;
    *ret_count = count;
    return good;
}

struct ids {
    const struct slice *list;
    size_t count;
};

static bool holds_all(const struct ids *ids, const struct ids *wanted)
{
    for (size_t i = 0; i < wanted->count; i++) {
        size_t at = 0;
        while (at < ids->count && !slice_equal(ids->list[at], wanted->list[i])) {
            at++;
        }
        if (at == ids->count) {
            return false;
        }
    }
    return true;
}

bool recording_answer_is_field(const struct slice *a, size_t a_count, const struct slice *b,
                               size_t b_count)
{
    struct ids one = {a, a_count};
    struct ids other = {b, b_count};
    return holds_all(&one, &other) && holds_all(&other, &one);
}

// ---- problems and sheets

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
