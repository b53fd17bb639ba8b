#include "wire/entry_people.h"

#include "base/arena.h"
#include "base/text.h"
#include "wire/reader.h"
#include "wire/say.h"

static const struct reader_field roster_fields[] = {{"competitors", true}, {NULL, false}};
static const struct reader_field competitor_fields[] = {
    {"id", true},    {"skill", true},  {"code", false},   {"person", false}, {"digest", false},
    {"team", false}, {"group", false}, {"traits", false}, {NULL, false}};
static const struct reader_field judges_fields[] = {{"judges", true}, {NULL, false}};
static const struct reader_field judge_fields[] = {
    {"id", true}, {"role", false}, {"token", false}, {"seats", true}, {NULL, false}};
static const struct reader_field seat_fields[] = {
    {"skill", false}, {"stage", false}, {"part", false}, {"seat", false}, {NULL, false}};
static const struct reader_field person_fields[] = {{"name", false},
                                                    {"second_name", false},
                                                    {"delegation", false},
                                                    {"id_number", false},
                                                    {NULL, false}};

// ---- writing

static void write_competitor(const struct entry_competitor *row, struct buf *out)
{
    SAY(out, "{\"id\":");
    text_json(out, row->id);
    SAY(out, ",\"skill\":");
    text_json(out, row->skill);
    say_text(out, ",\"code\":", row->code);
    say_text(out, ",\"person\":", row->person);
    say_text(out, ",\"digest\":", row->digest);
    say_text(out, ",\"team\":", row->team);
    say_text(out, ",\"group\":", row->group);
    for (size_t i = 0; i < row->trait_count; i++) {
        text_add(out, i ? SLICE(",") : SLICE(",\"traits\":["));
        text_json(out, row->traits[i]);
    }
    if (row->trait_count) {
        SAY(out, "]");
    }
    SAY(out, "}");
}

void entry_people_write_roster(const struct entry_competitor *rows, size_t count, struct buf *out)
{
    SAY(out, "{\"competitors\":[");
    for (size_t i = 0; i < count; i++) {
        if (i) {
            SAY(out, ",");
        }
        write_competitor(&rows[i], out);
    }
    SAY(out, "]}");
}

// Every member of a seat may be absent, so that the comma comes with what stands before.
static void write_seat(const struct entry_seat *seat, struct buf *out)
{
    const struct {
        const char *key;
        struct slice value;
    } members[] = {{"\"skill\":", seat->skill},
                   {"\"stage\":", seat->stage},
                   {"\"part\":", seat->part},
                   {"\"seat\":", seat->seat}};

    bool first = true;
    SAY(out, "{");
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        if (members[i].value.at && !first) {
            SAY(out, ",");
        }
        say_text(out, members[i].key, members[i].value);
        first &= !members[i].value.at;
    }
    SAY(out, "}");
}

static void write_judge(const struct entry_judge *row, struct buf *out)
{
    SAY(out, "{\"id\":");
    text_json(out, row->id);
    say_text(out, ",\"role\":", row->role);
    say_text(out, ",\"token\":", row->token);
    SAY(out, ",\"seats\":[");
    for (size_t i = 0; i < row->seat_count; i++) {
        if (i) {
            SAY(out, ",");
        }
        write_seat(&row->seats[i], out);
    }
    SAY(out, "]}");
}

void entry_people_write_judges(const struct entry_judge *rows, size_t count, struct buf *out)
{
    SAY(out, "{\"judges\":[");
    for (size_t i = 0; i < count; i++) {
        if (i) {
            SAY(out, ",");
        }
        write_judge(&rows[i], out);
    }
    SAY(out, "]}");
}

void entry_people_write_person(const struct entry_person *person, struct buf *out)
{
    SAY(out, "{\"name\":");
    text_json(out, person->name);
    say_text(out, ",\"second_name\":", person->second_name);
    say_text(out, ",\"delegation\":", person->delegation);
    say_text(out, ",\"id_number\":", person->id_number);
    SAY(out, "}");
}

// ---- reading

