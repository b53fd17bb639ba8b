#include "base/arena.h"
#include "base/buf.h"
#include "base/must.h"
#include "tests/unit.h"
#include "wire/ask.h"
#include "wire/definition.h"
#include "wire/faults.h"

#include <stdio.h>
#include <string.h>

// Parts of fixtures/examples/small.json.
enum { W_TRIAL, W_THEORY, W1, R1 };

static struct definition *definition;
static const struct rules *rules;
static struct arena *arena;
static struct faults faults;

static int open_all(void **state)
{
    (void)state;
    static char text[1 << 16];
    FILE *file = fopen(SOURCE_DIR "/fixtures/examples/small.json", "rbe");
    must(file);
    size_t len = fread(text, 1, sizeof text, file);
    (void)fclose(file);
    faults = (struct faults){0};
    definition = definition_read((struct slice){text, len}, &faults);
    must(definition);
    rules = definition_rules(definition);
    arena = arena_new();
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    definition = definition_free(definition);
    arena = arena_free(arena);
    return 0;
}

static void expect_fault(bool good, const char *name, const char *pointer, const char *word)
{
    assert_false(good);
    assert_true(faults.count > 0);
    assert_string_equal(faults.items[0].name, name);
    assert_string_equal(faults.items[0].pointer, pointer);
    if (word) {
        assert_string_equal(faults.items[0].word, word);
    }
    faults = (struct faults){0};
}

// ---- sheets

static void reads_the_marks_of_a_judge(void **state)
{
    (void)state;
    struct sheet sheet;
    assert_true(ask_sheet(
        arena, rules, W1, 2,
        SLICE(
            "{\"marks\":[{\"aspect\":\"inside\",\"value\":\"55.5\"},{\"aspect\":\"look\","
            "\"value\":\"-0\"}],\"client_time\":\"2026-05-01T09:30:12Z\",\"note\":\"焊缝\\n好\"}"),
        &sheet, &faults));
    assert_int_equal(sheet.part, W1);
    assert_int_equal(sheet.seat, 2);
    assert_int_equal(sheet.mark_count, 2);
    assert_int_equal(sheet.marks[0].aspect, rules->parts[W1].aspect_first + 1);
    assert_int_equal(sheet.marks[0].value, 55500000);
    assert_int_equal(sheet.marks[1].value, 0);
    assert_null(sheet.declared);
}

static void reads_a_declaration_of_the_technical_seat(void **state)
{
    (void)state;
    struct sheet sheet;
    assert_true(ask_sheet(arena, rules, R1, 3,
                          SLICE("{\"declared\":{\"base\":\"4.4\",\"scale\":{\"-3\":\"-1.5\",\"0\":"
                                "\"0\"},\"difficulty\":\"2.8\",\"deduction\":\"1.0\"}}"),
                          &sheet, &faults));
    assert_int_equal(sheet.mark_count, 0);
    assert_int_equal(sheet.declared->has, RULES_DECLARES_BASE | RULES_DECLARES_SCALE |
                                              RULES_DECLARES_DIFFICULTY | RULES_DECLARES_DEDUCTION);
    assert_int_equal(sheet.declared->base, 4400000);
    assert_int_equal(sheet.declared->scale_count, 2);
    assert_int_equal(sheet.declared->scale[0].grade, -3 * POINT_ONE);
    assert_int_equal(sheet.declared->scale[0].value, -1500000);
    assert_false(sheet.declared->no_marks);
}

static void reads_that_no_marks_are_expected(void **state)
{
    (void)state;
    struct sheet sheet;
    assert_true(ask_sheet(arena, rules, R1, 3, SLICE("{\"declared\":{\"no_marks\":true}}"), &sheet,
                          &faults));
    assert_true(sheet.declared->no_marks);
    assert_int_equal(sheet.declared->has, RULES_DECLARES_NO_MARKS);
}

