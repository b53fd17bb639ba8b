#include "base/arena.h"
#include "base/buf.h"
#include "base/secret.h"
#include "base/text.h"
#include "tests/unit.h"
#include "wire/csv.h"

struct reading {
    struct arena *arena;
    struct buf *problem;
    struct csv csv;
    bool good;
};

static struct reading read_text(struct slice text)
{
    struct reading reading = {.arena = arena_new(), .problem = buf_new(64)};
    reading.good = csv_read(reading.arena, text, &reading.csv, reading.problem);
    return reading;
}

static void done(struct reading *reading)
{
    arena_free(reading->arena);
    buf_unref(reading->problem);
}

static void check_cell(const struct reading *reading, size_t row, size_t column, const char *text)
{
    assert_true(row < reading->csv.row_count);
    assert_true(column < reading->csv.rows[row].count);
    struct slice cell = reading->csv.rows[row].cells[column];
    assert_int_equal(cell.len, strlen(text));
    assert_memory_equal(cell.at, text, cell.len);
}

static void refused(struct slice text, const char *sentence)
{
    struct reading reading = read_text(text);
    assert_false(reading.good);
    buf_add(reading.problem, "", 1);
    assert_string_equal(reading.problem->bytes, sentence);
    done(&reading);
}

static void a_quoted_cell_may_hold_commas_lines_and_quotes(void **state)
{
    (void)state;
    struct reading reading = read_text(SLICE("a,\"b,\"\"c\"\"\r\nd\",e\r\nf,,g"));
    assert_true(reading.good);
    assert_int_equal(reading.csv.row_count, 2);
    check_cell(&reading, 0, 1, "b,\"c\"\r\nd");
    check_cell(&reading, 0, 2, "e");
    check_cell(&reading, 1, 1, "");
    check_cell(&reading, 1, 2, "g");
    assert_int_equal(reading.csv.rows[1].line, 3);
    done(&reading);
}

static void a_byte_order_mark_is_no_part_of_the_first_cell(void **state)
{
    (void)state;
    struct reading reading =
        read_text(SLICE("\xef\xbb\xbf"
                        "id,name\n"));
    check_cell(&reading, 0, 0, "id");
    done(&reading);
}

static void a_file_of_chinese_windows_is_read(void **state)
{
    (void)state;
    struct reading reading =
        read_text(SLICE("\xd0\xd5\xc3\xfb,\x82\x30\xb7\x31\n")); // GB18030: four bytes
    assert_true(reading.good);
    check_cell(&reading, 0, 0, "姓名");
    check_cell(&reading, 0, 1, "㛃");
    done(&reading);
}

static void empty_lines_are_passed_over(void **state)
{
    (void)state;
    struct reading reading = read_text(SLICE("a\n\n,,\r\nb"));
    assert_int_equal(reading.csv.row_count, 2);
    check_cell(&reading, 1, 0, "b");
    assert_int_equal(reading.csv.rows[1].line, 4);
    done(&reading);
}

static void nothing_at_all_is_no_rows(void **state)
{
    (void)state;
    struct reading reading = read_text(SLICE_NONE);
    assert_true(reading.good);
    assert_int_equal(reading.csv.row_count, 0);
    done(&reading);
}

static void an_open_quote_is_named_by_its_line(void **state)
{
    (void)state;
    refused(SLICE("a\nb,\"c"), "line 2: a quote is not closed");
}

static void text_behind_a_closing_quote_is_refused(void **state)
{
    (void)state;
    refused(SLICE("\"a\"b,c"), "line 1: text follows a closing quote");
}

static void bytes_of_no_encoding_are_refused(void **state)
{
    (void)state;
    refused(SLICE("a,\xff\xff\n"), "the file is neither UTF-8 nor GB18030");
}