static void read_traits(struct reader *reader, json_t *value, struct entry_competitor *ret)
{
    json_t *list = reader_list(reader, value, "traits", 0, SIZE_MAX);
    struct slice *traits = arena_alloc(reader->arena, json_array_size(list) * sizeof *traits);
    for (size_t i = 0; i < json_array_size(list); i++) {
        traits[i] = reader_id_in(reader, list, i);
    }
    ret->traits = traits;
    ret->trait_count = json_array_size(list);
}

static void read_competitor(struct reader *reader, json_t *value, struct entry_competitor *ret)
{
    (void)reader_object(reader, value, competitor_fields);
    ret->id = reader_any_text(reader, value, "id");
    ret->skill = reader_any_text(reader, value, "skill");
    ret->code = reader_any_text(reader, value, "code");
    ret->person = reader_any_text(reader, value, "person");
    ret->digest = reader_any_text(reader, value, "digest");
    ret->team = reader_any_text(reader, value, "team");
    ret->group = reader_any_text(reader, value, "group");
    read_traits(reader, value, ret);
}

bool entry_people_read_roster(struct arena *arena, struct slice body, struct entry_competitor **ret,
                              size_t *ret_count)
{
    struct reader reader;
    if (reader_open(&reader, arena, body, NULL)) {
        (void)reader_object(&reader, reader.root, roster_fields);
        json_t *list = reader_list(&reader, reader.root, "competitors", 0, SIZE_MAX);
        size_t count = json_array_size(list);
        struct entry_competitor *rows = arena_alloc(arena, count * sizeof *rows);
        for (size_t i = 0; i < count; i++) {
            read_competitor(&reader, json_array_get(list, i), &rows[i]);
        }
        if (reader.good) {
            *ret = rows;
            *ret_count = count;
        }
    }
    reader_close(&reader);
    return reader.good;
}

static void read_judge(struct reader *reader, json_t *value, struct entry_judge *ret)
{
    (void)reader_object(reader, value, judge_fields);
    ret->id = reader_any_text(reader, value, "id");
    ret->role = reader_any_text(reader, value, "role");
    ret->token = reader_any_text(reader, value, "token");
    json_t *list = reader_list(reader, value, "seats", 0, SIZE_MAX);
    ret->seat_count = json_array_size(list);
    ret->seats = arena_alloc(reader->arena, ret->seat_count * sizeof *ret->seats);
    for (size_t i = 0; i < ret->seat_count; i++) {
        json_t *seat = json_array_get(list, i);
        (void)reader_object(reader, seat, seat_fields);
        ret->seats[i] = (struct entry_seat){.skill = reader_any_text(reader, seat, "skill"),
                                            .stage = reader_any_text(reader, seat, "stage"),
                                            .part = reader_any_text(reader, seat, "part"),
                                            .seat = reader_any_text(reader, seat, "seat")};
    }
}

bool entry_people_read_judges(struct arena *arena, struct slice body, struct entry_judge **ret,
                              size_t *ret_count)
{
    struct reader reader;
    if (reader_open(&reader, arena, body, NULL)) {
        (void)reader_object(&reader, reader.root, judges_fields);
        json_t *list = reader_list(&reader, reader.root, "judges", 0, SIZE_MAX);
        size_t count = json_array_size(list);
        struct entry_judge *rows = arena_alloc(arena, count * sizeof *rows);
        for (size_t i = 0; i < count; i++) {
            read_judge(&reader, json_array_get(list, i), &rows[i]);
        }
        if (reader.good) {
            *ret = rows;
            *ret_count = count;
        }
    }
    reader_close(&reader);
    return reader.good;
}

bool entry_people_read_person(struct arena *arena, struct slice json, struct entry_person *ret)
{
    struct reader reader;
    if (reader_open(&reader, arena, json, NULL)) {
        json_t *root = reader.root;
        (void)reader_object(&reader, root, person_fields);
        struct entry_person person = {.name = reader_any_text(&reader, root, "name"),
                                      .second_name = reader_any_text(&reader, root, "second_name"),
                                      .delegation = reader_any_text(&reader, root, "delegation"),
                                      .id_number = reader_any_text(&reader, root, "id_number")};
        if (reader.good) {
            *ret = person;
        }
    }
    reader_close(&reader);
    return reader.good;
}
