#include "wire/entry_muster.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "wire/reader.h"
#include "wire/say.h"

static const char *const acts[] = {
    [MUSTER_CHECK_IN] = "check_in", [MUSTER_COMMITMENT] = "commitment",
    [MUSTER_DRAW] = "draw",         [MUSTER_HAND] = "hand",
    [MUSTER_KEYS] = "keys",         [MUSTER_CODES] = "codes",
    [MUSTER_OPEN] = "open",         [MUSTER_RECUSE] = "recuse",
    [MUSTER_RECUSE + 1] = NULL};

const char *const entry_muster_states[] = {
    [MUSTER_EXPECTED] = "expected", [MUSTER_PRESENT] = "present",   [MUSTER_LATE] = "late",
    [MUSTER_ABSENT] = "absent",     [MUSTER_REPLACED] = "replaced", [MUSTER_STATES] = NULL};

static const struct reader_field fields[] = {
    {"act", true},         {"competitor", false}, {"state", false}, {"approved_by", false},
    {"digest", false},     {"reason", false},     {"skill", false}, {"stations", false},
    {"ids", false},        {"batches", false},    {"seed", false},  {"word", false},
    {"commitment", false}, {"sealed", false},     {"layer", false}, {"keys", false},
    {"codes", false},      {"works", false},      {"boxes", false}, {"holders", false},
    {"table", false},      {"judge", false},      {"why", false},   {"lifted", false},
    {NULL, false}};
static const struct reader_field table_fields[] = {{"salt", true}, {"links", true}, {NULL, false}};

// ---- writing

static void write_ids(const char *lead, const struct entry_muster_ids *list, struct buf *out)
{
    text_add(out, slice_of(lead));
    for (size_t i = 0; i < list->count; i++) {
        text_add(out, i ? SLICE(",") : SLICE("["));
        text_json(out, list->ids[i]);
    }
    text_add(out, list->count ? SLICE("]") : SLICE("[]"));
}

static void write_list(const char *lead, const struct entry_muster_ids *list, struct buf *out)
{
    if (list->count > 0) {
        write_ids(lead, list, out);
    }
}

static void write_batches(const struct entry_muster *muster, struct buf *out)
{
    for (size_t i = 0; i < muster->batch_count; i++) {
        write_ids(i ? "," : ",\"batches\":[", &muster->batches[i], out);
    }
    text_add(out, muster->batch_count ? SLICE("]") : SLICE(""));
}

static void write_draw(const struct entry_muster *muster, struct buf *out)
{
    say_text(out, ",\"skill\":", muster->skill);
    if (muster->stations > 0) {
        SAY(out, ",\"stations\":");
        say_uint(out, muster->stations);
    }
    if (muster->act != MUSTER_CODES) {
        write_list(",\"ids\":", &muster->ids, out);
    }
    say_text(out, ",\"commitment\":", muster->commitment);
    say_text(out, ",\"sealed\":", muster->sealed);
    say_text(out, ",\"seed\":", muster->seed);
    say_text(out, ",\"word\":", muster->word);
    write_batches(muster, out);
}

static void write_codes(const struct entry_muster *muster, struct buf *out)
{
    say_text(out, ",\"layer\":", muster->layer);
    write_list(",\"keys\":", &muster->keys, out);
    write_list(",\"codes\":", &muster->codes, out);
    write_list(",\"works\":", &muster->works, out);
    write_list(",\"boxes\":", &muster->boxes, out);
    write_list(",\"holders\":", &muster->holders, out);
    say_text(out, ",\"table\":", muster->table);
    say_text(out, ",\"judge\":", muster->judge);
    say_text(out, ",\"why\":", muster->why);
    if (muster->lifted) {
        SAY(out, ",\"lifted\":true");
    }
}

void entry_muster_write(const struct entry_muster *muster, struct buf *out)
{
    say_text(out, "{\"act\":", slice_of(acts[muster->act]));
    say_text(out, ",\"competitor\":", muster->competitor);
    if (muster->act == MUSTER_CHECK_IN) {
        say_text(out, ",\"state\":", slice_of(entry_muster_states[muster->state]));
    }
    say_text(out, ",\"approved_by\":", muster->approved_by);
    say_text(out, ",\"digest\":", muster->digest);
    say_text(out, ",\"reason\":", muster->reason);
    write_draw(muster, out);
    write_codes(muster, out);
    SAY(out, "}");
}

// ---- reading

static struct entry_muster_ids read_elements(struct reader *reader, json_t *list)
{
    size_t count = json_array_size(list);
    struct slice *ids = arena_alloc(reader->arena, (count + 1) * sizeof *ids);

    for (size_t i = 0; i < count; i++) {
        ids[i] = reader_id_in(reader, list, i);
    }
    return (struct entry_muster_ids){count, ids};
}

static struct entry_muster_ids read_list(struct reader *reader, const char *key)
{
    return read_elements(reader, reader_list(reader, reader->root, key, 0, ENTRY_MUSTER_LIST_MAX));
}

