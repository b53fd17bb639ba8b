#include "wire/ask_marks.h"

#include "base/arena.h"
#include "wire/ask_declared.h"
#include "wire/code.h"

enum { NOTE_MAX = 1000, REASON_MAX = 500, TIME_MAX = 64 };

static const struct reader_field sheet_fields[] = {{"marks", false},       {"declared", false},
                                                   {"client_time", false}, {"note", false},
                                                   {"reason", false},      {NULL, false}};
static const struct reader_field mark_fields[] = {{"aspect", true},  {"value", false},
                                                  {"code", false},   {"faults", false},
                                                  {"target", false}, {NULL, false}};
// Those of rules_status that may stand for a mark.
static const char *const mark_codes[] = {"dnf", "dns", "dsq", NULL};

struct marks { // as they are read; there is room for the cells of all
    uint32_t part;
    uint32_t count;
    struct mark *list;
};

enum rules_status ask_marks_code(point_t value)
{
    bool is_code = value > POINT_BLANK && value < POINT_CODE(RULES_STATUSES);
    return is_code ? (enum rules_status)(value - POINT_BLANK) : RULES_RUNNING;
}

static void add(struct marks *marks, uint32_t aspect, uint32_t cell, point_t value)
{
    marks->list[marks->count++] = (struct mark){.aspect = aspect, .value = value, .cell = cell};
}

// ---- one mark

static bool take_code(struct reader *reader, const struct rules_aspect *aspect,
                      enum rules_status code, point_t *ret)
{
    if (!(aspect->codes & 1U << code)) {
        reader_fault(reader, "code-not-here", code_word(code));
        return false;
    }
    *ret = POINT_CODE(code);
    return true;
}

bool ask_marks_value_or_code(struct reader *reader, const struct rules_aspect *aspect,
                             json_t *value, point_t *ret)
{
    struct slice text = {json_string_value(value), json_string_length(value)};
    enum rules_status code = RULES_RUNNING;
    bool is_code = text.at && code_find(text, &code) && code >= RULES_DNF && code <= RULES_DSQ;
    return is_code ? take_code(reader, aspect, code, ret) : ask_declared_value(reader, value, ret);
}

static void read_code(struct reader *reader, const struct rules *rules, json_t *value,
                      uint32_t aspect, struct marks *marks)
{
    bool good = reader->good;
    reader->good = true; // of the code alone
    enum rules_status code =
        (enum rules_status)(RULES_DNF + reader_choice(reader, value, "code", mark_codes, 0));
    point_t point = 0;
    size_t into = reader_into(reader, "code");
    if (reader->good && aspect != RULES_NONE &&
        take_code(reader, &rules->aspects[aspect], code, &point)) {
        add(marks, aspect, 0, point);
    }
    reader_back(reader, into);
    reader->good &= good;
}

static uint32_t find_fault(const struct rules_aspect *aspect, const char *id)
{
    uint32_t i = 0;
    while (i < aspect->fault_count && strcmp(aspect->faults[i].id, id) != 0) {
        i++;
    }
    return i;
}

// A fault that is not named has not been made.
static void read_faults(struct reader *reader, const struct rules *rules, json_t *object,
                        uint32_t index, struct marks *marks)
{
    const struct rules_aspect *aspect = &rules->aspects[index];
    struct mark *cells = &marks->list[marks->count];
    const char *id = NULL;
    json_t *value = NULL;
    for (uint32_t i = 0; i < aspect->fault_count; i++) {
        add(marks, index, i, 0);
    }
    json_object_foreach(object, id, value)
    {
        uint32_t found = find_fault(aspect, id);
        size_t into = reader_into(reader, id);
        if (found == aspect->fault_count) {
            reader_fault(reader, "fault-unknown", id);
        } else {
            (void)ask_declared_value(reader, value, &cells[found].value);
        }
        reader_back(reader, into);
    }
}

static void read_faults_member(struct reader *reader, const struct rules *rules, json_t *value,
                               uint32_t index, struct marks *marks)
{
    json_t *object = json_object_get(value, "faults");
    size_t into = reader_into(reader, "faults");
    if (!json_is_object(object)) {
        reader_fault(reader, "wrong-type", "@type-object");
    } else if (index != RULES_NONE) {
        read_faults(reader, rules, object, index, marks);
    }
    reader_back(reader, into);
}

static void read_value(struct reader *reader, json_t *value, uint32_t index, struct marks *marks)
{
    static const char *const keys[] = {"value", "target"};
    for (uint32_t i = 0; i < 2; i++) {
        point_t point = 0;
        json_t *member = json_object_get(value, keys[i]);
        size_t into = reader_into(reader, keys[i]);
        if (member && ask_declared_value(reader, member, &point)) {
            add(marks, index, i, point);
        }
        reader_back(reader, into);
    }
}

