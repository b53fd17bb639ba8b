#include "wire/entry_panel.h"

#include "base/arena.h"
#include "wire/reader.h"

#include <stdlib.h>
#include <string.h>

enum { FIELDS_MAX = 7 };

static const struct form {
    const char *word;
    struct reader_field fields[FIELDS_MAX];
} forms[] = {
    [ENTRY_PANEL_LOOK] = {"look",
                          {{"part", true}, {"competitor", true}, {"seat", true}, {"reason", true}}},
    [ENTRY_PANEL_CONFIRM] =
        {"confirm", {{"part", true}, {"competitor", true}, {"seat", true}, {"words", false}}},
    [ENTRY_PANEL_SUBSTITUTE] =
        {"substitute",
         {{"skill", true}, {"part", false}, {"seat", true}, {"to", true}, {"reason", true}}},
    [ENTRY_PANEL_CALL] = {"call",
                          {{"part", true},
                           {"competitor", false},
                           {"seat", true},
                           {"aspect", false},
                           {"words", true}}},
    [ENTRY_PANEL_ANSWER] = {"answer", {{"call", true}, {"words", true}}},
    [ENTRY_PANEL_TRIAL] = {"trial",
                           {{"part", true}, {"seat", true}, {"sample", true}, {"sheet", true}}},
    [ENTRY_PANEL_BENCHMARK] = {"benchmark", {{"part", true}, {"marks", true}}},
    [ENTRY_PANEL_SHIFT] = {"shift",
                           {{"from", true},
                            {"to", true},
                            {"sealed", true},
                            {"unsent", true},
                            {"begun", true},
                            {"client_time", true}}},
    [ENTRY_PANEL_ABSENT] =
        {"absent",
         {{"part", true}, {"seat", true}, {"judge", true}, {"absent", true}, {"reason", true}}},
};

enum { ACTS = sizeof forms / sizeof forms[0] };

static const struct reader_field mark_fields[] = {
    {"aspect", true}, {"value", false}, {"words", false}, {NULL, false}};

const char *entry_panel_word(enum entry_panel_act act)
{
    return forms[act].word;
}

bool entry_panel_find(struct slice word, enum entry_panel_act *ret)
{
    for (unsigned i = 0; i < ACTS; i++) {
        if (slice_is(word, forms[i].word)) {
            *ret = (enum entry_panel_act)i;
            return true;
        }
    }
    return false;
}

static struct entry_benchmark read_mark(struct reader *reader, json_t *value)
{
    struct entry_benchmark mark = {0};

    (void)reader_object(reader, value, mark_fields);
    mark.aspect = reader_id(reader, value, "aspect");
    mark.value = reader_text(reader, value, "value", 1, ENTRY_PANEL_VALUE_MAX);
    mark.words = reader_text(reader, value, "words", 1, ENTRY_PANEL_WORDS_MAX);
    if (!mark.value.at && !mark.words.at) {
        reader_fault_at(reader, "value", "missing-field", "value");
    }
    return mark;
}

static void read_marks(struct reader *reader, struct entry_panel *ret)
{
    json_t *list = reader_list(reader, reader->root, "marks", 0, ENTRY_PANEL_MARKS_MAX);
    size_t count = json_array_size(list);
    struct entry_benchmark *marks = arena_alloc(reader->arena, (count + 1) * sizeof *marks);
    size_t into = reader_into(reader, "marks");

    for (size_t i = 0; i < count; i++) {
        size_t inner = reader_into_at(reader, i);
        marks[i] = read_mark(reader, json_array_get(list, i));
        reader_back(reader, inner);
    }
    reader_back(reader, into);
    ret->mark_count = count;
    ret->marks = marks;
}

static struct slice read_sheet(struct reader *reader)
{
    json_t *sheet = json_object_get(reader->root, "sheet");
    char *text = json_is_object(sheet) ? json_dumps(sheet, JSON_COMPACT) : NULL;
    struct slice kept = SLICE_NONE;

    if (text) {
        size_t len = strlen(text);
        kept = (struct slice){arena_copy(reader->arena, (struct slice){text, len}), len};
    } else if (sheet) {
        reader_fault_at(reader, "sheet", "wrong-type", "@type-object");
    }
    free(text);
    return kept;
}

static void read_sealed(struct reader *reader, struct entry_panel *ret)
{
    json_t *list = reader_list(reader, reader->root, "sealed", 0, ENTRY_PANEL_SEALED_MAX);
    size_t count = json_array_size(list);
    uint64_t *sealed = arena_alloc(reader->arena, (count + 1) * sizeof *sealed);
    size_t into = reader_into(reader, "sealed");

    for (size_t i = 0; i < count; i++) {
        size_t inner = reader_into_at(reader, i);
        json_t *number = json_array_get(list, i);
        if (!json_is_integer(number) || json_integer_value(number) < 1) {
            reader_fault(reader, "wrong-type", "@number");
        }
        sealed[i] = (uint64_t)json_integer_value(number);
        reader_back(reader, inner);
    }
    reader_back(reader, into);
    ret->sealed_count = count;
    ret->sealed = sealed;
}

static void read_shift(struct reader *reader, struct entry_panel *ret)
{
    json_t *root = reader->root;

    ret->from = reader_id(reader, root, "from");
    ret->client_time = reader_text(reader, root, "client_time", 1, ENTRY_PANEL_VALUE_MAX);
    ret->unsent = (uint64_t)reader_whole(reader, root, "unsent", 0, ENTRY_PANEL_COUNT_MAX, 0);
    ret->begun = (uint64_t)reader_whole(reader, root, "begun", 0, ENTRY_PANEL_COUNT_MAX, 0);
    read_sealed(reader, ret);
}

static void read_body(struct reader *reader, enum entry_panel_act act, struct entry_panel *ret)
{
    json_t *root = reader->root;

    (void)reader_object(reader, root, forms[act].fields);
    ret->part = reader_id(reader, root, "part");
    ret->competitor = reader_id(reader, root, "competitor");
    ret->seat = reader_id(reader, root, "seat");
    ret->aspect = reader_id(reader, root, "aspect");
    ret->skill = reader_id(reader, root, "skill");
    ret->to = reader_id(reader, root, "to");
    ret->judge = reader_id(reader, root, "judge");
    ret->absent = reader_flag(reader, root, "absent", false);
    ret->words = reader_text(reader, root, "words", 1, ENTRY_PANEL_WORDS_MAX);
    if (!ret->words.at) {
        ret->words = reader_text(reader, root, "reason", 1, ENTRY_PANEL_WORDS_MAX);
    }
    ret->call = (uint64_t)reader_whole(reader, root, "call", 1, INT64_MAX, 0);
    ret->sample = (unsigned)reader_whole(reader, root, "sample", 1, ENTRY_PANEL_SAMPLES_MAX, 1);
    ret->sheet = read_sheet(reader);
    read_marks(reader, ret);
    if (act == ENTRY_PANEL_SHIFT) {
        read_shift(reader, ret);
    }
}

bool entry_panel_read(struct arena *arena, enum entry_panel_act act, struct slice body,
                      struct entry_panel *ret, struct faults *faults)
{
    struct reader reader;
    struct entry_panel panel = {.act = act};

    if (reader_open(&reader, arena, body, faults)) {
        read_body(&reader, act, &panel);
        if (reader.good) {
            *ret = panel;
        }
    }
    reader_close(&reader);
    return reader.good;
}
