#include "wire/entry_signing.h"

#include "base/arena.h"
#include "wire/drawing.h"
#include "wire/reader.h"
#include "wire/say.h"

#include <stdlib.h>

static const char *const acts[] = {
    [SIGNING_CHECK] = "check",     [SIGNING_SIGN] = "sign",     [SIGNING_REFUSE] = "refuse",
    [SIGNING_SECOND] = "second",   [SIGNING_SETTLE] = "settle", [SIGNING_SAMPLE] = "sample",
    [SIGNING_RECHECK] = "recheck", [SIGNING_LOCK] = "lock",     [SIGNING_REOPEN] = "reopen",
    [SIGNING_SCAN] = "scan",       [SIGNING_SCAN + 1] = NULL};

static const char *const roles[] = {"judge", "chief", "supervisor", "competitor", NULL};

// What a person may send, and then what the node adds.
static const struct reader_field asked[] = {
    {"act", true},   {"stage", false}, {"part", false},    {"competitor", false},
    {"seat", false}, {"role", false},  {"code", false},    {"witness", false},
    {"good", false}, {"body", false},  {"drawing", false}, {"reason", false},
    {NULL, false}};
static const struct reader_field kept[] = {
    {"act", true},    {"stage", false},  {"part", false},    {"competitor", false},
    {"seat", false},  {"role", false},   {"code", false},    {"witness", false},
    {"good", false},  {"body", false},   {"drawing", false}, {"reason", false},
    {"of", false},    {"digest", false}, {"scan", false},    {"type", false},
    {"sheet", false}, {NULL, false}};

// What each act needs beside its name. A page and a reopened sheet have several forms, which
// live/signing tells apart.
static const char *const needs[][5] = {
    [SIGNING_CHECK] = {"stage"},
    [SIGNING_SIGN] = {"role"},
    [SIGNING_REFUSE] = {"part", "competitor", "witness", "reason"},
    [SIGNING_SECOND] = {"part", "competitor", "seat", "body"},
    [SIGNING_SETTLE] = {"part", "competitor", "seat", "reason"},
    [SIGNING_SAMPLE] = {"stage"},
    [SIGNING_RECHECK] = {"part", "competitor", "seat", "good"},
    [SIGNING_LOCK] = {"stage"},
    [SIGNING_REOPEN] = {"reason"},
    [SIGNING_SCAN] = {"scan"}};

const char *entry_signing_word(enum entry_signing_act act)
{
    return acts[act];
}

static void check_needs(struct reader *reader, enum entry_signing_act act)
{
    for (size_t i = 0; i < 5 && needs[act][i]; i++) {
        if (!json_object_get(reader->root, needs[act][i])) {
            reader_fault_at(reader, needs[act][i], "missing-field", needs[act][i]);
        }
    }
}

// The value as text, on the arena; too long is a fault.
static struct slice dump(struct reader *reader, const char *key, size_t most)
{
    json_t *value = json_object_get(reader->root, key);
    char *text = value ? json_dumps(value, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    struct slice slice = SLICE_NONE;

    if (value && !json_is_object(value)) {
        reader_fault_at(reader, key, "wrong-type", "@type-object");
    } else if (text && strlen(text) > most) {
        reader_fault_at(reader, key, "body-too-large", "");
    } else if (text) {
        slice = (struct slice){arena_copy(reader->arena, slice_of(text)), strlen(text)};
    }
    free(text);
    return slice;
}

static struct slice read_drawing(struct reader *reader)
{
    struct slice text = dump(reader, "drawing", SIGNING_DRAWING_MAX);

