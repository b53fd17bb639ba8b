#include "wire/ask_marks.h"

#include "base/arena.h"
#include "wire/definition_form.h"
#include "wire/problem.h"
#include "wire/reader.h"

#include <stdio.h>

enum { NOTE_MAX = 1000, TIME_MAX = 64, WORD = FAULTS_WORD_MAX, SHOWN = 2 * FAULTS_WORD_MAX };

static const struct reader_field sheet_fields[] = {
    {"marks", false}, {"declared", false}, {"client_time", false}, {"note", false}, {NULL, false}};
static const struct reader_field mark_fields[] = {{"aspect", true}, {"value", true}, {NULL, false}};
static const struct reader_field declared_fields[] = {
    {"base", false},      {"scale", false},    {"difficulty", false}, {"factor", false},
    {"deduction", false}, {"no_marks", false}, {NULL, false}};

// A mark is a decimal in a string and nothing else: 8,5 and 1e3 are refused, never read as
// something.
static bool read_value(struct reader *reader, json_t *value, point_t *ret)
{
    if (json_is_string(value) &&
        point_parse(json_string_value(value), json_string_length(value), ret)) {
        return true;
    }
    char word[SHOWN] = "";
    if (json_is_string(value)) {
        (void)snprintf(word, sizeof word, "%s", json_string_value(value));
    }
    reader_fault(reader, "mark-malformed", word);
    return false;
}

static void read_mark(struct reader *reader, const struct rules *rules, uint32_t part,
                      json_t *value, struct mark *ret)
{
    (void)reader_object(reader, value, mark_fields);
    struct slice id = reader_any_text(reader, value, "aspect");
    if (id.at) {
        ret->aspect = rules_find_aspect(rules, part, id.at, id.len);
        if (ret->aspect == RULES_NONE) {
            reader_fault_at(reader, "aspect", "aspect-unknown", id.at);
        }
    }
    json_t *mark = json_object_get(value, "value");
    size_t into = reader_into(reader, "value");
    if (mark) {
        (void)read_value(reader, mark, &ret->value);
    }
    reader_back(reader, into);
}

static void read_marks(struct reader *reader, const struct rules *rules, json_t *list,
                       struct sheet *ret)
{
    size_t count = json_array_size(list);
    struct mark *marks = arena_alloc(reader->arena, count * sizeof *marks);
    size_t into = reader_into(reader, "marks");
    for (size_t i = 0; i < count; i++) {
        size_t inner = reader_into_at(reader, i);
        read_mark(reader, rules, ret->part, json_array_get(list, i), &marks[i]);
        reader_back(reader, inner);
    }
    reader_back(reader, into);
    ret->marks = marks;
    ret->mark_count = (uint32_t)count;
}

static void read_scale(struct reader *reader, json_t *scale, struct declared *ret)
{
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach(scale, key, value)
    {
        struct scale_step step = {0, 0};
        size_t into = reader_into(reader, key);
        if (!point_parse(key, strlen(key), &step.grade)) {
            reader_fault(reader, "mark-malformed", key);
        }
        (void)read_value(reader, value, &step.value);
        reader_back(reader, into);
        ret->scale[ret->scale_count++] = step;
    }
}

static void read_scale_member(struct reader *reader, json_t *object, struct declared *ret)
{
    json_t *scale = json_object_get(object, "scale");
    if (!scale) {
        return;
    }
    size_t into = reader_into(reader, "scale");
    if (!json_is_object(scale)) {
        reader_fault(reader, "wrong-type", "@type-object");
    } else if (json_object_size(scale) > RULES_SCALE_MAX) {
        reader_fault(reader, "wrong-type", "@list 1 – 64");
    } else {
        read_scale(reader, scale, ret);
        ret->has |= RULES_DECLARES_SCALE;
    }
    reader_back(reader, into);
}

static void read_declared(struct reader *reader, json_t *object, struct declared *ret)
{
    const struct {
        const char *key;
        unsigned bit;
        point_t *value;
    } rows[] = {{"base", RULES_DECLARES_BASE, &ret->base},
                {"difficulty", RULES_DECLARES_DIFFICULTY, &ret->difficulty},
                {"factor", RULES_DECLARES_FACTOR, &ret->factor},
                {"deduction", RULES_DECLARES_DEDUCTION, &ret->deduction}};

    size_t into = reader_into(reader, "declared");
    (void)reader_object(reader, object, declared_fields);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        json_t *value = json_object_get(object, rows[i].key);
        size_t inner = reader_into(reader, rows[i].key);
        if (value && read_value(reader, value, rows[i].value)) {
            ret->has |= rows[i].bit;
        }
        reader_back(reader, inner);
    }
    read_scale_member(reader, object, ret);
    ret->no_marks = reader_flag(reader, object, "no_marks", false);
    ret->has |= ret->no_marks ? RULES_DECLARES_NO_MARKS : 0U;
    reader_back(reader, into);
}

