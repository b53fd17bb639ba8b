#include "wire/ask_declared.h"

#include "base/arena.h"
#include "scoring/station.h"
#include "wire/problem.h"

#include <stdio.h>

enum { SHOWN = 2 * FAULTS_WORD_MAX, LOG_NOTE_MAX = 200, KINDS = STATION_KINDS };

static const struct reader_field declared_fields[] = {
    {"base", false},      {"scale", false},    {"difficulty", false}, {"factor", false},
    {"deduction", false}, {"no_marks", false}, {"log", false},        {"time", false},
    {"divisor", false},   {NULL, false}};
static const struct reader_field event_fields[] = {{"event", true},    {"at", true},
                                                   {"seconds", false}, {"by", false},
                                                   {"note", false},    {NULL, false}};
// In the order of their bits.
static const char *const words[] = {"base",     "scale", "difficulty", "factor", "deduction",
                                    "no_marks", "log",   "time",       "divisor"};

const char *ask_declared_word(uint32_t bit)
{
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (bit == 1U << i) {
            return words[i];
        }
    }
    return "";
}

bool ask_declared_value(struct reader *reader, json_t *value, point_t *ret)
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

// A member that is there and readable.
static bool read_figure(struct reader *reader, json_t *object, const char *key, point_t *ret)
{
    json_t *value = json_object_get(object, key);
    size_t into = reader_into(reader, key);
    bool good = value && ask_declared_value(reader, value, ret);
    reader_back(reader, into);
    return good;
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
        (void)ask_declared_value(reader, value, &step.value);
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

// ---- the station log

// What fits; a character that does not fit whole is left out.
static void copy_by(char out[STATION_BY_MAX + 1], struct slice text)
{
    size_t len = text.len < STATION_BY_MAX ? text.len : STATION_BY_MAX;
    while (len < text.len && len > 0 && ((unsigned char)text.at[len] & 0xC0U) == 0x80U) {
        len--;
    }
    if (len) {
        memcpy(out, text.at, len);
    }
    out[len] = 0;
}

static void read_event(struct reader *reader, json_t *value, struct station_event *ret)
{
    const char *kinds[KINDS + 1] = {NULL};
    for (size_t i = 0; i < KINDS; i++) {
        kinds[i] = station_name((enum station_event_kind)i);
    }
    (void)reader_object(reader, value, event_fields);
    ret->kind = (enum station_event_kind)reader_choice(reader, value, "event", kinds, 0);
    (void)read_figure(reader, value, "at", &ret->at);
    bool adds = ret->kind == STATION_ADDED;
    if (adds && !json_object_get(value, "seconds")) {
        reader_fault_at(reader, "seconds", "missing-field", "seconds");
    } else if (!adds && json_object_get(value, "seconds")) {
        reader_fault_at(reader, "seconds", "mark-misplaced", "seconds");
    }
    if (read_figure(reader, value, "seconds", &ret->seconds) && ret->seconds <= 0) {
        reader_fault_at(reader, "seconds", "mark-out-of-range", "@above-zero");
    }
    copy_by(ret->by, reader_text(reader, value, "by", 0, STATION_BY_MAX));
    (void)reader_text(reader, value, "note", 0, LOG_NOTE_MAX);
}

static void settle_log(struct reader *reader, const struct station_event *events, size_t count,
                       struct declared *ret)
{
    struct station_result result = {.started = false};
    size_t bad = 0;
    if (!station_settle(events, count, &result, &bad)) {
        bad = bad < count ? bad : count - 1;
        size_t into = reader_into_at(reader, bad);
        reader_fault(reader, problem_name(V_LOG_ORDER), station_name(events[bad].kind));
        reader_back(reader, into);
        return;
    }
    ret->time = result.net;
    ret->added = result.added;
    ret->warnings = result.warnings;
    ret->offences = result.offences;
    ret->running = !result.ended;
    ret->has |= RULES_DECLARES_LOG;
}

static void read_log(struct reader *reader, json_t *object, struct declared *ret)
{
    json_t *list = reader_list(reader, object, "log", 1, STATION_EVENTS_MAX);
    size_t count = json_array_size(list);
    struct station_event *events = arena_alloc(reader->arena, count * sizeof *events);
    bool good = reader->good;
    reader->good = true; // of the log alone: only a readable one is settled
    size_t into = reader_into(reader, "log");
    for (size_t i = 0; i < count; i++) {
        size_t inner = reader_into_at(reader, i);
        read_event(reader, json_array_get(list, i), &events[i]);
        reader_back(reader, inner);
    }
    if (reader->good && count) {
        settle_log(reader, events, count, ret);
    }
    reader_back(reader, into);
    reader->good &= good;
}

void ask_declared_read(struct reader *reader, json_t *object, struct declared *ret)
{
    const struct {
        const char *key;
        unsigned bit;
        point_t *value;
    } rows[] = {{"base", RULES_DECLARES_BASE, &ret->base},
                {"difficulty", RULES_DECLARES_DIFFICULTY, &ret->difficulty},
                {"factor", RULES_DECLARES_FACTOR, &ret->factor},
                {"deduction", RULES_DECLARES_DEDUCTION, &ret->deduction},
                {"divisor", RULES_DECLARES_DIVISOR, &ret->divisor},
                {"time", RULES_DECLARES_TIME, &ret->time}};

    size_t into = reader_into(reader, "declared");
    (void)reader_object(reader, object, declared_fields);
    read_log(reader, object, ret); // a time that was typed stands before the log's
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (read_figure(reader, object, rows[i].key, rows[i].value)) {
            ret->has |= rows[i].bit;
        }
    }
    read_scale_member(reader, object, ret);
    ret->no_marks = reader_flag(reader, object, "no_marks", false);
    ret->has |= ret->no_marks ? RULES_DECLARES_NO_MARKS : 0U;
    reader_back(reader, into);
}
