#include "wire/reader.h"

#include "base/arena.h"
#include "base/must.h"
#include "base/text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { WORD = FAULTS_WORD_MAX };

static void *alloc_or_die(size_t size)
{
    void *memory = malloc(size ? size : 1);
    must(memory);
    return memory;
}

static void fault_of_syntax(struct reader *reader, const json_error_t *error)
{
    bool twice = json_error_code(error) == json_error_duplicate_key;
    char word[WORD] = "";
    if (error->line > 0) {
        (void)snprintf(word, sizeof word, "%d:%d", error->line, error->column);
    }
    reader_fault(reader, twice ? "duplicate-key" : "malformed-json", word);
}

bool reader_open(struct reader *reader, struct arena *arena, struct slice json,
                 struct faults *faults)
{
    json_set_alloc_funcs(alloc_or_die, free);
    *reader =
        (struct reader){.arena = arena, .faults = faults, .nonsense = "wrong-type", .good = true};
    json_error_t error;
    reader->root = json_loadb(json.at ? json.at : "", json.len,
                              JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (!reader->root) {
        fault_of_syntax(reader, &error);
    } else if (!json_is_object(reader->root)) {
        reader_fault(reader, "wrong-type", "@type-object");
    }
    return reader->good;
}

void reader_close(struct reader *reader)
{
    json_decref(reader->root);
    reader->root = NULL;
}

static void point_to(struct reader *reader, const char *text)
{
    // Whole escapes or nothing; what is too long is cut, and cut again at whole characters by
    // faults_add.
    size_t len = strlen(text);
    if (len <= sizeof reader->pointer - 1 - reader->len) {
        memcpy(reader->pointer + reader->len, text, len);
        reader->len += len;
    }
}

size_t reader_into(struct reader *reader, const char *key)
{
    size_t mark = reader->len;
    point_to(reader, "/");
    for (const char *at = key; *at && reader->len < sizeof reader->pointer - 2; at++) {
        char plain[2] = {*at, 0};
        point_to(reader, *at == '~' ? "~0" : *at == '/' ? "~1" : plain);
    }
    return mark;
}

size_t reader_into_at(struct reader *reader, size_t index)
{
    char text[32];
    (void)snprintf(text, sizeof text, "/%zu", index);
    size_t mark = reader->len;
    point_to(reader, text);
    return mark;
}

void reader_back(struct reader *reader, size_t mark)
{
    reader->len = mark;
}

void reader_fault(struct reader *reader, const char *name, const char *word)
{
    reader->good = false;
    reader->pointer[reader->len] = 0;
    if (reader->faults) {
        faults_add(reader->faults, name, reader->pointer, word);
    }
}

void reader_fault_at(struct reader *reader, const char *key, const char *name, const char *word)
{
    size_t mark = reader_into(reader, key);
    reader_fault(reader, name, word);
    reader_back(reader, mark);
}

void reader_nonsense(struct reader *reader, const char *key, const char *format, ...)
{
    char word[4 * WORD]; // faults_add cuts it at whole characters
    va_list args;
    va_start(args, format);
    (void)vsnprintf(word, sizeof word, format, args);
    va_end(args);
    reader_fault_at(reader, key, reader->nonsense, word);
}

static bool is_known(const char *key, const struct reader_field *fields)
{
    for (const struct reader_field *field = fields; field->name; field++) {
        if (strcmp(field->name, key) == 0) {
            return true;
        }
    }
    return false;
}

bool reader_object(struct reader *reader, json_t *value, const struct reader_field *fields)
{
    if (!json_is_object(value)) {
        reader_fault(reader, "wrong-type", "@type-object");
        return false;
    }
    bool good = true;
    const char *key = NULL;
    json_t *member = NULL;
    json_object_foreach(value, key, member)
    {
        if (!is_known(key, fields)) {
            reader_fault_at(reader, key, "unknown-field", key);
            good = false;
        }
    }
    for (const struct reader_field *field = fields; field->name; field++) {
        if (field->required && !json_object_get(value, field->name)) {
            reader_fault_at(reader, field->name, "missing-field", field->name);
            good = false;
        }
    }
    return good;
}

struct slice reader_any_text(struct reader *reader, json_t *object, const char *key)
{
    json_t *member = json_object_get(object, key);
    if (!member) {
        return SLICE_NONE;
    }
    if (!json_is_string(member)) {
        reader_fault_at(reader, key, "wrong-type", "@type-text");
        return SLICE_NONE;
    }
    struct slice text = {json_string_value(member), json_string_length(member)};
    return (struct slice){arena_copy(reader->arena, text), text.len};
}

static bool has_control(struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        bool c1 = byte == 0xC2 && i + 1 < text.len && (unsigned char)text.at[i + 1] < 0xA0;
        if (byte < 0x20 || byte == 0x7F || c1) {
            return true;
        }
    }
    return false;
}