static void read_body(struct reader *reader, const struct rules *rules, struct sheet *ret)
{
    bool technical = ret->seat == rules->parts[ret->part].seat_count;
    json_t *root = reader->root;
    json_t *declared = json_object_get(root, "declared");
    (void)reader_object(reader, root, sheet_fields);
    (void)reader_text(reader, root, "client_time", 0, TIME_MAX);
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
        read_declared(reader, declared, all);
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

// ---- the engine's verdicts, as pointers and words

static const char *print(point_t value, char out[POINT_TEXT_MAX + 1])
{
    out[point_print(value, out)] = 0;
    return out;
}

static const char *declared_word(uint32_t bit)
{
    const char *const *words = definition_form_words(FORM_DECLARES);
    for (size_t i = 0; words[i]; i++) {
        if (bit == 1U << i) {
            return words[i];
        }
    }
    return "";
}

static void fault_of_declared(uint32_t bit, struct fault fault, struct faults *faults)
{
    const char *member = declared_word(bit);
    bool below = fault.verdict == V_MARK_OUT_OF_RANGE;
    char pointer[64];
    (void)snprintf(pointer, sizeof pointer, "/declared%s%s", *member ? "/" : "", member);
    faults_add(faults, problem_name(fault.verdict), pointer, below ? "@at-least 0" : member);
}

static void fault_of_mark(const struct rules *rules, const struct sheet *sheet, struct fault fault,
                          struct faults *faults)
{
    char pointer[64];
    char word[WORD] = "";
    char low[POINT_TEXT_MAX + 1];
    char high[POINT_TEXT_MAX + 1];
    uint32_t index = fault.item < sheet->mark_count ? sheet->marks[fault.item].aspect : RULES_NONE;
    const struct rules_aspect *aspect = index < rules->aspect_count ? &rules->aspects[index] : NULL;
    bool of_value = fault.verdict == V_MARK_OUT_OF_RANGE || fault.verdict == V_MARK_OFF_STEP;
    (void)snprintf(pointer, sizeof pointer, "/marks/%u/%s", fault.item,
                   of_value ? "value" : "aspect");
    if (aspect && fault.verdict == V_MARK_OUT_OF_RANGE) {
        (void)snprintf(word, sizeof word, "%s – %s", print(aspect->min, low),
                       print(aspect->max, high));
    } else if (aspect) {
        const char *step = of_value ? print(aspect->step, low) : aspect->id;
        (void)snprintf(word, sizeof word, "%s", step);
    }
    faults_add(faults, problem_name(fault.verdict), pointer, word);
}

static bool has_grade(const struct declared *declared, point_t grade)
{
    for (uint32_t i = 0; i < declared->scale_count; i++) {
        if (declared->scale[i].grade == grade) {
            return true;
        }
    }
    return false;
}

// The first grade of the part's scaled aspects that has no value.
static bool find_gap(const struct rules *rules, const struct sheet *sheet, point_t *ret)
{
    const struct rules_part *part = &rules->parts[sheet->part];
    for (uint32_t i = 0; i < part->aspect_count; i++) {
        const struct rules_aspect *aspect = &rules->aspects[part->aspect_first + i];
        point_t grade = aspect->min;
        for (uint32_t k = 0; aspect->scaled && k < RULES_SCALE_MAX && grade <= aspect->max; k++) {
            if (!has_grade(sheet->declared, grade)) {
                *ret = grade;
                return true;
            }
            grade += aspect->step;
        }
    }
    return false;
}

static void fault_of_scale(const struct rules *rules, const struct sheet *sheet, struct fault fault,
                           struct faults *faults)
{
    char pointer[64] = "/declared/scale";
    char word[POINT_TEXT_MAX + 1] = "";
    point_t grade = 0;
    if (sheet->declared && fault.item < sheet->declared->scale_count) {
        (void)print(sheet->declared->scale[fault.item].grade, word);
        (void)snprintf(pointer, sizeof pointer, "/declared/scale/%s", word);
    } else if (sheet->declared && find_gap(rules, sheet, &grade)) {
        (void)print(grade, word);
    }
    faults_add(faults, problem_name(fault.verdict), pointer, word);
}

void ask_marks_fault(const struct rules *rules, const struct sheet *sheet, struct fault fault,
                     struct faults *faults)
{
    const char *name = problem_name(fault.verdict);
    switch (fault.verdict) {
    case V_OK:
        break;
    case V_MARK_OUT_OF_RANGE:
    case V_MARK_OFF_STEP:
    case V_ASPECT_UNKNOWN:
    case V_ASPECT_TWICE:
        if (sheet->declared) {
            fault_of_declared(fault.item, fault, faults);
        } else {
            fault_of_mark(rules, sheet, fault, faults);
        }
        break;
    case V_ASPECT_MISSING:
        faults_add(faults, name, "/marks",
                   fault.item < rules->aspect_count ? rules->aspects[fault.item].id : "");
        break;
    case V_MARKS_NOT_EXPECTED:
        faults_add(faults, name, "/marks", "");
        break;
    case V_DECLARED_NOT_HERE:
    case V_DECLARED_MISSING:
        fault_of_declared(fault.item, fault, faults);
        break;
    case V_SCALE_INCOMPLETE:
        fault_of_scale(rules, sheet, fault, faults);
        break;
    case V_SKILL_DIFFERS:
    case V_TOTAL_OVERFLOW:
        faults_add(faults, name, "", "");
        break;
    }
}
