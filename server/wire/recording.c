#include "wire/recording.h"

#include "base/arena.h"
#include "base/must.h"
#include "wire/reader.h"
#include "wire/recording_figure.h"

#define FORMAT "jinbang-recording/1"

enum { FIELDS_MAX = 12, TIME_MAX_MS = 2000000000 };

static const struct form {
    const char *word;
    struct reader_field fields[FIELDS_MAX];
} forms[] = {
    [RECORDING_HEAD] = {"recording", {{"k", true}, {"format", true}, {"source", false}, {0}}},
    [RECORDING_COMPETITION] = {"competition", {{"k", true}, {"definition", true}, {0}}},
    [RECORDING_ROSTER] = {"roster",
                          {{"k", true}, {"competition", true}, {"competitors", true}, {0}}},
    [RECORDING_JUDGES] = {"judges", {{"k", true}, {"competition", true}, {"judges", true}, {0}}},
    [RECORDING_SHEET] = {"sheet",
                         {{"k", true},
                          {"t", true},
                          {"competition", true},
                          {"judge", true},
                          {"part", true},
                          {"competitor", true},
                          {"seat", true},
                          {"amend", false},
                          {"body", true},
                          {0}}},
    [RECORDING_PUBLISH] = {"publish",
                           {{"k", true}, {"t", true}, {"competition", true}, {"skill", true}, {0}}},
    [RECORDING_EXPECT] = {"expect",
                          {{"k", true},
                           {"t", true},
                           {"competition", true},
                           {"skill", true},
                           {"stage", true},
                           {"competitor", true},
                           {"values", true},
                           {0}}},
    [RECORDING_EXPECT_END] = {"expect-end",
                              {{"k", true},
                               {"t", true},
                               {"competition", true},
                               {"skill", true},
                               {"stage", true},
                               {"competitor", true},
                               {"values", true},
                               {0}}},
    [RECORDING_RULING] = {"ruling",
                          {{"k", true}, {"t", true}, {"competition", true}, {"ruling", true}, {0}}},
    [RECORDING_BULK] =
        {"bulk",
         {{"k", true}, {"t", true}, {"competition", true}, {"judge", true}, {"bulk", true}, {0}}},
    [RECORDING_EXPECT_FIELD] = {"expect-field",
                                {{"k", true},
                                 {"t", true},
                                 {"competition", true},
                                 {"skill", true},
                                 {"stage", true},
                                 {"competitors", true},
                                 {0}}},
    [RECORDING_EXPECT_TEAM] = {"expect-team",
                               {{"k", true},
                                {"t", true},
                                {"competition", true},
                                {"table", true},
                                {"team", true},
                                {"values", true},
                                {0}}},
    [RECORDING_RULES] = {"rules",
                         {{"k", true},
                          {"t", true},
                          {"competition", true},
                          {"definition", true},
                          {"reason", true},
                          {"set_aside", false},
                          {0}}},
    [RECORDING_TRIAL] = {"trial",
                         {{"k", true},
                          {"t", true},
                          {"competition", true},
                          {"judge", true},
                          {"part", true},
                          {"seat", true},
                          {"sample", true},
                          {"sheet", true},
                          {0}}},
};

static const char *const words[] = {"recording",    "competition", "roster",     "judges", "sheet",
                                    "publish",      "expect",      "expect-end", "ruling", "bulk",
                                    "expect-field", "expect-team", "rules",      "trial",  NULL};

static struct slice dump(struct arena *arena, json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
    must(text);
    struct slice copy = {arena_copy(arena, slice_of(text)), strlen(text)};
    free(text);
    return copy;
}

// {"competitors":[…]} from the line's own member.
static struct slice dump_as(struct reader *reader, const char *key)
{
    json_t *list = reader_list(reader, reader->root, key, 1, SIZE_MAX);
    json_t *body = json_object();
    must(json_object_set(body, key, list ? list : json_null()) == 0);
    struct slice text = dump(reader->arena, body);
    json_decref(body);
    return text;
}

static struct slice dump_object(struct reader *reader, const char *key)
{
    json_t *value = json_object_get(reader->root, key);
    if (!json_is_object(value)) {
        reader_fault_at(reader, key, "wrong-type", "@type-object");
        return SLICE_NONE;
    }
    return dump(reader->arena, value);
}

static void read_figures(struct reader *reader, struct recording_line *ret)
{
    json_t *values = json_object_get(reader->root, "values");
    size_t count = json_object_size(values);
    if (count == 0 || count > RECORDING_VALUES_MAX) {
        reader_fault_at(reader, "values", "wrong-type", "@type-object");
        return;
    }
    struct recording_figure *figures = arena_alloc(reader->arena, count * sizeof *figures);
    size_t mark = reader_into(reader, "values");
    const char *name = NULL;
    json_t *value = NULL;
    json_object_foreach(values, name, value)
    {
        struct recording_figure *figure = &figures[ret->figure_count++];
        figure->name = slice_of(arena_copy(reader->arena, slice_of(name)));
        recording_figure_read(reader, value, ret->kind == RECORDING_EXPECT_TEAM, figure);
    }
    reader_back(reader, mark);
    ret->figures = figures;
}

static void read_bulk(struct reader *reader, struct recording_line *ret)
{
    json_t *bulk = json_object_get(reader->root, "bulk");
    ret->body = dump_object(reader, "bulk");
    size_t mark = reader_into(reader, "bulk");
    ret->part = reader_id(reader, bulk, "part");
    ret->seat = reader_id(reader, bulk, "seat");
    reader_back(reader, mark);
}

static void read_head(struct reader *reader)
{
    if (!slice_is(reader_any_text(reader, reader->root, "format"), FORMAT)) {
        reader_fault_at(reader, "format", "wrong-type", "@choice " FORMAT);
    }
}

