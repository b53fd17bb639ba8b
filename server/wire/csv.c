#include "wire/csv.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/must.h"
#include "base/text.h"

#include <iconv.h>
#include <stdint.h>

static const struct {
    const char *name, *name_zh;
    bool needed, list;
} fields[CSV_FIELDS] = {
    {"id", "编号", true, false},
    {"skill", "赛项", true, false},
    {"code", "加密号", false, false},
    {"person", "人员号", false, false},
    {"name", "姓名", true, false},
    {"second_name", "第二姓名", false, false},
    {"delegation", "代表队", false, false},
    {"team", "团体", false, false},
    {"group", "组别", false, false},
    {"traits", "条件", false, true},
    {"id_number", "证件号码", false, false},
};

struct parser {
    struct arena *arena;
    struct buf *problem;
    const char *at, *end;
    size_t line;
    size_t count;
    struct slice cells[CSV_COLUMNS_MAX]; // of the row that is being read
};

static bool fail(struct parser *parser, const char *words)
{
    text_printf(parser->problem, "line %zu: %s", parser->line, words);
    return false;
}

static bool undouble(struct parser *parser, struct slice *cell, size_t doubled)
{
    char *out = arena_alloc(parser->arena, cell->len - doubled);
    size_t len = 0;
    for (size_t i = 0; i < cell->len; i++) {
        out[len++] = cell->at[i];
        i += cell->at[i] == '"';
    }
    *cell = (struct slice){out, len};
    return true;
}

// A quoted cell: the opening quote has been passed. Doubled quotes stand for one.
static bool read_quoted(struct parser *parser, struct slice *ret)
{
    const char *start = parser->at;
    size_t doubled = 0;
    for (; parser->at < parser->end; parser->at++) {
        parser->line += *parser->at == '\n';
        if (*parser->at != '"') {
            continue;
        }
        if (parser->at + 1 == parser->end || parser->at[1] != '"') {
            *ret = (struct slice){start, (size_t)(parser->at++ - start)};
            return doubled == 0 || undouble(parser, ret, doubled);
        }
        parser->at++;
        doubled++;
    }
    return fail(parser, "a quote is not closed");
}

static bool is_row_end(const struct parser *parser)
{
    return parser->at == parser->end || *parser->at == '\n' ||
           (*parser->at == '\r' && (parser->at + 1 == parser->end || parser->at[1] == '\n'));
}

static bool read_cell(struct parser *parser, struct slice *ret)
{
    if (parser->at < parser->end && *parser->at == '"') {
        parser->at++;
        if (!read_quoted(parser, ret)) {
            return false;
        }
        return is_row_end(parser) || *parser->at == ',' ||
               fail(parser, "text follows a closing quote");
    }
    const char *start = parser->at;
    while (!is_row_end(parser) && *parser->at != ',') {
        parser->at++;
    }
    *ret = (struct slice){start, (size_t)(parser->at - start)};
    return true;
}

static bool read_row(struct parser *parser)
{
    for (parser->count = 0;;) {
        if (parser->count == CSV_COLUMNS_MAX) {
            return fail(parser, "too many columns");
        }
        if (!read_cell(parser, &parser->cells[parser->count])) {
            return false;
        }
        parser->count++;
        if (is_row_end(parser)) {
            break;
        }
        parser->at++; // the comma
    }
    if (parser->at < parser->end && *parser->at == '\r') {
        parser->at++;
    }
    if (parser->at < parser->end) {
        parser->at++;
    }
    return true;
}

static bool row_is_blank(const struct parser *parser)
{
    for (size_t i = 0; i < parser->count; i++) {
        if (parser->cells[i].len > 0) {
            return false;
        }
    }
    return true;
}

static void keep_row(struct parser *parser, size_t line, struct csv_row *ret)
{
    struct slice *cells = arena_alloc(parser->arena, parser->count * sizeof *cells);
    memcpy(cells, parser->cells, parser->count * sizeof *cells);
    *ret = (struct csv_row){line, parser->count, cells};
}

static size_t lines_in(struct slice text)
{
    size_t lines = 1;
    for (size_t i = 0; i < text.len; i++) {
        lines += text.at[i] == '\n';
    }
    return lines;
}

// Spreadsheets of Chinese Windows save GB18030 unless asked; such bytes are hardly ever valid UTF-8
// by chance.
static bool to_utf8(struct arena *arena, struct slice text, struct slice *ret)
{
    if (slice_starts(text, "\xef\xbb\xbf")) {
        text = (struct slice){text.at + 3, text.len - 3};
    }
    if (text_is_utf8(text)) {
        *ret = text;
        return true;
    }
    iconv_t to = iconv_open("UTF-8", "GB18030");
    if ((intptr_t)to == -1) {
        return false;
    }
    char *in = arena_copy(arena, text);
    size_t in_left = text.len;
    size_t cap = 3 * text.len + 4; // two bytes become three at most, four become four
    char *out = arena_alloc(arena, cap);
    char *at = out;
    size_t left = cap;
    bool good = iconv(to, &in, &in_left, &at, &left) != (size_t)-1;
    (void)iconv_close(to);
    *ret = (struct slice){out, cap - left};
    return good && text_is_utf8(*ret);
}

