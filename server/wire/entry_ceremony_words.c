#include "wire/entry_ceremony_words.h"

#include "base/buf.h"
#include "base/text.h"
#include "wire/reader.h"
#include "wire/say.h"

static const struct reader_field fields[] = {
    {"presenters", false}, {"music", false}, {"host", false}, {NULL, false}};

static const struct reader_field outer[] = {{"items", true}, {NULL, false}};

// The first member of an object has no comma before it.
static const char *name(bool *first, const char *later)
{
    const char *text = *first ? later + 1 : later;

    *first = false;
    return text;
}

void entry_ceremony_words_write(size_t count, const struct ceremony_item *items, struct buf *out)
{
    text_add(out, SLICE("{\"items\":["));
    for (size_t i = 0; i < count; i++) {
        bool first = true;
        text_add(out, i ? SLICE(",{") : SLICE("{"));
        if (items[i].presenters.at) {
            say_text(out, name(&first, ",\"presenters\":"), items[i].presenters);
        }
        if (items[i].music.at) {
            say_text(out, name(&first, ",\"music\":"), items[i].music);
        }
        if (items[i].host.at) {
            say_text(out, name(&first, ",\"host\":"), items[i].host);
        }
        text_add(out, SLICE("}"));
    }
    text_add(out, SLICE("]}"));
}

static void read_items(struct reader *reader, size_t count, struct ceremony_item *items)
{
    json_t *list = reader_list(reader, reader->root, "items", count, count);
    size_t into = reader_into(reader, "items");

    for (size_t i = 0; reader->good && i < count; i++) {
        size_t inner = reader_into_at(reader, i);
        json_t *value = json_array_get(list, i);
        (void)reader_object(reader, value, fields);
        items[i].presenters = reader_text(reader, value, "presenters", 0, CEREMONY_TEXT_MAX);
        items[i].music = reader_text(reader, value, "music", 0, CEREMONY_TEXT_MAX);
        items[i].host = reader_text(reader, value, "host", 0, CEREMONY_TEXT_MAX);
        reader_back(reader, inner);
    }
    reader_back(reader, into);
}

bool entry_ceremony_words_read(struct arena *arena, struct slice json, size_t count,
                               struct ceremony_item *items)
{
    struct reader reader;

    if (reader_open(&reader, arena, json, NULL)) {
        (void)reader_object(&reader, reader.root, outer);
        read_items(&reader, count, items);
    }
    reader_close(&reader);
    return reader.good;
}