static void a_mark_that_is_no_plain_decimal_in_a_string_is_malformed(void **state)
{
    (void)state;
    static const char *const values[] = {
        "8.5",      "8",        "null",    "true",          "[]",
        "{}",       "\"\"",     "\"8,5\"", "\"1e3\"",       "\"8。5\"",
        "\"８.5\"", "\" 8\"",   "\"8 \"",  "\"+8\"",        "\".5\"",
        "\"8.\"",   "\"0x8\"",  "\"--8\"", "\"8.5000001\"", "\"1234567890123\"",
        "\"NaN\"",  "\"8.5.1\""};
    for (size_t i = 0; i < ROWS(values); i++) {
        struct sheet sheet;
        char *json =
            arena_printf(arena, "{\"marks\":[{\"aspect\":\"seam\",\"value\":%s}]}", values[i]);
        expect_fault(ask_sheet(arena, rules, W_TRIAL, 0, slice_of(json), &sheet, &faults),
                     "mark-malformed", "/marks/0/value", NULL);
    }
}

static void names_what_is_wrong_with_a_sheet(void **state)
{
    (void)state;

    static const struct {
        uint32_t part, seat;
        const char *json, *name, *pointer, *word;
    } rows[] = {
        {W1, 0, "x", "malformed-json", "", NULL},
        {W1, 0, "[]", "wrong-type", "", "@type-object"},
        {W1, 0, "{}", "missing-field", "/marks", "marks"},
        {W1, 0, "{\"marks\":{}}", "wrong-type", "/marks", "@type-list"},
        {W1, 0, "{\"marks\":[7]}", "wrong-type", "/marks/0", "@type-object"},
        {W1, 0, "{\"marks\":[{\"value\":\"1\"}]}", "missing-field", "/marks/0/aspect", "aspect"},
        {W1, 0, "{\"marks\":[{\"aspect\":\"look\"}]}", "missing-field", "/marks/0/value", "value"},
        {W1, 0, "{\"marks\":[{\"aspect\":1,\"value\":\"1\"}]}", "wrong-type", "/marks/0/aspect",
         "@type-text"},
        {W1, 0, "{\"marks\":[{\"aspect\":\"seam\",\"value\":\"1\"}]}", "aspect-unknown",
         "/marks/0/aspect", "seam"},
        {W1, 0, "{\"marks\":[{\"aspect\":\"look\",\"value\":\"1\",\"x\":1}]}", "unknown-field",
         "/marks/0/x", "x"},
        {W1, 0, "{\"marks\":[],\"mark\":1}", "unknown-field", "/mark", "mark"},
        {W1, 0, "{\"marks\":[],\"note\":7}", "wrong-type", "/note", "@type-text"},
        {W1, 0, "{\"declared\":{}}", "declared-not-here", "/declared", ""},
        {R1, 3, "{\"marks\":[]}", "marks-not-expected", "/marks", ""},
        {R1, 3, "{}", "missing-field", "/declared", "declared"},
        {R1, 3, "{\"declared\":[]}", "wrong-type", "/declared", "@type-object"},
        {R1, 3, "{\"declared\":{\"speed\":\"1\"}}", "unknown-field", "/declared/speed", "speed"},
        {R1, 3, "{\"declared\":{\"base\":4.4}}", "mark-malformed", "/declared/base", ""},
        {R1, 3, "{\"declared\":{\"scale\":[]}}", "wrong-type", "/declared/scale", "@type-object"},
        {R1, 3, "{\"declared\":{\"scale\":{\"a/b\":\"1\"}}}", "mark-malformed",
         "/declared/scale/a~1b", "a/b"},
        {R1, 3, "{\"declared\":{\"scale\":{\"1\":1}}}", "mark-malformed", "/declared/scale/1", ""},
        {R1, 3, "{\"declared\":{\"no_marks\":\"yes\"}}", "wrong-type", "/declared/no_marks",
         "@type-flag"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct sheet sheet = {.part = 77};
        bool good = ask_sheet(arena, rules, rows[i].part, rows[i].seat, slice_of(rows[i].json),
                              &sheet, &faults);
        assert_int_equal(sheet.part, 77); // a failed read leaves its answer alone
        expect_fault(good, rows[i].name, rows[i].pointer, rows[i].word);
    }
}

static void an_overlong_scale_or_note_is_refused(void **state)
{
    (void)state;
    struct sheet sheet;
    struct buf *buf = buf_new(4096);
    buf_add(buf, "{\"declared\":{\"scale\":{", 22);
    for (int i = 0; i <= RULES_SCALE_MAX; i++) {
        char *step = arena_printf(arena, "%s\"%d\":\"1\"", i ? "," : "", i);
        buf_add(buf, step, strlen(step));
    }
    buf_add(buf, "}}}", 3);
    expect_fault(
        ask_sheet(arena, rules, R1, 3, (struct slice){buf->bytes, buf->len}, &sheet, &faults),
        "wrong-type", "/declared/scale", NULL);
    (void)buf_unref(buf);
}

static void the_engines_verdict_becomes_pointer_and_word(void **state)
{
    (void)state;
    struct mark marks[] = {{rules->parts[W1].aspect_first, 0, 0},
                           {rules->parts[W1].aspect_first + 1, 0, 0}};
    struct sheet sheet = {.part = W1, .mark_count = 2, .marks = marks};
    struct declared declared = {.scale_count = 2, .scale = {{-3000000, 0}, {-2000000, 0}}};
    struct sheet technical = {.part = R1, .seat = 3, .declared = &declared};

    const struct {
        const struct sheet *sheet;
        struct fault fault;
        const char *name, *pointer, *word;
    } rows[] = {
        {&sheet, {V_MARK_OUT_OF_RANGE, 1}, "mark-out-of-range", "/marks/1/value", "0 – 60"},
        {&sheet, {V_MARK_OFF_STEP, 0}, "mark-off-step", "/marks/0/value", "0.5"},
        {&sheet, {V_ASPECT_TWICE, 1}, "aspect-twice", "/marks/1/aspect", "inside"},
        {&sheet, {V_ASPECT_UNKNOWN, 0}, "aspect-unknown", "/marks/0/aspect", "look"},
        {&sheet, {V_ASPECT_MISSING, marks[1].aspect}, "aspect-missing", "/marks", "inside"},
        {&sheet, {V_MARKS_NOT_EXPECTED, 0}, "marks-not-expected", "/marks", ""},
        {&sheet, {V_SKILL_DIFFERS, 0}, "skill-differs", "", ""},
        {&sheet, {V_TOTAL_OVERFLOW, 0}, "total-overflow", "", ""},
        {&technical,
         {V_DECLARED_NOT_HERE, RULES_DECLARES_FACTOR},
         "declared-not-here",
         "/declared/factor",
         "factor"},
        {&technical, {V_DECLARED_NOT_HERE, 0}, "declared-not-here", "/declared", ""},
        {&technical,
         {V_DECLARED_MISSING, RULES_DECLARES_BASE},
         "declared-missing",
         "/declared/base",
         "base"},
        {&technical,
         {V_MARK_OUT_OF_RANGE, RULES_DECLARES_DEDUCTION},
         "mark-out-of-range",
         "/declared/deduction",
         "0 – 1000000"},
        {&technical,
         {V_MARK_OUT_OF_RANGE, RULES_DECLARES_BASE},
         "mark-out-of-range",
         "/declared/base",
         "-1000000 – 1000000"},
        {&technical,
         {V_MARK_OUT_OF_RANGE, RULES_DECLARES_FACTOR},
         "mark-out-of-range",
         "/declared/factor",
         "0 – 100"},
        {&technical,
         {V_MARK_OUT_OF_RANGE, RULES_DECLARES_DIVISOR},
         "mark-out-of-range",
         "/declared/divisor",
         "0.1 – 1000000"},
        {&technical,
         {V_MARK_OFF_STEP, RULES_DECLARES_DIFFICULTY},
         "mark-off-step",
         "/declared/difficulty",
         "0.001"},
        {&technical, {V_SCALE_INCOMPLETE, 1}, "scale-incomplete", "/declared/scale/-2", "-2"},
        {&technical, {V_SCALE_INCOMPLETE, 2}, "scale-incomplete", "/declared/scale", "-1"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        ask_fault(rules, rows[i].sheet, rows[i].fault, &faults);
        assert_int_equal(faults.count, 1);
        expect_fault(false, rows[i].name, rows[i].pointer, rows[i].word);
    }
    ask_fault(rules, &sheet, (struct fault){V_OK, 0}, &faults);
    assert_int_equal(faults.count, 0);
}

// ---- batches

static void a_batch_keeps_the_exact_bytes_of_each_body(void **state)
{
    (void)state;
    static const char json[] =
        "\n{ \"sheets\" : [ {\"body\" : {\"marks\":[ {\"x\":\"a\\\"]}{\"} ] } ,\"key\":\"k1\","
        "\"part\":\"p\",\"competitor\":\"c\",\"seat\":\"J1\"} "
        ",\r\n\t{\"key\":\"k2\",\"part\":\"p\","
        "\"competitor\":\"c\",\"seat\":\"J2\",\"if_match\":\"12\",\"bod\\u0079\":[1e3,  null]},"
        "{\"key\":\"k3\",\"part\":\"body\",\"competitor\":\"{\",\"seat\":\"\\\\\",\"body\":\"\"}, "
        "{\"key\":\"\",\"part\":\"\",\"competitor\":\"\",\"seat\":\"\",\"body\":-1.50 }] } ";
    struct ask_batch batch;
    assert_true(ask_batch(arena, slice_of(json), &batch, &faults));
    assert_int_equal(batch.count, 4);
    assert_true(slice_is(batch.items[0].body, "{\"marks\":[ {\"x\":\"a\\\"]}{\"} ] }"));
    assert_true(slice_is(batch.items[0].key, "k1"));
    assert_null(batch.items[0].if_match.at);
    assert_true(slice_is(batch.items[1].body, "[1e3,  null]"));
    assert_true(slice_is(batch.items[1].if_match, "12"));
    assert_true(slice_is(batch.items[2].body, "\"\""));
    assert_true(slice_is(batch.items[2].seat, "\\"));
    assert_true(slice_is(batch.items[3].body, "-1.50"));
    assert_true(batch.items[0].body.at > json && batch.items[0].body.at < json + sizeof json);
}

static void names_what_is_wrong_with_a_batch(void **state)
{
    (void)state;
#define ITEM "\"key\":\"k\",\"part\":\"p\",\"competitor\":\"c\",\"seat\":\"s\""

    static const struct {
        const char *json, *name, *pointer;
    } rows[] = {
        {"", "malformed-json", ""},
        {"{}", "missing-field", "/sheets"},
        {"{\"sheets\":[]}", "wrong-type", "/sheets"},
        {"{\"sheets\":[],\"x\":1}", "unknown-field", "/x"},
        {"{\"sheets\":[{" ITEM "}]}", "missing-field", "/sheets/0/body"},
        {"{\"sheets\":[{" ITEM ",\"body\":{}},{" ITEM ",\"body\":{},\"a\":1}]}", "unknown-field",
         "/sheets/1/a"},
        {"{\"sheets\":[{" ITEM ",\"body\":{},\"if_match\":12}]}", "wrong-type",
         "/sheets/0/if_match"},
        {"{\"sheets\":[{" ITEM ",\"body\":{},\"body\":{}}]}", "duplicate-key", ""},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct ask_batch batch;
        expect_fault(ask_batch(arena, slice_of(rows[i].json), &batch, &faults), rows[i].name,
                     rows[i].pointer, NULL);
    }
}

static void a_batch_has_at_most_two_hundred_sheets(void **state)
{
    (void)state;
    struct ask_batch batch;
    for (size_t count = ASK_BATCH_MAX; count <= ASK_BATCH_MAX + 1; count++) {
        struct buf *buf = buf_new(1 << 16);
        buf_add(buf, "{\"sheets\":[", 11);
        for (size_t i = 0; i < count; i++) {
            static const char item[] = ",{" ITEM ",\"body\":{}}";
            buf_add(buf, i ? item : item + 1, sizeof item - (i ? 1 : 2));
        }
        buf_add(buf, "]}", 2);
        bool good = ask_batch(arena, (struct slice){buf->bytes, buf->len}, &batch, &faults);
        assert_int_equal(good, count == ASK_BATCH_MAX);
        (void)buf_unref(buf);
    }
}

// ---- nothing, live

static void nothing_is_an_empty_object(void **state)
{
    (void)state;
    assert_true(ask_nothing(arena, SLICE(" { } "), &faults));
    expect_fault(ask_nothing(arena, SLICE("{\"x\":1}"), &faults), "unknown-field", "/x", "x");
    expect_fault(ask_nothing(arena, SLICE(""), &faults), "malformed-json", "", NULL);
    expect_fault(ask_nothing(arena, SLICE("[]"), &faults), "wrong-type", "", NULL);
}

static void reads_live_messages(void **state)
{
    (void)state;
    struct ask_live live;
    assert_true(ask_live(arena,
                         SLICE("{\"type\":\"hello\",\"boards\":[\"a/b/c/top12\",\"a/b/c/page2\"]}"),
                         &live, &faults));
    assert_int_equal(live.type, ASK_HELLO);
    assert_int_equal(live.board_count, 2);
    assert_true(slice_is(live.boards[1], "a/b/c/page2"));
    assert_null(live.resume.at);
    assert_true(ask_live(
        arena, SLICE("{\"bearer\":\"b\",\"resume\":\"r\",\"boards\":[],\"type\":\"hello\"}"), &live,
        &faults));
    assert_true(slice_is(live.resume, "r") && slice_is(live.bearer, "b"));
    assert_int_equal(live.board_count, 0);

    static const struct {
        const char *word;
        enum ask_live_type type;
    } rows[] = {
        {"subscribe", ASK_SUBSCRIBE}, {"unsubscribe", ASK_UNSUBSCRIBE}, {"resync", ASK_RESYNC}};

    for (size_t i = 0; i < ROWS(rows); i++) {
        char *json = arena_printf(arena, "{\"type\":\"%s\",\"board\":\"x\"}", rows[i].word);
        assert_true(ask_live(arena, slice_of(json), &live, &faults));
        assert_int_equal(live.type, rows[i].type);
        assert_int_equal(live.board_count, 1);
        assert_true(slice_is(live.boards[0], "x"));
    }
}

static void names_what_is_wrong_with_a_live_message(void **state)
{
    (void)state;

    static const struct {
        const char *json, *name, *pointer;
    } rows[] = {
        {"{", "malformed-json", ""},
        {"{}", "missing-field", "/type"},
        {"{\"type\":7}", "wrong-type", "/type"},
        {"{\"type\":\"mark\"}", "wrong-type", "/type"},
        {"{\"type\":\"hello\"}", "missing-field", "/boards"},
        {"{\"type\":\"hello\",\"boards\":[1]}", "wrong-type", "/boards/0"},
        {"{\"type\":\"hello\",\"boards\":[],\"board\":\"x\"}", "unknown-field", "/board"},
        {"{\"type\":\"subscribe\"}", "missing-field", "/board"},
        {"{\"type\":\"subscribe\",\"board\":[]}", "wrong-type", "/board"},
        {"{\"type\":\"hello\",\"boards\":[\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\","
         "\"\",\"\",\"\",\"\",\"\",\"\"]}",
         "wrong-type", "/boards"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct ask_live live;
        expect_fault(ask_live(arena, slice_of(rows[i].json), &live, &faults), rows[i].name,
                     rows[i].pointer, NULL);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_all, close_all)
RUN(TEST(reads_the_marks_of_a_judge), TEST(reads_a_declaration_of_the_technical_seat),
    TEST(reads_that_no_marks_are_expected),
    TEST(a_mark_that_is_no_plain_decimal_in_a_string_is_malformed),
    TEST(names_what_is_wrong_with_a_sheet), TEST(an_overlong_scale_or_note_is_refused),
    TEST(the_engines_verdict_becomes_pointer_and_word),
    TEST(a_batch_keeps_the_exact_bytes_of_each_body), TEST(names_what_is_wrong_with_a_batch),
    TEST(a_batch_has_at_most_two_hundred_sheets), TEST(nothing_is_an_empty_object),
    TEST(reads_live_messages), TEST(names_what_is_wrong_with_a_live_message))