// Names the members that this mark cannot have; false when there is one.
static bool has_its_members(struct reader *reader, const struct rules_aspect *aspect, json_t *value)
{
    bool codes = json_object_get(value, "code") != NULL;
    bool deducts = aspect && aspect->input == RULES_DEDUCTION;

    const struct {
        const char *key;
        bool may;
    } rows[] = {{"value", !codes && !deducts},
                {"faults", !codes && (!aspect || deducts)},
                {"target", !codes && (!aspect || aspect->input == RULES_TARGET)}};

    bool good = true;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (!rows[i].may && json_object_get(value, rows[i].key)) {
            reader_fault_at(reader, rows[i].key, "mark-misplaced", rows[i].key);
            good = false;
        }
    }
    const char *needs = deducts ? "faults" : "value";
    if (good && !codes && !json_object_get(value, needs) && !json_object_get(value, "faults")) {
        reader_fault_at(reader, needs, "missing-field", needs);
        good = false;
    }
    return good;
}

static void read_mark(struct reader *reader, const struct rules *rules, json_t *value,
                      struct marks *marks)
{
    (void)reader_object(reader, value, mark_fields);
    struct slice id = reader_any_text(reader, value, "aspect");
    uint32_t index = id.at ? rules_find_aspect(rules, marks->part, id.at, id.len) : RULES_NONE;
    if (id.at && index == RULES_NONE) {
        reader_fault_at(reader, "aspect", "aspect-unknown", id.at);
    }
    if (!json_is_object(value) ||
        !has_its_members(reader, index == RULES_NONE ? NULL : &rules->aspects[index], value)) {
        return;
    }
    if (json_object_get(value, "code")) {
        read_code(reader, rules, value, index, marks);
    } else if (json_object_get(value, "faults")) {
        read_faults_member(reader, rules, value, index, marks);
    } else {
        read_value(reader, value, index, marks);
    }
}

// ---- all of them

// The most figures that one mark of this part brings.
static uint32_t cells_most(const struct rules *rules, uint32_t part)
{
    uint32_t most = 2;
    for (uint32_t i = 0; i < rules->parts[part].aspect_count; i++) {
        uint32_t cells = rules_cells(&rules->aspects[rules->parts[part].aspect_first + i]);
        most = cells > most ? cells : most;
    }
    return most;
}

static void read_marks(struct reader *reader, const struct rules *rules, json_t *list,
                       struct sheet *ret)
{
    size_t count = json_array_size(list);
    struct marks marks = {.part = ret->part};
    marks.list =
        arena_alloc(reader->arena, count * cells_most(rules, ret->part) * sizeof *marks.list);
    size_t into = reader_into(reader, "marks");
    for (size_t i = 0; i < count; i++) {
        size_t inner = reader_into_at(reader, i);
        read_mark(reader, rules, json_array_get(list, i), &marks);
        reader_back(reader, inner);
    }
    reader_back(reader, into);
    ret->marks = marks.list;
    ret->mark_count = marks.count;
}

static void read_body(struct reader *reader, const struct rules *rules, struct sheet *ret)
{
    bool technical = ret->seat == rules->parts[ret->part].seat_count;
    json_t *root = reader->root;
    json_t *declared = json_object_get(root, "declared");
    (void)reader_object(reader, root, sheet_fields);
    (void)reader_text(reader, root, "client_time", 0, TIME_MAX);
    (void)reader_text(reader, root, "reason", 1, REASON_MAX);
    struct slice note = reader_any_text(reader, root, "note");
    if (note.len > (size_t)NOTE_MAX * 4) {
        reader_nonsense(reader, "note", "@text 0 – %d", NOTE_MAX);
    }
    if (technical && json_object_get(root, "marks")) {
        reader_fault_at(reader, "marks", "marks-not-expected", "");
    } else if (!technical && declared) {
        reader_fault_at(reader, "declared", "declared-not-here", "");
    } else if (!json_object_get(root, technical ? "declared" : "marks")) {
        const char *missing = technical ? "declared" : "marks";
        reader_fault_at(reader, missing, "missing-field", missing);
    } else if (technical) {
        struct declared *all = arena_alloc(reader->arena, sizeof *all);
        ask_declared_read(reader, declared, all);
        ret->declared = all;
    } else {
        read_marks(reader, rules, reader_list(reader, root, "marks", 0, RULES_ASPECTS_MAX), ret);
    }
}

bool ask_marks_read(struct arena *arena, const struct rules *rules, const struct sheet *address,
                    struct slice json, struct sheet *ret, struct faults *faults)
{
    struct reader reader;
    struct sheet sheet = {.part = address->part, .seat = address->seat};
    if (reader_open(&reader, arena, json, faults)) {
        read_body(&reader, rules, &sheet);
        if (reader.good) {
            *ret = sheet;
        }
    }
    reader_close(&reader);
    return reader.good;
}
