#include "wire/ask_people.h"

#include "base/arena.h"
#include "base/table.h"
#include "base/text.h"
#include "scoring/rules.h"
#include "wire/entry_people.h"
#include "wire/reader.h"

static const struct reader_field roster_fields[] = {{"competitors", true}, {NULL, false}};
static const struct reader_field competitor_fields[] = {
    {"id", true},     {"skill", true},        {"code", false},       {"person", false},
    {"name", true},   {"second_name", false}, {"delegation", false}, {"team", false},
    {"group", false}, {"traits", false},      {"id_number", false},  {NULL, false}};
static const struct reader_field person_fields[] = {{"name", false},
                                                    {"second_name", false},
                                                    {"delegation", false},
                                                    {"id_number", false},
                                                    {NULL, false}};
static const struct reader_field judges_fields[] = {{"judges", true}, {NULL, false}};
static const struct reader_field judge_fields[] = {
    {"id", true}, {"name", true}, {"role", false}, {"seats", true}, {NULL, false}};
static const struct reader_field seat_fields[] = {
    {"skill", true}, {"stage", false}, {"part", false}, {"seat", true}, {NULL, false}};
static const char *const roles[] = {"judge", "technical", NULL};

static struct slice read_name(struct reader *reader, json_t *object, const char *key, bool empty)
{
    struct slice text = reader_any_text(reader, object, key);
    struct slice name = SLICE_NONE;
    if (text.at && (!ask_name_clean(reader->arena, text, &name) || (name.len == 0 && !empty))) {
        reader_nonsense(reader, key, "@name %d – %d", empty ? 0 : 1, ASK_NAME_MAX);
        return SLICE_NONE;
    }
    return name;
}

// Digits, letters and hyphens: also of a passport or of a permit. Small letters as meant (…x).
static struct slice read_id_number(struct reader *reader, json_t *object)
{
    struct slice text = text_trim(reader_any_text(reader, object, "id_number"));
    char *number = text.at ? arena_copy(reader->arena, text) : NULL;
    bool good = text.len >= ASK_ID_NUMBER_LEAST && text.len <= ASK_ID_NUMBER_MAX;

    for (size_t i = 0; i < text.len; i++) {
        char sign = number[i];
        number[i] = (char)(sign >= 'a' && sign <= 'z' ? sign - ('a' - 'A') : sign);
        good = good && ((sign >= '0' && sign <= '9') || (number[i] >= 'A' && number[i] <= 'Z') ||
                        sign == '-');
    }
    if (text.len > 0 && !good) {
        reader_nonsense(reader, "id_number", "@id-number %d – %d", ASK_ID_NUMBER_LEAST,
                        ASK_ID_NUMBER_MAX);
        return SLICE_NONE;
    }
    return (struct slice){number, text.len};
}

struct entry_person ask_people_known(const struct ask_competitor *from)
{
    return (struct entry_person){from->name, from->second_name, from->delegation, from->id_number};
}

static void fault_twice(struct reader *reader, struct table *ids, struct slice id, const char *name)
{
    if (id.at && table_put(ids, id, reader)) {
        reader_fault_at(reader, "id", name, id.at);
    }
}

static void read_traits(struct reader *reader, const struct rules *rules, json_t *value,
                        struct ask_competitor *ret)
{
    json_t *list = reader_list(reader, value, "traits", 0, RULES_TRAITS_MAX);
    size_t count = json_array_size(list);
    struct slice *traits = arena_alloc(reader->arena, count * sizeof *traits);
    size_t into = reader_into(reader, "traits");
    for (size_t i = 0; i < count; i++) {
        struct slice id = reader_id_in(reader, list, i);
        uint32_t trait = id.at ? rules_find_trait(rules, id.at, id.len) : RULES_NONE;
        uint64_t bit = trait < RULES_TRAITS_MAX ? 1ULL << trait : 0;
        if (id.at && (!bit || ret->trait_bits & bit)) {
            size_t inner = reader_into_at(reader, i);
            reader_fault(reader, bit ? "wrong-type" : "unknown-trait", bit ? "@twice" : id.at);
            reader_back(reader, inner);
        }
        ret->trait_bits |= bit;
        traits[i] = id;
    }
    reader_back(reader, into);
    ret->traits = traits;
    ret->trait_count = count;
}