static void a_roster_becomes_the_json_that_the_server_takes(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buf *out = buf_new(64);
    struct csv_roster roster;
    assert_true(csv_roster(arena,
                           SLICE("\xef\xbb\xbf姓名,skill,id,code\r\n扎西·\"x\",welder,c1,\r\n"
                                 "𬍛,welder, c2 ,A7\r\n"),
                           &roster, out));
    assert_int_equal(roster.count, 2);
    assert_true(slice_is(csv_roster_id(&roster, 1), "c2"));
    csv_roster_write(&roster, 0, 2, out);
    assert_true(slice_is(
        (struct slice){out->bytes, out->len},
        "{\"competitors\":[{\"id\":\"c1\",\"skill\":\"welder\",\"name\":\"扎西·\\\"x\\\"\"},"
        "{\"id\":\"c2\",\"skill\":\"welder\",\"code\":\"A7\",\"name\":\"𬍛\"}]}"));
    buf_unref(out);
    arena_free(arena);
}

static void teams_are_ids_and_traits_a_list(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buf *out = buf_new(64);
    struct csv_roster roster;
    assert_true(csv_roster(arena,
                           SLICE("id,skill,name,团体,条件\n"
                                 "c1,w,A,d07,staff、g3；x\n"
                                 "c2,w,B,,\n"
                                 "c3,w,C,d08,\"staff, g3\"\n"
                                 "c4,w,D,d08,；\n"),
                           &roster, out));
    csv_roster_write(&roster, 0, 4, out);
    assert_true(slice_is((struct slice){out->bytes, out->len},
                         "{\"competitors\":[{\"id\":\"c1\",\"skill\":\"w\",\"name\":\"A\",\"team\":"
                         "\"d07\",\"traits\":[\"staff\",\"g3\",\"x\"]},{\"id\":\"c2\",\"skill\":"
                         "\"w\",\"name\":\"B\"},{\"id\":\"c3\",\"skill\":\"w\",\"name\":\"C\","
                         "\"team\":\"d08\",\"traits\":[\"staff\",\"g3\"]},{\"id\":\"c4\",\"skill\":"
                         "\"w\",\"name\":\"D\",\"team\":\"d08\",\"traits\":[]}]}"));
    buf_unref(out);
    arena_free(arena);
}

static void a_roster_with_a_missing_or_strange_column_is_refused(void **state)
{
    (void)state;

    static const struct {
        const char *text, *sentence;
    } rows[] = {
        {"id,skill\nc1,w\n", "line 1: the column \"name\" (姓名) is missing"},
        {"id,skill,name,age\n", "line 1: the column \"age\" is not known"},
        {"id,id,skill,name\n", "line 1: the column \"id\" is there twice"},
        {"id,skill,name\na,b,c,d\n", "line 2: more cells than columns"},
        {"", "the file has no rows"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = arena_new();
        struct buf *problem = buf_new(64);
        struct csv_roster roster;
        assert_false(csv_roster(arena, slice_of(rows[i].text), &roster, problem));
        assert_true(slice_is((struct slice){problem->bytes, problem->len}, rows[i].sentence));
        buf_unref(problem);
        arena_free(arena);
    }
}

RUN(cmocka_unit_test(a_quoted_cell_may_hold_commas_lines_and_quotes),
    cmocka_unit_test(a_byte_order_mark_is_no_part_of_the_first_cell),
    cmocka_unit_test(a_file_of_chinese_windows_is_read),
    cmocka_unit_test(empty_lines_are_passed_over), cmocka_unit_test(nothing_at_all_is_no_rows),
    cmocka_unit_test(an_open_quote_is_named_by_its_line),
    cmocka_unit_test(text_behind_a_closing_quote_is_refused),
    cmocka_unit_test(bytes_of_no_encoding_are_refused),
    cmocka_unit_test(a_roster_becomes_the_json_that_the_server_takes),
    cmocka_unit_test(teams_are_ids_and_traits_a_list),
    cmocka_unit_test(a_roster_with_a_missing_or_strange_column_is_refused))