struct slice reader_text(struct reader *reader, json_t *object, const char *key, size_t least,
                         size_t most)
{
    struct slice text = reader_any_text(reader, object, key);
    if (!text.at) {
        return text;
    }
    size_t count = text_utf8_count(text);
    if (count < least || count > most) {
        reader_nonsense(reader, key, "@text %zu – %zu", least, most);
        return SLICE_NONE;
    }
    if (has_control(text)) {
        reader_nonsense(reader, key, "@control");
        return SLICE_NONE;
    }
    return text;
}

struct slice reader_id(struct reader *reader, json_t *object, const char *key)
{
    struct slice text = reader_any_text(reader, object, key);
    if (text.at && !text_is_id(text)) {
        reader_nonsense(reader, key, "@id");
        return SLICE_NONE;
    }
    return text;
}

int64_t reader_whole(struct reader *reader, json_t *object, const char *key, int64_t least,
                     int64_t most, int64_t fallback)
{
    json_t *member = json_object_get(object, key);
    if (!member) {
        return fallback;
    }
    if (!json_is_integer(member)) {
        reader_fault_at(reader, key, "wrong-type", "@type-whole");
        return fallback;
    }
    int64_t value = json_integer_value(member);
    if (value < least || value > most) {
        reader_nonsense(reader, key, "@whole %" PRId64 " – %" PRId64, least, most);
        return fallback;
    }
    return value;
}

bool reader_flag(struct reader *reader, json_t *object, const char *key, bool fallback)
{
    json_t *member = json_object_get(object, key);
    if (!member) {
        return fallback;
    }
    if (!json_is_boolean(member)) {
        reader_fault_at(reader, key, "wrong-type", "@type-flag");
        return fallback;
    }
    return json_is_true(member);
}

static void fault_of_choice(struct reader *reader, const char *key, const char *const *words)
{
    char list[WORD] = "";
    size_t len = 0;
    for (; *words && len < sizeof list; words++) {
        int took = snprintf(list + len, sizeof list - len, "%s%s", len ? ", " : "", *words);
        len += (size_t)took;
    }
    reader_nonsense(reader, key, "@choice %s", list);
}

static size_t find_word(struct slice text, const char *const *words, size_t fallback)
{
    for (size_t i = 0; words[i]; i++) {
        if (slice_is(text, words[i])) {
            return i;
        }
    }
    return fallback;
}

size_t reader_choice(struct reader *reader, json_t *object, const char *key,
                     const char *const *words, size_t fallback)
{
    struct slice text = reader_any_text(reader, object, key);
    if (!text.at) {
        return fallback;
    }
    size_t found = find_word(text, words, SIZE_MAX);
    if (found == SIZE_MAX) {
        fault_of_choice(reader, key, words);
        return fallback;
    }
    return found;
}

bool reader_point(struct reader *reader, json_t *object, const char *key, point_t *ret)
{
    json_t *member = json_object_get(object, key);
    if (!member) {
        return false;
    }
    if (!json_is_string(member)) {
        reader_fault_at(reader, key, "wrong-type", "@type-decimal");
        return false;
    }
    if (!point_parse(json_string_value(member), json_string_length(member), ret)) {
        reader_nonsense(reader, key, "@decimal");
        return false;
    }
    return true;
}

json_t *reader_list(struct reader *reader, json_t *object, const char *key, size_t least,
                    size_t most)
{
    json_t *member = json_object_get(object, key);
    if (!member) {
        return NULL;
    }
    if (!json_is_array(member)) {
        reader_fault_at(reader, key, "wrong-type", "@type-list");
        return NULL;
    }
    if (json_array_size(member) < least || json_array_size(member) > most) {
        reader_nonsense(reader, key, "@list %zu – %zu", least, most);
        return NULL;
    }
    return member;
}

struct slice reader_id_in(struct reader *reader, json_t *list, size_t index)
{
    json_t *member = json_array_get(list, index);
    if (!json_is_string(member)) {
        size_t mark = reader_into_at(reader, index);
        reader_fault(reader, "wrong-type", "@type-text");
        reader_back(reader, mark);
        return SLICE_NONE;
    }
    struct slice text = {json_string_value(member), json_string_length(member)};
    if (!text_is_id(text)) {
        size_t mark = reader_into_at(reader, index);
        reader_fault(reader, reader->nonsense, "@id");
        reader_back(reader, mark);
        return SLICE_NONE;
    }
    return (struct slice){arena_copy(reader->arena, text), text.len};
}

const struct slice *reader_ids(struct reader *reader, json_t *object, const char *key, size_t least,
                               size_t most, size_t *ret_count)
{
    json_t *list = reader_list(reader, object, key, least, most);
    size_t count = json_array_size(list);
    struct slice *ids = arena_alloc(reader->arena, (count + 1) * sizeof *ids);
    size_t mark = reader_into(reader, key);

    for (size_t i = 0; i < count; i++) {
        ids[i] = reader_id_in(reader, list, i);
    }
    reader_back(reader, mark);
    *ret_count = count;
    return ids;
}