// Who competes in a skill with groups is in one of them.
static void read_group(struct reader *reader, const struct rules *rules, json_t *value,
                       struct ask_competitor *ret)
{
    uint32_t skill =
        ret->skill.at ? rules_find_skill(rules, ret->skill.at, ret->skill.len) : RULES_NONE;
    ret->group = reader_id(reader, value, "group");
    if (skill == RULES_NONE) {
        return;
    }
    if (!ret->group.at && !json_object_get(value, "group")) {
        if (rules->skills[skill].group_count > 0) {
            reader_fault_at(reader, "group", "missing-field", "group");
        }
    } else if (ret->group.at &&
               rules_find_group(rules, skill, ret->group.at, ret->group.len) == RULES_NONE) {
        reader_fault_at(reader, "group", "unknown-group", ret->group.at);
    }
}

static void read_competitor(struct reader *reader, const struct rules *rules, json_t *value,
                            struct table *ids, struct ask_competitor *ret)
{
    (void)reader_object(reader, value, competitor_fields);
    ret->id = reader_id(reader, value, "id");
    ret->skill = reader_id(reader, value, "skill");
    ret->code = reader_id(reader, value, "code");
    ret->person = reader_id(reader, value, "person");
    ret->name = read_name(reader, value, "name", false);
    ret->second_name = read_name(reader, value, "second_name", false);
    ret->delegation = read_name(reader, value, "delegation", false);
    ret->id_number = read_id_number(reader, value);
    ret->team = reader_id(reader, value, "team");
    read_group(reader, rules, value, ret);
    read_traits(reader, rules, value, ret);
    fault_twice(reader, ids, ret->id, "competitor-exists");
    if (ret->skill.at && rules_find_skill(rules, ret->skill.at, ret->skill.len) == RULES_NONE) {
        reader_fault_at(reader, "skill", "unknown-skill", ret->skill.at);
    }
}

bool ask_people_roster(struct arena *arena, const struct rules *rules, struct slice json,
                       struct ask_roster *ret, struct faults *faults)
{
    struct reader reader;
    if (reader_open(&reader, arena, json, faults)) {
        (void)reader_object(&reader, reader.root, roster_fields);
        json_t *list = reader_list(&reader, reader.root, "competitors", 1, ASK_ROSTER_MAX);
        size_t count = json_array_size(list);
        struct ask_competitor *rows = arena_alloc(arena, count * sizeof *rows);
        struct table *ids = table_new();
        (void)reader_into(&reader, "competitors");
        for (size_t i = 0; i < count; i++) {
            size_t mark = reader_into_at(&reader, i);
            read_competitor(&reader, rules, json_array_get(list, i), ids, &rows[i]);
            reader_back(&reader, mark);
        }
        table_free(ids);
        if (reader.good) {
            *ret = (struct ask_roster){count, rows};
        }
    }
    reader_close(&reader);
    return reader.good;
}

bool ask_people_read(struct reader *reader, json_t *value, struct ask_competitor *ret)
{
    (void)reader_object(reader, value, person_fields);
    ret->name = read_name(reader, value, "name", false);
    ret->second_name = read_name(reader, value, "second_name", true); // "" takes it away
    ret->delegation = read_name(reader, value, "delegation", true);
    ret->id_number = read_id_number(reader, value);
    return reader->good;
}

bool ask_people_person(struct arena *arena, struct slice json, struct ask_competitor *ret,
                       struct faults *faults)
{
    struct reader reader;
    if (reader_open(&reader, arena, json, faults)) {
        json_t *root = reader.root;
        struct ask_competitor person = {0};
        (void)ask_people_read(&reader, root, &person);
        if (reader.good && json_object_size(root) == 0) {
            reader_fault_at(&reader, "name", "missing-field", "name");
        }
        if (reader.good) {
            *ret = person;
        }
    }
    reader_close(&reader);
    return reader.good;
}

static bool any(struct slice text)
{
    return !text.at || slice_is(text, "*");
}

