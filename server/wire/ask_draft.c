#include "wire/ask_draft.h"

#include "wire/reader.h"

static const struct reader_field draft_fields[] = {
    {"device", true}, {"base", false}, {"values", true}, {NULL, false}};
static const struct reader_field desk_fields[] = {{"device", true}, {NULL, false}};

static const struct reader_field look_fields[] = {
    {"size", true}, {"theme", true}, {"own_pad", true}, {"lose", true}, {NULL, false}};

static const struct reader_field parcel_fields[] = {
    {"judge", true}, {"digest", true}, {"mac", true}, {NULL, false}};

enum { DIGEST_MAX = 128 };

static void read_values(struct reader *reader, json_t *values)
{
    const char *key = NULL;
    json_t *value = NULL;

    if (values && !json_is_object(values)) {
        reader_fault_at(reader, "values", "wrong-type", "@type-object");
        return;
    }
    size_t mark = reader_into(reader, "values");
    json_object_foreach(values, key, value)
    {
        if (strlen(key) > ASK_DRAFT_KEY_MAX) {
            reader_fault(reader, "unknown-field", "");
        } else if (!json_is_string(value)) {
            reader_fault_at(reader, key, "wrong-type", "@type-text");
        }
    }
    reader_back(reader, mark);
}

bool ask_draft(struct arena *arena, struct slice json, struct ask_draft *ret, struct faults *faults)
{
    struct reader reader;

    if (reader_open(&reader, arena, json, faults)) {
        (void)reader_object(&reader, reader.root, draft_fields);
        ret->device = reader_id(&reader, reader.root, "device");
        (void)reader_id(&reader, reader.root, "base");
        read_values(&reader, json_object_get(reader.root, "values"));
    }
    reader_close(&reader);
    return reader.good;
}

bool ask_draft_desk(struct arena *arena, struct slice json, struct ask_draft *ret,
                    struct faults *faults)
{
    struct reader reader;

    if (reader_open(&reader, arena, json, faults)) {
        (void)reader_object(&reader, reader.root, desk_fields);
        ret->device = reader_id(&reader, reader.root, "device");
    }
    reader_close(&reader);
    return reader.good;
}

bool ask_draft_look(struct arena *arena, struct slice json, struct faults *faults)
{
    static const char *const sizes[] = {"normal", "large", "larger", NULL};
    static const char *const themes[] = {"auto", "light", "dark", "contrast", NULL};
    struct reader reader;

    if (reader_open(&reader, arena, json, faults)) {
        (void)reader_object(&reader, reader.root, look_fields);
        (void)reader_choice(&reader, reader.root, "size", sizes, 0);
        (void)reader_choice(&reader, reader.root, "theme", themes, 0);
        (void)reader_flag(&reader, reader.root, "own_pad", false);
        (void)reader_flag(&reader, reader.root, "lose", false);
    }
    reader_close(&reader);
    return reader.good;
}

bool ask_draft_parcel(struct arena *arena, struct slice json, struct ask_draft_parcel *ret,
                      struct faults *faults)
{
    struct reader reader;

    if (reader_open(&reader, arena, json, faults)) {
        (void)reader_object(&reader, reader.root, parcel_fields);
        ret->judge = reader_id(&reader, reader.root, "judge");
        ret->digest = reader_text(&reader, reader.root, "digest", 1, DIGEST_MAX);
        ret->mac = reader_text(&reader, reader.root, "mac", 1, DIGEST_MAX);
    }
    reader_close(&reader);
    return reader.good;
}
