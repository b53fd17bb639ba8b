// A spreadsheet's text of any bytes: rows and cells inside of the limits, or one sentence; and a
// roster in it becomes JSON that the server's own reader takes or refuses, but can read.
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "wire/csv.h"

#include <jansson.h>

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void look_at(const struct csv *csv)
{
    size_t line = 0;
    check(csv->row_count <= CSV_ROWS_MAX);
    for (size_t i = 0; i < csv->row_count; i++) {
        check(csv->rows[i].count >= 1 && csv->rows[i].count <= CSV_COLUMNS_MAX);
        check(csv->rows[i].line > line);
        line = csv->rows[i].line;
        for (size_t k = 0; k < csv->rows[i].count; k++) {
            check(text_is_utf8(csv->rows[i].cells[k]));
        }
    }
}

static void write_roster(const struct csv_roster *roster)
{
    struct buf *out = buf_new(1024);
    json_error_t error;
    csv_roster_write(roster, 0, roster->count, out);
    json_t *json = json_loadb(out->bytes, out->len, JSON_ALLOW_NUL, &error);
    check(json && json_array_size(json_object_get(json, "competitors")) == roster->count);
    json_decref(json);
    (void)buf_unref(out);
    if (roster->count > 0) {
        (void)csv_roster_id(roster, roster->count - 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct buf *problem = buf_new(256);
    struct slice text = {(const char *)data, size};
    struct csv_roster roster;
    struct csv csv;
    bool good = csv_read(arena, text, &csv, problem);
    check(good == (problem->len == 0));
    if (good) {
        look_at(&csv);
    }
    problem->len = 0;
    if (csv_roster(arena, text, &roster, problem)) {
        check(good && problem->len == 0);
        write_roster(&roster);
    } else {
        check(problem->len > 0 && text_is_utf8((struct slice){problem->bytes, problem->len}));
    }
    (void)buf_unref(problem);
    arena_free(arena);
    return 0;
}