// How far a seat's address leads in the rules: 0 no such skill, 1 stage, 2 part, 3 seat; 4: it
// names a seat.
static unsigned reach(const struct rules *rules, const struct ask_seat *seat, uint32_t i)
{
    const struct rules_part *part = &rules->parts[i];
    if (!any(seat->skill) && !slice_is(seat->skill, rules->skills[part->skill].id)) {
        return 0;
    }
    if (!any(seat->stage) && !slice_is(seat->stage, rules->stages[part->stage].id)) {
        return 1;
    }
    if (!any(seat->part) && !slice_is(seat->part, part->id)) {
        return 2;
    }
    bool has =
        any(seat->seat) || rules_find_seat(rules, i, seat->seat.at, seat->seat.len) != RULES_NONE;
    return has ? 4 : 3;
}

static void check_seat(struct reader *reader, const struct rules *rules,
                       const struct ask_seat *seat)
{
    static const char *const keys[] = {"skill", "stage", "part", "seat"};
    static const char *const names[] = {"unknown-skill", "unknown-stage", "unknown-part",
                                        "unknown-seat"};
    const struct slice *values[] = {&seat->skill, &seat->stage, &seat->part, &seat->seat};
    unsigned farthest = 0;
    for (uint32_t i = 0; i < rules->part_count && farthest < 4; i++) {
        unsigned far = reach(rules, seat, i);
        farthest = far > farthest ? far : farthest;
    }
    if (farthest < 4) {
        reader_fault_at(reader, keys[farthest], names[farthest],
                        values[farthest]->at ? values[farthest]->at : "");
    }
}

static struct slice read_pattern(struct reader *reader, json_t *object, const char *key)
{
    struct slice text = reader_any_text(reader, object, key);
    return text.at && slice_is(text, "*") ? text : reader_id(reader, object, key);
}

static void read_seat(struct reader *reader, const struct rules *rules, json_t *value,
                      struct ask_seat *ret)
{
    bool good = reader->good;
    reader->good = true; // of this seat alone: only a readable address is looked up
    (void)reader_object(reader, value, seat_fields);
    ret->skill = read_pattern(reader, value, "skill");
    ret->stage = read_pattern(reader, value, "stage");
    ret->part = read_pattern(reader, value, "part");
    ret->seat = read_pattern(reader, value, "seat");
    if (reader->good && !(reader->faults && reader->faults->more)) {
        check_seat(reader, rules, ret);
    }
    reader->good &= good;
}

static void read_judge(struct reader *reader, const struct rules *rules, json_t *value,
                       struct table *ids, struct ask_judge *ret)
{
    (void)reader_object(reader, value, judge_fields);
    ret->id = reader_id(reader, value, "id");
    ret->name = read_name(reader, value, "name", false);
    ret->role = slice_of(roles[reader_choice(reader, value, "role", roles, 0)]);
    fault_twice(reader, ids, ret->id, "judge-exists");
    json_t *list = reader_list(reader, value, "seats", 0, ASK_SEATS_MAX);
    ret->seat_count = json_array_size(list);
    struct ask_seat *seats = arena_alloc(reader->arena, ret->seat_count * sizeof *seats);
    size_t mark = reader_into(reader, "seats");
    for (size_t i = 0; i < ret->seat_count; i++) {
        size_t inner = reader_into_at(reader, i);
        read_seat(reader, rules, json_array_get(list, i), &seats[i]);
        reader_back(reader, inner);
    }
    reader_back(reader, mark);
    ret->seats = seats;
}

bool ask_people_judges(struct arena *arena, const struct rules *rules, struct slice json,
                       struct ask_judges *ret, struct faults *faults)
{
    struct reader reader;
    if (reader_open(&reader, arena, json, faults)) {
        (void)reader_object(&reader, reader.root, judges_fields);
        json_t *list = reader_list(&reader, reader.root, "judges", 1, ASK_JUDGES_MAX);
        size_t count = json_array_size(list);
        struct ask_judge *rows = arena_alloc(arena, count * sizeof *rows);
        struct table *ids = table_new();
        (void)reader_into(&reader, "judges");
        for (size_t i = 0; i < count; i++) {
            size_t mark = reader_into_at(&reader, i);
            read_judge(&reader, rules, json_array_get(list, i), ids, &rows[i]);
            reader_back(&reader, mark);
        }
        table_free(ids);
        if (reader.good) {
            *ret = (struct ask_judges){count, rows};
        }
    }
    reader_close(&reader);
    return reader.good;
}
