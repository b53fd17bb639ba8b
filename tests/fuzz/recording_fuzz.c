// A line of a recording, or an answer of a server to the player of one: the first byte says which.
// A refused line has a fault, what was read lies on the arena or in the line, and an answer of any
// bytes is read leniently.
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "wire/faults.h"
#include "wire/problem.h"
#include "wire/recording_answer.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void look_at(struct arena *arena, const struct recording_line *line)
{
    check(line->figure_count <= RECORDING_VALUES_MAX);
    check(text_is_utf8(line->body));
    for (size_t i = 0; i < line->figure_count; i++) {
        check(line->figures[i].name.len > 0);
        check(recording_same(line->figures[i].value, line->figures[i].value));
        (void)recording_is_honour(line->figures[i].name);
    }
    if (line->kind == RECORDING_JUDGES) {
        check(recording_judges(arena, line->body, "-2").len >= line->body.len);
    }
    (void)recording_wants_honours(line);
    (void)recording_wants_parts(line);
}

static void read_line(struct arena *arena, struct slice json)
{
    struct faults faults = {.count = 0};
    struct recording_line line;
    bool good = recording_read(arena, json, &line, &faults);
    check(good == (faults.count == 0));
    if (good) {
        look_at(arena, &line);
    }
    struct buf *buf = buf_new(256);
    problem_write(buf, good ? "internal" : faults.items[0].name, PROBLEM_ZH, "", &faults, "");
    check(text_is_utf8((struct slice){buf->bytes, buf->len}));
    (void)buf_unref(buf);
}

static void read_answer(struct arena *arena, struct slice json)
{
    const struct recording_token *tokens = NULL;
    const struct slice *ids = NULL;
    struct slice one;
    struct slice other;
    struct recording_row row;
    size_t count = 0;
    (void)recording_answer_tokens(arena, json, &tokens, &count);
    (void)recording_answer_receipt(arena, json, &one, &other);
    (void)recording_answer_rules(arena, json);
    if (recording_answer_row(arena, json, SLICE("a"), &row) && row.found) {
        (void)recording_answer_figure(&row, SLICE("total"));
    }
    (void)recording_answer_honours(arena, json, SLICE("a"), &row);
    (void)recording_answer_team(arena, json, SLICE("a"), &row);
    if (recording_answer_field(arena, json, &ids, &count)) {
        check(recording_answer_is_field(ids, count, ids, count));
    }
    recording_answer_problem(arena, json, &one, &other);
    (void)recording_answer_is_sheet(json, SLICE("{\"marks\":[]}"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    struct arena *arena = arena_new();
    struct slice json = {(const char *)data + 1, size - 1};
    (data[0] == 'a' ? read_answer : read_line)(arena, json);
    arena_free(arena);
    return 0;
}
