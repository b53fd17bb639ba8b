#include "base/buf.h"
#include "base/text.h"
#include "tests/unit.h"
#include "tests/wire/trade.h"
#include "wire/ask_bulk.h"

#include <string.h>

static struct definition *definition;
static const struct rules *rules;
static struct arena *arena;
static struct faults faults;

static int open_all(void **state)
{
    (void)state;
    definition = trade_open();
    rules = definition_rules(definition);
    arena = arena_new();
    faults = (struct faults){0};
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    definition = definition_free(definition);
    arena = arena_free(arena);
    return 0;
}

static void expect_first(const char *name, const char *pointer, const char *word)
{
    assert_true(faults.count > 0);
    assert_string_equal(faults.items[0].name, name);
    assert_string_equal(faults.items[0].pointer, pointer);
    if (word) {
        assert_string_equal(faults.items[0].word, word);
    }
    faults = (struct faults){0};
}

static const char rows_json[] =
    "{\"part\":\"race\",\"seat\":\"J1\",\"aspect\":\"t1\",\"rows\":[[\"c001\",\"81.23\"],[\"c002\","
    "\"dnf\"],[\"c003\",\"0\"]]}";

static void each_row_is_a_sheet_with_one_mark(void **state)
{
    (void)state;
    struct ask_bulk bulk;
    assert_true(ask_bulk_read(arena, rules, slice_of(rows_json), &bulk, &faults));
    assert_int_equal(bulk.part, TRADE_RACE);
    assert_int_equal(bulk.count, 3);
    assert_true(slice_is(bulk.rows[0].competitor, "c001"));
    struct sheet sheet = ask_bulk_sheet(&bulk, 0);
    assert_int_equal(sheet.part, TRADE_RACE);
    assert_int_equal(sheet.seat, 0);
    assert_int_equal(sheet.mark_count, 1);
    assert_int_equal(sheet.marks[0].aspect, rules->parts[TRADE_RACE].aspect_first);
    assert_int_equal(sheet.marks[0].value, 81230000);
    assert_int_equal(sheet.marks[0].cell, 0);
    assert_true(ask_bulk_sheet(&bulk, 1).marks[0].value == POINT_CODE(RULES_DNF));
    assert_int_equal(ask_bulk_sheet(&bulk, 2).marks[0].value, 0);
}

static void a_bulk_has_at_most_a_thousand_rows(void **state)
{
    (void)state;
    for (int count = ASK_BULK_MAX; count <= ASK_BULK_MAX + 1; count++) {
        struct ask_bulk bulk;
        struct buf *buf = buf_new(1 << 16);
        text_printf(buf, "{\"part\":\"race\",\"seat\":\"J1\",\"aspect\":\"t1\",\"rows\":[");
        for (int i = 0; i < count; i++) {
            text_printf(buf, "%s[\"c%d\",\"1\"]", i ? "," : "", i);
        }
        text_printf(buf, "]}");
        bool good =
            ask_bulk_read(arena, rules, (struct slice){buf->bytes, buf->len}, &bulk, &faults);
        assert_int_equal(good, count == ASK_BULK_MAX);
        (void)buf_unref(buf);
    }
    expect_first("wrong-type", "/rows", NULL);
}

