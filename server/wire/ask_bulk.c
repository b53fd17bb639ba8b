#include "wire/ask_bulk.h"

#include "base/arena.h"
#include "base/table.h"
#include "wire/ask_marks.h"
#include "wire/ask_verdict.h"
#include "wire/problem.h"

#include <stdio.h>

static const struct reader_field fields[] = {
    {"part", true}, {"seat", true}, {"aspect", true}, {"rows", true}, {NULL, false}};

// ---- reading

static void read_part(struct reader *reader, const struct rules *rules, struct ask_bulk *ret)
{
    struct slice id = reader_any_text(reader, reader->root, "part");
    struct slice seat = reader_any_text(reader, reader->root, "seat");
    ret->part = id.at ? rules_find_part(rules, id.at, id.len) : RULES_NONE;
    if (ret->part == RULES_NONE) {
        if (id.at) {
            reader_fault_at(reader, "part", "unknown-part", id.at);
        }
        return;
    }
    if (!rules->parts[ret->part].one_by_one) {
        reader_fault_at(reader, "part", "bulk-not-here", id.at);
    }
    ret->seat = seat.at ? rules_find_seat(rules, ret->part, seat.at, seat.len) : RULES_NONE;
    if (seat.at && ret->seat == RULES_NONE) {
        reader_fault_at(reader, "seat", "unknown-seat", seat.at);
    } else if (ret->seat == rules->parts[ret->part].seat_count) {
        reader_fault_at(reader, "seat", problem_name(V_MARKS_NOT_EXPECTED), "");
    }
}

static void read_aspect(struct reader *reader, const struct rules *rules, struct ask_bulk *ret)
{
    struct slice id = reader_any_text(reader, reader->root, "aspect");
    if (!id.at || ret->part == RULES_NONE) {
        return;
    }
    ret->aspect = rules_find_aspect(rules, ret->part, id.at, id.len);
    if (ret->aspect == RULES_NONE) {
        reader_fault_at(reader, "aspect", "aspect-unknown", id.at);
    } else if (rules->aspects[ret->aspect].input == RULES_DEDUCTION) {
        reader_fault_at(reader, "aspect", "bulk-not-here", id.at);
    }
}

static void read_row(struct reader *reader, const struct rules_aspect *aspect, json_t *value,
                     struct table *seen, struct ask_bulk_row *ret)
{
    if (json_array_size(value) != 2) {
        reader_fault(reader, "wrong-type", json_is_array(value) ? "@list 2 – 2" : "@type-list");
        return;
    }
    ret->competitor = reader_id_in(reader, value, 0);
    if (ret->competitor.at && table_put(seen, ret->competitor, reader)) {
        size_t into = reader_into_at(reader, 0);
        reader_fault(reader, problem_name(V_RULING_TWICE), ret->competitor.at);
        reader_back(reader, into);
    }
    size_t into = reader_into_at(reader, 1);
    (void)ask_marks_value_or_code(reader, aspect, json_array_get(value, 1), &ret->mark.value);
    reader_back(reader, into);
}

static void read_rows(struct reader *reader, const struct rules *rules, struct ask_bulk *ret)
{
    static const struct rules_aspect unknown = {.codes = 0};
    json_t *list = reader_list(reader, reader->root, "rows", 1, ASK_BULK_MAX);
    size_t count = json_array_size(list);
    struct ask_bulk_row *rows = arena_alloc(reader->arena, count * sizeof *rows);
    struct table *seen = table_new();
    size_t into = reader_into(reader, "rows");
    for (size_t i = 0; i < count; i++) {
        size_t inner = reader_into_at(reader, i);
        rows[i].mark.aspect = ret->aspect;
        read_row(reader, ret->aspect == RULES_NONE ? &unknown : &rules->aspects[ret->aspect],
                 json_array_get(list, i), seen, &rows[i]);
        reader_back(reader, inner);
    }
    reader_back(reader, into);
    table_free(seen);
    ret->rows = rows;
    ret->count = count;
}

bool ask_bulk_read(struct arena *arena, const struct rules *rules, struct slice json,
                   struct ask_bulk *ret, struct faults *faults)
{
    struct reader reader;
    struct ask_bulk bulk = {.part = RULES_NONE, .seat = RULES_NONE, .aspect = RULES_NONE};
    if (reader_open(&reader, arena, json, faults)) {
        (void)reader_object(&reader, reader.root, fields);
        read_part(&reader, rules, &bulk);
        read_aspect(&reader, rules, &bulk);
        read_rows(&reader, rules, &bulk);
        if (reader.good) {
            *ret = bulk;
        }
    }
    reader_close(&reader);
    return reader.good;
}

// ---- to the engine and back

struct sheet ask_bulk_sheet(const struct ask_bulk *bulk, size_t row)
{
    return (struct sheet){
        .part = bulk->part, .seat = bulk->seat, .mark_count = 1, .marks = &bulk->rows[row].mark};
}

void ask_bulk_fault(const struct rules *rules, const struct ask_bulk *bulk, size_t row,
                    struct fault fault, struct faults *faults)
{
    char pointer[FAULTS_POINTER_MAX];
    bool range = fault.verdict == V_MARK_OUT_OF_RANGE || fault.verdict == V_MARK_OFF_STEP;
    bool value = range || fault.verdict == V_JUDGES_APART || fault.verdict == V_TOTAL_OVERFLOW;
    if (fault.verdict == V_OK) {
        return;
    }
    if (!value) {
        ask_bulk_who_fault(bulk, row, problem_name(fault.verdict), faults);
        return;
    }
    (void)snprintf(pointer, sizeof pointer, "/rows/%zu/1", row);
    if (range) {
        ask_verdict_of_value(&rules->aspects[bulk->aspect], &bulk->rows[row].mark, fault.verdict,
                             pointer, faults);
    } else {
        faults_add(faults, problem_name(fault.verdict), pointer, "");
    }
}

void ask_bulk_who_fault(const struct ask_bulk *bulk, size_t row, const char *name,
                        struct faults *faults)
{
    char pointer[FAULTS_POINTER_MAX];
    (void)snprintf(pointer, sizeof pointer, "/rows/%zu/0", row);
    faults_add(faults, name, pointer, bulk->rows[row].competitor.at);
}