    if (text.at) {
        size_t mark = reader_into(reader, "drawing");
        drawing_check(reader, json_object_get(reader->root, "drawing"));
        reader_back(reader, mark);
    }
    return text;
}

static void read_common(struct reader *reader, struct entry_signing *ret)
{
    json_t *root = reader->root;

    ret->act = (enum entry_signing_act)reader_choice(reader, root, "act", acts, 0);
    ret->stage = reader_id(reader, root, "stage");
    ret->part = reader_id(reader, root, "part");
    ret->competitor = reader_id(reader, root, "competitor");
    ret->seat = reader_id(reader, root, "seat");
    ret->code = reader_text(reader, root, "code", 0, 32);
    ret->witness = reader_id(reader, root, "witness");
    ret->reason = reader_text(reader, root, "reason", 1, SIGNING_REASON_MAX);
    ret->good = reader_flag(reader, root, "good", false);
    if (json_object_get(root, "role")) {
        ret->role = slice_of(roles[reader_choice(reader, root, "role", roles, 0)]);
    }
    if (reader->good) {
        check_needs(reader, ret->act);
    }
}

bool entry_signing_ask(struct arena *arena, struct slice json, struct entry_signing *ret,
                       struct faults *faults)
{
    struct reader reader;
    struct entry_signing signing = {.act = SIGNING_CHECK};

    if (reader_open(&reader, arena, json, faults)) {
        (void)reader_object(&reader, reader.root, asked);
        read_common(&reader, &signing);
        signing.drawn = read_drawing(&reader);
        signing.body = dump(&reader, "body", SIGNING_SHEET_MAX);
    }
    reader_close(&reader);
    if (reader.good) {
        *ret = signing;
    }
    return reader.good;
}

void entry_signing_write(const struct entry_signing *signing, struct buf *out)
{
    say_text(out, "{\"act\":", slice_of(acts[signing->act]));
    say_text(out, ",\"stage\":", signing->stage);
    say_text(out, ",\"part\":", signing->part);
    say_text(out, ",\"competitor\":", signing->competitor);
    say_text(out, ",\"seat\":", signing->seat);
    say_text(out, ",\"role\":", signing->role);
    say_text(out, ",\"code\":", signing->code);
    say_text(out, ",\"witness\":", signing->witness);
    say_text(out, ",\"reason\":", signing->reason);
    if (signing->act == SIGNING_RECHECK) {
        say_flag(out, ",\"good\":", signing->good);
    }
    if (signing->of) {
        SAY(out, ",\"of\":");
        say_uint(out, signing->of);
    }
    say_text(out, ",\"digest\":", signing->digest);
    say_text(out, ",\"drawing\":", signing->drawing);
    say_text(out, ",\"scan\":", signing->scan);
    say_text(out, ",\"type\":", signing->type);
    if (signing->sheet) {
        SAY(out, ",\"sheet\":");
        say_uint(out, signing->sheet);
    }
    if (signing->body.at) {
        SAY(out, ",\"body\":");
        buf_add(out, signing->body.at, signing->body.len);
    }
    SAY(out, "}");
}

static void read_kept(struct reader *reader, struct entry_signing *ret)
{
    json_t *root = reader->root;

    ret->of = (uint64_t)reader_whole(reader, root, "of", 1, INT64_MAX, 0);
    ret->sheet = (uint64_t)reader_whole(reader, root, "sheet", 1, INT64_MAX, 0);
    ret->digest = reader_id(reader, root, "digest");
    ret->drawing = reader_id(reader, root, "drawing");
    ret->scan = reader_id(reader, root, "scan");
    ret->type = reader_text(reader, root, "type", 1, 32);
    ret->body = dump(reader, "body", SIGNING_SHEET_MAX);
}

bool entry_signing_read(struct arena *arena, struct slice body, struct entry_signing *ret)
{
    struct reader reader;
    struct entry_signing signing = {.act = SIGNING_CHECK};

    if (reader_open(&reader, arena, body, NULL)) {
        (void)reader_object(&reader, reader.root, kept);
        read_common(&reader, &signing);
        read_kept(&reader, &signing);
    }
    reader_close(&reader);
    if (reader.good) {
        *ret = signing;
    }
    return reader.good;
}
