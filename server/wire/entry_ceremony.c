#include "wire/entry_ceremony.h"

#include "base/arena.h"
#include "base/buf.h"
#include "wire/reader.h"
#include "wire/say.h"

enum { FIELDS_MAX = 5, HASH_TEXT = 64, LIST_MAX = 1 << 20 };

static const char *const acts[] = {
    [CEREMONY_PREPARE] = "prepare", [CEREMONY_NOTE] = "note", [CEREMONY_REHEARSE] = "rehearse",
    [CEREMONY_CLOSE] = "close",     [CEREMONY_STEP] = "step", [CEREMONY_PAUSE] = "pause",
    [CEREMONY_END] = "end",         [CEREMONY_END + 1] = NULL};

const char *const entry_ceremony_modes[] = {[CEREMONY_ONE] = "one",
                                            [CEREMONY_BATCH] = "batch",
                                            [CEREMONY_MEDALS] = "medals",
                                            [CEREMONY_MEDALS + 1] = NULL};

static const struct reader_field asked[][FIELDS_MAX] = {
    [CEREMONY_PREPARE] = {{"act", true}, {"items", true}},
    [CEREMONY_NOTE] = {{"act", true}, {"id", true}, {"absent", false}, {"by", false}},
    [CEREMONY_REHEARSE] = {{"act", true}, {"on", true}},
    [CEREMONY_CLOSE] = {{"act", true}, {"reason", false}},
    [CEREMONY_STEP] = {{"act", true}, {"to", true}},
    [CEREMONY_PAUSE] = {{"act", true}, {"on", true}},
    [CEREMONY_END] = {{"act", true}},
};

// As an entry has them.
static const struct reader_field prepared[] = {
    {"act", true}, {"items", true}, {"words", false}, {NULL, false}};

static const struct reader_field noted[] = {{"act", true}, {"id", true},     {"absent", false},
                                            {"by", false}, {"words", false}, {NULL, false}};

static const struct reader_field opened[] = {{"act", true},  {"salt", true},    {"hash", true},
                                             {"list", true}, {"reason", false}, {NULL, false}};

static const struct reader_field item_fields[] = {
    {"skill", true},  {"honour", true}, {"mode", true},        {"batch", false}, {"joins", false},
    {"music", false}, {"host", false},  {"presenters", false}, {NULL, false}};

static struct ceremony_item read_item(struct reader *reader, json_t *value)
{
    (void)reader_object(reader, value, item_fields);
    return (struct ceremony_item){
        .skill = reader_id(reader, value, "skill"),
        .honour = reader_id(reader, value, "honour"),
        .mode = (enum ceremony_mode)reader_choice(reader, value, "mode", entry_ceremony_modes,
                                                  CEREMONY_ONE),
        .batch = (unsigned)reader_whole(reader, value, "batch", CEREMONY_BATCH_LEAST,
                                        CEREMONY_BATCH_MOST, CEREMONY_BATCH_STANDARD),
        .joins = reader_flag(reader, value, "joins", false),
        .presenters = reader_text(reader, value, "presenters", 0, CEREMONY_TEXT_MAX),
        .music = reader_text(reader, value, "music", 0, CEREMONY_TEXT_MAX),
        .host = reader_text(reader, value, "host", 0, CEREMONY_TEXT_MAX)};
}

static void read_items(struct reader *reader, struct entry_ceremony *ret)
{
    json_t *list = reader_list(reader, reader->root, "items", 1, CEREMONY_ITEMS_MAX);
    size_t count = json_array_size(list);
    struct ceremony_item *items = arena_alloc(reader->arena, (count + 1) * sizeof *items);
    size_t into = reader_into(reader, "items");

    for (size_t i = 0; i < count; i++) {
        size_t inner = reader_into_at(reader, i);
        items[i] = read_item(reader, json_array_get(list, i));
        if (i == 0 && items[i].joins) {
            reader_fault_at(reader, "joins", "unknown-field", "joins");
        }
        reader_back(reader, inner);
    }
    reader_back(reader, into);
    ret->item_count = count;
    ret->items = items;
}