static void names_what_is_wrong_with_a_bulk(void **state)
{
    (void)state;
#define HEAD "{\"part\":\"race\",\"seat\":\"J1\",\"aspect\":\"t1\",\"rows\":"

    static const struct {
        const char *json, *name, *pointer, *word;
    } rows[] = {
        {"{}", "missing-field", "/part", "part"},
        {HEAD "[]}", "wrong-type", "/rows", NULL},
        {HEAD "[[\"a\",\"1\"]],\"x\":1}", "unknown-field", "/x", "x"},
        {HEAD "[7]}", "wrong-type", "/rows/0", "@type-list"},
        {HEAD "[[\"a\",\"1\"],[\"b\"]]}", "wrong-type", "/rows/1", "@list 2 – 2"},
        {HEAD "[[7,\"1\"]]}", "wrong-type", "/rows/0/0", "@type-text"},
        {HEAD "[[\"a\",\"1\"],[\"a\",\"2\"]]}", "competitor-twice", "/rows/1/0", "a"},
        {HEAD "[[\"a\",1]]}", "mark-malformed", "/rows/0/1", ""},
        {HEAD "[[\"a\",\"8,5\"]]}", "mark-malformed", "/rows/0/1", "8,5"},
        {HEAD "[[\"a\",\"dsq\"]]}", "code-not-here", "/rows/0/1", "dsq"},
        {HEAD "[[\"a\",\"withdrawn\"]]}", "mark-malformed", "/rows/0/1", "withdrawn"},
        {"{\"part\":\"work\",\"seat\":\"J1\",\"aspect\":\"look\",\"rows\":[[\"a\",\"1\"]]}",
         "bulk-not-here", "/part", "work"},
        {"{\"part\":\"race\",\"seat\":\"J1\",\"aspect\":\"hole\",\"rows\":[[\"a\",\"1\"]]}",
         "bulk-not-here", "/aspect", "hole"},
        {"{\"part\":\"run\",\"seat\":\"J1\",\"aspect\":\"t1\",\"rows\":[[\"a\",\"1\"]]}",
         "unknown-part", "/part", "run"},
        {"{\"part\":\"race\",\"seat\":\"J2\",\"aspect\":\"t1\",\"rows\":[[\"a\",\"1\"]]}",
         "unknown-seat", "/seat", "J2"},
        {"{\"part\":\"race\",\"seat\":\"T\",\"aspect\":\"t1\",\"rows\":[[\"a\",\"1\"]]}",
         "marks-not-expected", "/seat", ""},
        {"{\"part\":\"race\",\"seat\":\"J1\",\"aspect\":\"t9\",\"rows\":[[\"a\",\"1\"]]}",
         "aspect-unknown", "/aspect", "t9"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct ask_bulk bulk = {.count = 77};
        assert_false(ask_bulk_read(arena, rules, slice_of(rows[i].json), &bulk, &faults));
        assert_int_equal(bulk.count, 77);
        expect_first(rows[i].name, rows[i].pointer, rows[i].word);
    }
}

static void the_engines_verdict_stands_at_the_row(void **state)
{
    (void)state;
    struct ask_bulk bulk;
    assert_true(ask_bulk_read(arena, rules, slice_of(rows_json), &bulk, &faults));

    static const struct {
        size_t row;
        enum verdict verdict;
        const char *name, *pointer, *word;
    } rows[] = {
        {0, V_MARK_OUT_OF_RANGE, "mark-out-of-range", "/rows/0/1", "0 – 100"},
        {2, V_MARK_OFF_STEP, "mark-off-step", "/rows/2/1", "0.01"},
        {1, V_MARK_OUT_OF_RANGE, "code-not-here", "/rows/1/1", "dnf"},
        {2, V_TOTAL_OVERFLOW, "total-overflow", "/rows/2/1", ""},
        {1, V_STATUS_CLOSED, "status-closed", "/rows/1/0", "c002"},
        {1, V_SKILL_DIFFERS, "skill-differs", "/rows/1/0", "c002"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        ask_bulk_fault(rules, &bulk, rows[i].row, (struct fault){rows[i].verdict, 0}, &faults);
        assert_int_equal(faults.count, 1);
        expect_first(rows[i].name, rows[i].pointer, rows[i].word);
    }
    ask_bulk_fault(rules, &bulk, 0, (struct fault){V_OK, 0}, &faults);
    assert_int_equal(faults.count, 0);
    ask_bulk_who_fault(&bulk, 2, "unknown-competitor", &faults);
    expect_first("unknown-competitor", "/rows/2/0", "c003");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, open_all, close_all)

RUN(TEST(each_row_is_a_sheet_with_one_mark), TEST(a_bulk_has_at_most_a_thousand_rows),
    TEST(names_what_is_wrong_with_a_bulk), TEST(the_engines_verdict_stands_at_the_row))