bool csv_read(struct arena *arena, struct slice text, struct csv *ret, struct buf *problem)
{
    struct slice utf8 = SLICE_NONE;
    if (!to_utf8(arena, text, &utf8)) {
        text_printf(problem, "the file is neither UTF-8 nor GB18030");
        return false;
    }
    struct parser *parser = arena_alloc(arena, sizeof *parser);
    *parser = (struct parser){
        .arena = arena, .problem = problem, .at = utf8.at, .end = utf8.at + utf8.len, .line = 1};
    size_t most = lines_in(utf8);
    if (most > CSV_ROWS_MAX) {
        text_printf(problem, "the file has more than %d lines", CSV_ROWS_MAX);
        return false;
    }
    struct csv_row *rows = arena_alloc(arena, most * sizeof *rows);
    size_t count = 0;
    while (parser->at < parser->end) {
        size_t line = parser->line;
        if (!read_row(parser)) {
            return false;
        }
        parser->line++;
        if (!row_is_blank(parser)) {
            keep_row(parser, line, &rows[count++]);
        }
    }
    *ret = (struct csv){count, rows};
    return true;
}

static bool is_blank(char sign)
{
    return sign == ' ' || sign == '\t';
}

static struct slice trim(struct slice text)
{
    while (text.len > 0 && is_blank(text.at[0])) {
        text = (struct slice){text.at + 1, text.len - 1};
    }
    while (text.len > 0 && is_blank(text.at[text.len - 1])) {
        text.len--;
    }
    return text;
}

static int field_of(struct slice title)
{
    for (int i = 0; i < CSV_FIELDS; i++) {
        if (slice_is(title, fields[i].name) || slice_is(title, fields[i].name_zh)) {
            return i;
        }
    }
    return -1;
}

static bool take_title(struct csv_roster *roster, size_t at, struct buf *problem)
{
    const struct csv_row *titles = &roster->csv.rows[0];
    struct slice title = trim(titles->cells[at]);
    int field = field_of(title);
    if (title.len == 0) {
        return true;
    }
    if (field < 0 || roster->column[field] >= 0) {
        text_printf(problem, "line %zu: the column \"%.*s\" is %s", titles->line, SLICE_FMT(title),
                    field < 0 ? "not known" : "there twice");
        return false;
    }
    roster->column[field] = (int)at;
    return true;
}

static bool has_needed(const struct csv_roster *roster, struct buf *problem)
{
    for (int i = 0; i < CSV_FIELDS; i++) {
        if (fields[i].needed && roster->column[i] < 0) {
            text_printf(problem, "line %zu: the column \"%s\" (%s) is missing",
                        roster->csv.rows[0].line, fields[i].name, fields[i].name_zh);
            return false;
        }
    }
    return true;
}

static bool read_titles(struct csv_roster *roster, struct buf *problem)
{
    for (int i = 0; i < CSV_FIELDS; i++) {
        roster->column[i] = -1;
    }
    if (roster->csv.row_count == 0) {
        text_printf(problem, "the file has no rows");
        return false;
    }
    for (size_t i = 0; i < roster->csv.rows[0].count; i++) {
        if (!take_title(roster, i, problem)) {
            return false;
        }
    }
    return has_needed(roster, problem);
}

bool csv_roster(struct arena *arena, struct slice text, struct csv_roster *ret, struct buf *problem)
{
    struct csv_roster roster = {.count = 0};
    if (!csv_read(arena, text, &roster.csv, problem) || !read_titles(&roster, problem)) {
        return false;
    }
    for (size_t i = 1; i < roster.csv.row_count; i++) {
        if (roster.csv.rows[i].count > roster.csv.rows[0].count) {
            text_printf(problem, "line %zu: more cells than columns", roster.csv.rows[i].line);
            return false;
        }
    }
    roster.count = roster.csv.row_count - 1;
    *ret = roster;
    return true;
}

static struct slice cell(const struct csv_roster *roster, size_t at, int field)
{
    const struct csv_row *row = &roster->csv.rows[at + 1];
    int column = roster->column[field];
    return column >= 0 && (size_t)column < row->count ? trim(row->cells[column]) : SLICE("");
}

struct slice csv_roster_id(const struct csv_roster *roster, size_t at)
{
    must(at < roster->count);
    return cell(roster, at, 0);
}

// The length of the mark between two elements of a list that stands here; 0: none.
static size_t mark_at(struct slice text)
{
    static const char *const marks[] = {" ", "\t", ",", ";", "、", "，", "；"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (slice_starts(text, marks[i])) {
            return strlen(marks[i]);
        }
    }
    return 0;
}

static void write_list(struct slice text, struct buf *out)
{
    bool first = true;
    text_add(out, SLICE("["));
    while (text.len > 0) {
        size_t len = 0;
        while (len < text.len && !mark_at((struct slice){text.at + len, text.len - len})) {
            len++;
        }
        if (len > 0) {
            text_add(out, first ? SLICE("") : SLICE(","));
            text_json(out, (struct slice){text.at, len});
            first = false;
        }
        text = (struct slice){text.at + len, text.len - len};
        size_t mark = mark_at(text);
        text = (struct slice){text.at + mark, text.len - mark};
    }
    text_add(out, SLICE("]"));
}

static void write_competitor(const struct csv_roster *roster, size_t at, struct buf *out)
{
    bool first = true;
    for (int field = 0; field < CSV_FIELDS; field++) {
        struct slice value = cell(roster, at, field);
        if (value.len == 0) {
            continue;
        }
        text_printf(out, "%s\"%s\":", first ? "" : ",", fields[field].name);
        if (fields[field].list) {
            write_list(value, out);
        } else {
            text_json(out, value);
        }
        first = false;
    }
}

void csv_roster_write(const struct csv_roster *roster, size_t from, size_t count, struct buf *out)
{
    must(from + count <= roster->count);
    text_add(out, SLICE("{\"competitors\":["));
    for (size_t i = from; i < from + count; i++) {
        text_add(out, i > from ? SLICE(",{") : SLICE("{"));
        write_competitor(roster, i, out);
        text_add(out, SLICE("}"));
    }
    text_add(out, SLICE("]}"));
}