static void read_competition(struct reader *reader, struct recording_line *ret)
{
    ret->body = dump_object(reader, "definition");
    size_t mark = reader_into(reader, "definition");
    ret->competition = reader_id(reader, json_object_get(reader->root, "definition"), "id");
    if (!ret->competition.at && reader->good) {
        reader_fault_at(reader, "id", "missing-field", "id");
    }
    reader_back(reader, mark);
}

// A request's body from the line's own members; ends with NULL.
static void read_members_of(struct reader *reader, const char *const members[],
                            struct recording_line *ret)
{
    json_t *body = json_object();
    for (size_t i = 0; members[i]; i++) {
        json_t *value = json_object_get(reader->root, members[i]);
        must(!value || json_object_set(body, members[i], value) == 0);
    }
    ret->body = dump(reader->arena, body);
    json_decref(body);
}

static void read_sheet(struct reader *reader, struct recording_line *ret)
{
    ret->body = dump_object(reader, "body");
    ret->amend = reader_flag(reader, reader->root, "amend", false);
    ret->declares = json_object_get(json_object_get(reader->root, "body"), "declared") != NULL;
}

static void read_kind(struct reader *reader, struct recording_line *ret)
{
    static const char *const of_rules[] = {"definition", "reason", "set_aside", NULL};
    static const char *const of_trial[] = {"part", "seat", "sample", "sheet", NULL};

    switch (ret->kind) {
    case RECORDING_HEAD:
        read_head(reader);
        break;
    case RECORDING_COMPETITION:
        read_competition(reader, ret);
        break;
    case RECORDING_ROSTER:
        ret->body = dump_as(reader, "competitors");
        break;
    case RECORDING_JUDGES:
        ret->body = dump_as(reader, "judges");
        break;
    case RECORDING_SHEET:
        read_sheet(reader, ret);
        break;
    case RECORDING_PUBLISH:
        ret->body = SLICE("{}");
        break;
    case RECORDING_EXPECT:
    case RECORDING_EXPECT_END:
    case RECORDING_EXPECT_TEAM:
        read_figures(reader, ret);
        break;
    case RECORDING_RULING:
        ret->body = dump_object(reader, "ruling");
        break;
    case RECORDING_RULES:
        read_members_of(reader, of_rules, ret);
        break;
    case RECORDING_TRIAL:
        read_members_of(reader, of_trial, ret);
        break;
    case RECORDING_BULK:
        read_bulk(reader, ret);
        break;
    case RECORDING_EXPECT_FIELD:
        ret->members =
            reader_ids(reader, reader->root, "competitors", 0, SIZE_MAX, &ret->member_count);
        break;
    }
}

static void read_line(struct reader *reader, struct recording_line *ret)
{
    json_t *root = reader->root;
    if (!json_is_string(json_object_get(root, "k"))) {
        reader_fault_at(reader, "k", "missing-field", "k");
        return;
    }
    ret->kind = (enum recording_kind)reader_choice(reader, root, "k", words, 0);
    if (!reader->good || !reader_object(reader, root, forms[ret->kind].fields)) {
        return;
    }
    ret->at_ms = (uint64_t)reader_whole(reader, root, "t", 0, TIME_MAX_MS, 0);
    ret->competition = reader_id(reader, root, "competition");
    ret->skill = reader_id(reader, root, "skill");
    ret->stage = reader_id(reader, root, "stage");
    ret->competitor = reader_id(reader, root, "competitor");
    ret->judge = reader_id(reader, root, "judge");
    ret->part = reader_id(reader, root, "part");
    ret->seat = reader_id(reader, root, "seat");
    ret->table = reader_id(reader, root, "table");
    ret->team = reader_id(reader, root, "team");
    read_kind(reader, ret);
}

bool recording_read(struct arena *arena, struct slice json, struct recording_line *ret,
                    struct faults *faults)
{
    struct reader reader;
    struct recording_line line = {.kind = RECORDING_HEAD};
    if (reader_open(&reader, arena, json, faults)) {
        read_line(&reader, &line);
    }
    reader_close(&reader);
    if (reader.good) {
        *ret = line;
    }
    return reader.good;
}

struct slice recording_judges(struct arena *arena, struct slice body, const char *suffix)
{
    json_t *root = json_loadb(body.at, body.len, 0, NULL);
    must(root); // our own text
    size_t index = 0;
    json_t *judge = NULL;
    json_array_foreach(json_object_get(root, "judges"), index, judge)
    {
        const char *id = json_string_value(json_object_get(judge, "id"));
        if (id) {
            must(json_object_set_new(judge, "id",
                                     json_string(arena_printf(arena, "%s%s", id, suffix))) == 0);
        }
    }
    struct slice text = dump(arena, root);
    json_decref(root);
    return text;
}

bool recording_is_expectation(enum recording_kind kind)
{
    return kind == RECORDING_EXPECT || kind == RECORDING_EXPECT_END ||
           kind == RECORDING_EXPECT_FIELD || kind == RECORDING_EXPECT_TEAM;
}

bool recording_wants_honours(const struct recording_line *line)
{
    for (size_t i = 0; i < line->figure_count; i++) {
        if (recording_figure_is_honour(line->figures[i].name)) {
            return true;
        }
    }
    return false;
}

bool recording_wants_parts(const struct recording_line *line)
{
    for (size_t i = 0; i < line->figure_count; i++) {
        if (recording_figure_needs_parts(line->figures[i].name)) {
            return true;
        }
    }
    return false;
}

bool recording_is_honour(struct slice name)
{
    return recording_figure_is_honour(name);
}

bool recording_same(struct slice a, struct slice b)
{
    return recording_figure_same(a, b);
}
