#include "wire/ask_recusal.h"

#include "wire/ask_name.h"
#include "wire/reader.h"

static const struct reader_field fields[] = {
    {"judge", true}, {"competitors", true}, {"why", true}, {"lifted", false}, {NULL, false}};
static const char *const reasons[] = {"kinship", "same_unit", "teacher", "other", NULL};

bool ask_recusal(struct arena *arena, struct slice json, struct ask_recusal *ret,
                 struct faults *faults)
{
    struct reader reader;
    struct ask_recusal ask = {.count = 0};

    if (reader_open(&reader, arena, json, faults)) {
        json_t *root = reader.root;
        (void)reader_object(&reader, root, fields);
        ask.judge = reader_id(&reader, root, "judge");
        ask.why = slice_of(reasons[reader_choice(&reader, root, "why", reasons, 0)]);
        ask.lifted = reader_flag(&reader, root, "lifted", false);
        ask.competitors = reader_ids(&reader, root, "competitors", 1, ASK_RECUSAL_MAX, &ask.count);
    }
    reader_close(&reader);
    if (reader.good) {
        *ret = ask;
    }
    return reader.good;
}

// ---- a judge's own

static const struct reader_field own_fields[] = {
    {"judge", false}, {"competitors", false}, {"person", false}, {"why", true}, {NULL, false}};
static const struct reader_field person_fields[] = {
    {"name", false}, {"delegation", false}, {NULL, false}};

static struct slice read_name(struct reader *reader, json_t *object, const char *key)
{
    struct slice text = reader_any_text(reader, object, key);
    struct slice name = SLICE_NONE;

    if (text.at && (!ask_name_clean(reader->arena, text, &name) || name.len == 0)) {
        reader_nonsense(reader, key, "@name 1 – %d", ASK_NAME_MAX);
        return SLICE_NONE;
    }
    return name;
}

static void read_person(struct reader *reader, json_t *person, struct ask_recusal_own *ret)
{
    size_t mark = reader_into(reader, "person");

    (void)reader_object(reader, person, person_fields);
    ret->name = read_name(reader, person, "name");
    ret->delegation = read_name(reader, person, "delegation");
    if (reader->good && !ret->name.at && !ret->delegation.at) {
        reader_fault_at(reader, "name", "missing-field", "name");
    }
    reader_back(reader, mark);
}

static void read_whom(struct reader *reader, struct ask_recusal_own *ret)
{
    json_t *person = json_object_get(reader->root, "person");
    bool listed = json_object_get(reader->root, "competitors") != NULL;

    if (!person) {
        if (!listed) {
            reader_fault_at(reader, "person", "missing-field", "person");
        }
        ret->competitors =
            reader_ids(reader, reader->root, "competitors", 1, ASK_RECUSAL_MAX, &ret->count);
        return;
    }
    if (listed) {
        reader_fault_at(reader, "competitors", "unknown-field", "competitors");
    }
    read_person(reader, person, ret);
}

bool ask_recusal_own(struct arena *arena, struct slice json, struct ask_recusal_own *ret,
                     struct faults *faults)
{
    struct reader reader;
    struct ask_recusal_own ask = {.count = 0};

    if (reader_open(&reader, arena, json, faults)) {
        (void)reader_object(&reader, reader.root, own_fields);
        ask.judge = reader_id(&reader, reader.root, "judge");
        ask.why = slice_of(reasons[reader_choice(&reader, reader.root, "why", reasons, 0)]);
        read_whom(&reader, &ask);
    }
    reader_close(&reader);
    if (reader.good) {
        *ret = ask;
    }
    return reader.good;
}
