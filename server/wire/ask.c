#include "wire/ask.h"

#include "base/arena.h"
#include "base/must.h"
#include "wire/ask_marks.h"
#include "wire/ask_people.h"
#include "wire/ask_scan.h"
#include "wire/ask_verdict.h"
#include "wire/reader.h"

static const struct reader_field nothing_fields[] = {{NULL, false}};
static const struct reader_field batch_fields[] = {{"sheets", true}, {NULL, false}};
static const struct reader_field item_fields[] = {
    {"key", true},        {"part", true},      {"competitor", true}, {"seat", true},
    {"body", true},       {"if_match", false}, {"rules", false},     {"signature", false},
    {"confirmed", false}, {NULL, false}};
static const struct reader_field hello_fields[] = {{"type", true},    {"resume", false},
                                                   {"bearer", false}, {"session", false},
                                                   {"boards", true},  {NULL, false}};
static const struct reader_field board_fields[] = {{"type", true}, {"board", true}, {NULL, false}};
static const char *const live_types[] = {"hello", "subscribe", "unsubscribe", "resync", NULL};

// The contract has seven things to name. NOLINTNEXTLINE(readability-function-size)
bool ask_sheet(struct arena *arena, const struct rules *rules, uint32_t part, uint32_t seat,
               struct slice json, struct sheet *ret, struct faults *faults)
{
    struct sheet address = {.part = part, .seat = seat};
    return ask_marks_read(arena, rules, &address, json, ret, faults);
}

void ask_fault(const struct rules *rules, const struct sheet *sheet, struct fault fault,
               struct faults *faults)
{
    ask_verdict_fault(rules, sheet, fault, faults);
}

bool ask_roster(struct arena *arena, const struct rules *rules, struct slice json,
                struct ask_roster *ret, struct faults *faults)
{
    return ask_people_roster(arena, rules, json, ret, faults);
}

bool ask_person(struct arena *arena, struct slice json, struct ask_competitor *ret,
                struct faults *faults)
{
    return ask_people_person(arena, json, ret, faults);
}

bool ask_judges(struct arena *arena, const struct rules *rules, struct slice json,
                struct ask_judges *ret, struct faults *faults)
{
    return ask_people_judges(arena, rules, json, ret, faults);
}

bool ask_nothing(struct arena *arena, struct slice json, struct faults *faults)
{
    struct reader reader;
    if (reader_open(&reader, arena, json, faults)) {
        (void)reader_object(&reader, reader.root, nothing_fields);
    }
    reader_close(&reader);
    return reader.good;
}

// ---- batch

// A key may be written with escapes: Jansson says what it means.
static bool key_is(struct slice key, const char *name)
{
    json_t *text = json_loadb(key.at, key.len, JSON_DECODE_ANY, NULL);
    bool same = json_is_string(text) && strcmp(json_string_value(text), name) == 0;
    json_decref(text);
    return same;
}

// The bytes of a member's value in the object at which the scan stands. The parser has seen that it
// is there.
static struct slice find_member(struct ask_scan *scan, const char *name)
{
    struct slice key = SLICE_NONE;
    struct slice value = SLICE_NONE;
    bool found = false;
    for (bool more = ask_scan_enter(scan); more; more = ask_scan_next(scan)) {
        must(ask_scan_key(scan, &key) && ask_scan_value(scan, &value));
        found = key_is(key, name);
        if (found) {
            break;
        }
    }
    must(found);
    return value;
}

// The text is good JSON of the right form: now where each item's body stands in it.
static void find_bodies(struct slice json, struct ask_batch_item *items)
{
    struct ask_scan scan = {json.at, json.at + json.len};
    struct slice list = find_member(&scan, "sheets");
    scan = (struct ask_scan){list.at, list.at + list.len};
    size_t i = 0;
    for (bool more = ask_scan_enter(&scan); more; more = ask_scan_next(&scan)) {
        struct slice item = SLICE_NONE;
        must(ask_scan_value(&scan, &item));
        struct ask_scan inner = {item.at, item.at + item.len};
        items[i++].body = find_member(&inner, "body");
    }
}

static void read_item(struct reader *reader, json_t *value, struct ask_batch_item *ret)
{
    (void)reader_object(reader, value, item_fields);
    ret->key = reader_any_text(reader, value, "key");
    ret->part = reader_any_text(reader, value, "part");
    ret->competitor = reader_any_text(reader, value, "competitor");
    ret->seat = reader_any_text(reader, value, "seat");
    ret->if_match = reader_any_text(reader, value, "if_match");
    ret->rules = reader_any_text(reader, value, "rules");
    ret->signature = reader_any_text(reader, value, "signature");
    ret->confirmed = reader_any_text(reader, value, "confirmed");
}

bool ask_batch(struct arena *arena, struct slice json, struct ask_batch *ret, struct faults *faults)
{
    struct reader reader;
    if (reader_open(&reader, arena, json, faults)) {
        (void)reader_object(&reader, reader.root, batch_fields);
        json_t *list = reader_list(&reader, reader.root, "sheets", 1, ASK_BATCH_MAX);
        size_t count = json_array_size(list);
        struct ask_batch_item *items = arena_alloc(arena, count * sizeof *items);
        (void)reader_into(&reader, "sheets");
        for (size_t i = 0; i < count; i++) {
            size_t mark = reader_into_at(&reader, i);
            read_item(&reader, json_array_get(list, i), &items[i]);
            reader_back(&reader, mark);
        }
        if (reader.good) {
            find_bodies(json, items);
            *ret = (struct ask_batch){count, items};
        }
    }
    reader_close(&reader);
    return reader.good;
}

// ---- live

static void read_hello(struct reader *reader, struct ask_live *ret)
{
    json_t *root = reader->root;
    (void)reader_object(reader, root, hello_fields);
    ret->resume = reader_any_text(reader, root, "resume");
    ret->bearer = reader_any_text(reader, root, "bearer");
    ret->session = reader_flag(reader, root, "session", false);
    json_t *list = reader_list(reader, root, "boards", 0, ASK_BOARDS_MAX);
    (void)reader_into(reader, "boards");
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *board = json_array_get(list, i);
        size_t mark = reader_into_at(reader, i);
        if (json_is_string(board)) {
            struct slice text = {json_string_value(board), json_string_length(board)};
            ret->boards[ret->board_count++] =
                (struct slice){arena_copy(reader->arena, text), text.len};
        } else {
            reader_fault(reader, "wrong-type", "@type-text");
        }
        reader_back(reader, mark);
    }
}

static void read_live(struct reader *reader, struct ask_live *ret)
{
    json_t *root = reader->root;
    if (!json_object_get(root, "type")) {
        reader_fault_at(reader, "type", "missing-field", "type");
        return;
    }

    static const enum ask_live_type types[] = {ASK_HELLO, ASK_SUBSCRIBE, ASK_UNSUBSCRIBE,
                                               ASK_RESYNC};

    ret->type = types[reader_choice(reader, root, "type", live_types, 0)];
    if (!reader->good) {
        return;
    }
    if (ret->type == ASK_HELLO) {
        read_hello(reader, ret);
        return;
    }
    (void)reader_object(reader, root, board_fields);
    ret->boards[0] = reader_any_text(reader, root, "board");
    ret->board_count = 1;
}

bool ask_live(struct arena *arena, struct slice json, struct ask_live *ret, struct faults *faults)
{
    struct reader reader;
    struct ask_live live = {.type = ASK_HELLO};
    if (reader_open(&reader, arena, json, faults)) {
        read_live(&reader, &live);
        if (reader.good) {
            *ret = live;
        }
    }
    reader_close(&reader);
    return reader.good;
}