static const struct reader_field *fields_of(enum entry_ceremony_act act, bool of_a_node)
{
    if (!of_a_node) {
        return asked[act];
    }
    return act == CEREMONY_CLOSE     ? opened
           : act == CEREMONY_PREPARE ? prepared
           : act == CEREMONY_NOTE    ? noted
                                     : asked[act];
}

static void read_members(struct reader *reader, bool of_a_node, struct entry_ceremony *ret)
{
    json_t *root = reader->root;
    bool closed = of_a_node && ret->act == CEREMONY_CLOSE;

    (void)reader_object(reader, root, fields_of(ret->act, of_a_node));
    read_items(reader, ret);
    ret->id = reader_id(reader, root, "id");
    ret->by = reader_text(reader, root, "by", 1, CEREMONY_TEXT_MAX);
    ret->absent = reader_flag(reader, root, "absent", false);
    ret->on = reader_flag(reader, root, "on", false);
    ret->reason = reader_text(reader, root, "reason", 1, CEREMONY_TEXT_MAX);
    ret->to = (uint32_t)reader_whole(reader, root, "to", 0, 1000000, 0);
    if (of_a_node) {
        ret->words = reader_text(reader, root, "words", HASH_TEXT, HASH_TEXT);
    }
    if (closed) {
        ret->salt = reader_text(reader, root, "salt", HASH_TEXT, HASH_TEXT);
        ret->hash = reader_text(reader, root, "hash", HASH_TEXT, HASH_TEXT);
        ret->list = reader_any_text(reader, root, "list");
    }
}

static bool read(struct arena *arena, struct slice json, bool of_a_node, struct entry_ceremony *ret,
                 struct faults *faults)
{
    struct reader reader;
    struct entry_ceremony ceremony = {.act = CEREMONY_PREPARE};

    if (reader_open(&reader, arena, json, faults)) {
        ceremony.act = (enum entry_ceremony_act)reader_choice(&reader, reader.root, "act", acts,
                                                              CEREMONY_PREPARE);
        read_members(&reader, of_a_node, &ceremony);
        if (reader.good) {
            *ret = ceremony;
        }
    }
    reader_close(&reader);
    return reader.good;
}

bool entry_ceremony_ask(struct arena *arena, struct slice json, struct entry_ceremony *ret,
                        struct faults *faults)
{
    return read(arena, json, false, ret, faults);
}

bool entry_ceremony_read(struct arena *arena, struct slice body, struct entry_ceremony *ret)
{
    return read(arena, body, true, ret, NULL);
}

bool entry_ceremony_has_words(const struct entry_ceremony *act)
{
    bool has = act->by.at != NULL;

    for (size_t i = 0; i < act->item_count; i++) {
        const struct ceremony_item *item = &act->items[i];
        has = has || item->presenters.at || item->music.at || item->host.at;
    }
    return has;
}

static void write_items(const struct entry_ceremony *act, struct buf *out)
{
    SAY(out, "{\"act\":\"prepare\",\"items\":[");
    for (size_t i = 0; i < act->item_count; i++) {
        const struct ceremony_item *item = &act->items[i];
        say_text(out, i ? ",{\"skill\":" : "{\"skill\":", item->skill);
        say_text(out, ",\"honour\":", item->honour);
        say_text(out, ",\"mode\":", slice_of(entry_ceremony_modes[item->mode]));
        SAY(out, ",\"batch\":");
        say_uint(out, item->batch);
        if (item->joins) {
            SAY(out, ",\"joins\":true");
        }
        SAY(out, "}");
    }
    SAY(out, "]");
}

void entry_ceremony_write(const struct entry_ceremony *act, struct buf *out)
{
    if (act->act == CEREMONY_PREPARE) {
        write_items(act, out);
    } else {
        say_text(out, "{\"act\":\"note\",\"id\":", act->id);
        if (act->absent) {
            SAY(out, ",\"absent\":true");
        }
    }
    say_text(out, ",\"words\":", act->words);
    SAY(out, "}");
}

void entry_ceremony_write_closed(struct slice salt, struct slice hash, struct slice list,
                                 struct slice reason, struct buf *out)
{
    SAY(out, "{\"act\":\"close\"");
    say_text(out, ",\"salt\":", salt);
    say_text(out, ",\"hash\":", hash);
    say_text(out, ",\"list\":", list);
    say_text(out, ",\"reason\":", reason);
    SAY(out, "}");
}