// Texts longer than an id.
static struct entry_muster_ids read_texts(struct reader *reader, const char *key)
{
    json_t *list = reader_list(reader, reader->root, key, 0, ENTRY_MUSTER_LIST_MAX);
    size_t count = json_array_size(list);
    struct slice *texts = arena_alloc(reader->arena, (count + 1) * sizeof *texts);

    for (size_t i = 0; i < count; i++) {
        struct slice text = slice_of(json_string_value(json_array_get(list, i)));
        reader->good = reader->good && text.at;
        texts[i] = (struct slice){text.at ? arena_copy(reader->arena, text) : NULL, text.len};
    }
    return (struct entry_muster_ids){count, texts};
}

static void read_batches(struct reader *reader, struct entry_muster *ret)
{
    json_t *list = reader_list(reader, reader->root, "batches", 0, ENTRY_MUSTER_LIST_MAX);
    size_t count = json_array_size(list);
    struct entry_muster_ids *batches = arena_alloc(reader->arena, (count + 1) * sizeof *batches);

    for (size_t i = 0; i < count; i++) {
        json_t *batch = json_array_get(list, i);
        reader->good =
            reader->good && json_is_array(batch) && json_array_size(batch) <= ENTRY_MUSTER_LIST_MAX;
        batches[i] = read_elements(reader, batch);
    }
    ret->batch_count = count;
    ret->batches = batches;
}

static void read_draw(struct reader *reader, struct entry_muster *ret)
{
    json_t *root = reader->root;

    ret->skill = reader_id(reader, root, "skill");
    ret->stations = (uint32_t)reader_whole(reader, root, "stations", 1, UINT32_MAX, 0);
    ret->ids = read_list(reader, "ids");
    ret->commitment = reader_id(reader, root, "commitment");
    ret->sealed = reader_any_text(reader, root, "sealed");
    ret->seed = reader_id(reader, root, "seed");
    ret->word = reader_any_text(reader, root, "word");
    read_batches(reader, ret);
}

static void read_codes(struct reader *reader, struct entry_muster *ret)
{
    json_t *root = reader->root;

    ret->layer = reader_id(reader, root, "layer");
    ret->keys = read_list(reader, "keys");
    ret->codes = read_list(reader, "codes");
    ret->works = read_list(reader, "works");
    ret->boxes = read_texts(reader, "boxes");
    ret->holders = read_list(reader, "holders");
    ret->table = reader_any_text(reader, root, "table");
    ret->judge = reader_id(reader, root, "judge");
    ret->why = reader_id(reader, root, "why");
    ret->lifted = reader_flag(reader, root, "lifted", false);
}

static void read_act(struct reader *reader, struct entry_muster *ret)
{
    json_t *root = reader->root;

    (void)reader_object(reader, root, fields);
    ret->act = (enum muster_act)reader_choice(reader, root, "act", acts, 0);
    ret->competitor = reader_id(reader, root, "competitor");
    ret->state = (enum muster_state)reader_choice(reader, root, "state", entry_muster_states, 0);
    ret->approved_by = reader_id(reader, root, "approved_by");
    ret->digest = reader_id(reader, root, "digest");
    ret->reason = reader_any_text(reader, root, "reason");
    read_draw(reader, ret);
    read_codes(reader, ret);
}

bool entry_muster_read(struct arena *arena, struct slice body, struct entry_muster *ret)
{
    struct reader reader;
    struct entry_muster muster = {0};

    if (reader_open(&reader, arena, body, NULL)) {
        read_act(&reader, &muster);
    }
    reader_close(&reader);
    if (reader.good) {
        *ret = muster;
    }
    return reader.good;
}

bool entry_muster_read_table(struct arena *arena, struct slice table, struct entry_muster_ids *ret)
{
    struct reader reader;

    if (reader_open(&reader, arena, table, NULL)) {
        (void)reader_object(&reader, reader.root, table_fields);
        json_t *list = reader_list(&reader, reader.root, "links", 0, ENTRY_MUSTER_LIST_MAX);
        size_t count = json_array_size(list);
        struct slice *links = arena_alloc(arena, (2 * count + 1) * sizeof *links);
        for (size_t i = 0; i < count; i++) {
            json_t *link = json_array_get(list, i);
            reader.good = reader.good && json_is_array(link) && json_array_size(link) == 2;
            links[2 * i] = reader_id_in(&reader, link, 0);
            links[2 * i + 1] = reader_id_in(&reader, link, 1);
        }
        if (reader.good) {
            *ret = (struct entry_muster_ids){2 * count, links};
        }
    }
    reader_close(&reader);
    return reader.good;
}

bool entry_muster_opens(struct slice bytes)
{
    const char *feed = bytes.len ? memchr(bytes.at, '\n', bytes.len) : NULL;

    return feed && slice_starts((struct slice){feed + 1, bytes.len - (size_t)(feed + 1 - bytes.at)},
                                "{\"act\":\"open\",");
}
