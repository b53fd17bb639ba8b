#include "tests/unit.h"
#include "tests/wire/trade.h"
#include "wire/ask.h"

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

static struct sheet read_good(uint32_t part, uint32_t seat, const char *json)
{
    struct sheet sheet = {.part = 77};
    bool good = ask_sheet(arena, rules, part, seat, slice_of(json), &sheet, &faults);
    if (!good) {
        print_error("%s %s %s\n", faults.items[0].name, faults.items[0].pointer,
                    faults.items[0].word);
    }
    assert_true(good);
    return sheet;
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

static void a_deduction_is_one_mark_for_each_fault_and_what_is_not_named_is_none(void **state)
{
    (void)state;
    uint32_t seam = rules->parts[TRADE_WORK].aspect_first;
    struct sheet sheet = read_good(
        TRADE_WORK, 0,
        "{\"marks\":[{\"aspect\":\"size\",\"value\":\"1\"},{\"aspect\":\"seam\",\"faults\":{"
        "\"pore\":\"2\",\"undercut\":\"12.5\"}},{\"aspect\":\"look\",\"value\":\"8\"}]}");
    assert_int_equal(sheet.mark_count, 5);
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(sheet.marks[1 + i].aspect, seam);
        assert_int_equal(sheet.marks[1 + i].cell, i);
    }
    assert_int_equal(sheet.marks[1].value, 12500000);
    assert_int_equal(sheet.marks[2].value, 2 * POINT_ONE);
    assert_int_equal(sheet.marks[3].value, 0);
    assert_int_equal(sheet.marks[4].aspect, seam + 3);
    sheet = read_good(TRADE_WORK, 0, "{\"marks\":[{\"aspect\":\"seam\",\"faults\":{}}]}");
    assert_int_equal(sheet.mark_count, 3);
    assert_int_equal(sheet.marks[2].value, 0);
}

static void a_target_may_be_named_with_what_was_achieved(void **state)
{
    (void)state;
    struct sheet sheet = read_good(
        TRADE_WORK, 0, "{\"marks\":[{\"aspect\":\"out\",\"value\":\"105\",\"target\":\"120\"}]}");
    assert_int_equal(sheet.mark_count, 2);
    assert_int_equal(sheet.marks[0].cell, 0);
    assert_int_equal(sheet.marks[0].value, 105 * POINT_ONE);
    assert_int_equal(sheet.marks[1].cell, 1);
    assert_int_equal(sheet.marks[1].value, 120 * POINT_ONE);
    sheet = read_good(TRADE_WORK, 0, "{\"marks\":[{\"aspect\":\"out\",\"value\":\"105\"}]}");
    assert_int_equal(sheet.mark_count, 1);
}

static void a_code_stands_for_a_value_where_the_aspect_allows_it(void **state)
{
    (void)state;
    struct sheet sheet =
        read_good(TRADE_WORK, 0, "{\"marks\":[{\"aspect\":\"look\",\"code\":\"dnf\"}]}");
    assert_int_equal(sheet.mark_count, 1);
    assert_true(sheet.marks[0].value == POINT_CODE(RULES_DNF));
    sheet = read_good(TRADE_RACE, 0, "{\"marks\":[{\"aspect\":\"t1\",\"code\":\"dns\"}]}");
    assert_true(sheet.marks[0].value == POINT_CODE(RULES_DNS));
}

static void a_part_that_is_marked_one_by_one_takes_some_aspects_only(void **state)
{
    (void)state;
    struct sheet sheet =
        read_good(TRADE_RACE, 0, "{\"marks\":[{\"aspect\":\"t2\",\"value\":\"12.34\"}]}");
    assert_int_equal(sheet.mark_count, 1);
    assert_int_equal(sheet.marks[0].aspect, rules->parts[TRADE_RACE].aspect_first + 1);
}

static void a_station_log_becomes_net_time_and_counts(void **state)
{
    (void)state;
    struct sheet sheet = read_good(
        TRADE_WORK, 3,
        "{\"declared\":{\"divisor\":\"1.8\",\"log\":[{\"event\":\"start\",\"at\":\"0\"},{\"event\":"
        "\"fault_venue\",\"at\":\"60\",\"note\":\"断电\"},{\"event\":\"resume\",\"at\":\"90\"},{"
        "\"event\":\"added\",\"at\":\"90\",\"seconds\":\"120\",\"by\":\"裁判长\"},{\"event\":"
        "\"warning\",\"at\":\"100\"},{\"event\":\"sealed\",\"at\":\"3600.5\"}]}}");
    assert_int_equal(sheet.declared->has, RULES_DECLARES_LOG | RULES_DECLARES_DIVISOR);
    assert_int_equal(sheet.declared->divisor, 1800000);
    assert_int_equal(sheet.declared->time, 3570500000);
    assert_int_equal(sheet.declared->added, 120 * POINT_ONE);
    assert_int_equal(sheet.declared->warnings, 1);
    assert_int_equal(sheet.declared->offences, 0);
    assert_false(sheet.declared->running);
}

static void a_log_without_an_end_is_still_running(void **state)
{
    (void)state;
    struct sheet sheet =
        read_good(TRADE_WORK, 3, "{\"declared\":{\"log\":[{\"event\":\"start\",\"at\":\"0\"}]}}");
    assert_true(sheet.declared->running);
}

static void a_typed_time_is_net_seconds(void **state)
{
    (void)state;
    struct sheet sheet = read_good(TRADE_RACE, 1, "{\"declared\":{\"time\":\"3541.5\"}}");
    assert_int_equal(sheet.declared->has, RULES_DECLARES_TIME);
    assert_int_equal(sheet.declared->time, 3541500000);
}

static void names_what_is_wrong_with_a_mark_of_another_kind(void **state)
{
    (void)state;

    static const struct {
        const char *marks, *name, *pointer, *word;
    } rows[] = {
        {"{\"aspect\":\"seam\",\"value\":\"7\"}", "mark-misplaced", "/marks/0/value", "value"},
        {"{\"aspect\":\"seam\"}", "missing-field", "/marks/0/faults", "faults"},
        {"{\"aspect\":\"look\"}", "missing-field", "/marks/0/value", "value"},
        {"{\"aspect\":\"look\",\"faults\":{}}", "mark-misplaced", "/marks/0/faults", "faults"},
        {"{\"aspect\":\"look\",\"value\":\"1\",\"target\":\"2\"}", "mark-misplaced",
         "/marks/0/target", "target"},
        {"{\"aspect\":\"look\",\"value\":\"1\",\"code\":\"dnf\"}", "mark-misplaced",
         "/marks/0/value", "value"},
        {"{\"aspect\":\"out\",\"target\":\"2\"}", "missing-field", "/marks/0/value", "value"},
        {"{\"aspect\":\"look\",\"code\":\"dsq\"}", "code-not-here", "/marks/0/code", "dsq"},
        {"{\"aspect\":\"size\",\"code\":\"dnf\"}", "code-not-here", "/marks/0/code", "dnf"},
        {"{\"aspect\":\"look\",\"code\":\"withdrawn\"}", "wrong-type", "/marks/0/code", NULL},
        {"{\"aspect\":\"look\",\"code\":7}", "wrong-type", "/marks/0/code", "@type-text"},
        {"{\"aspect\":\"seam\",\"faults\":{\"rust\":\"1\"}}", "fault-unknown",
         "/marks/0/faults/rust", "rust"},
        {"{\"aspect\":\"seam\",\"faults\":{\"pore\":1}}", "mark-malformed", "/marks/0/faults/pore",
         ""},
        {"{\"aspect\":\"seam\",\"faults\":[]}", "wrong-type", "/marks/0/faults", "@type-object"},
        {"{\"aspect\":\"rust\",\"faults\":{}}", "aspect-unknown", "/marks/0/aspect", "rust"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct sheet sheet = {.part = 77};
        char *json = arena_printf(arena, "{\"marks\":[%s]}", rows[i].marks);
        assert_false(ask_sheet(arena, rules, TRADE_WORK, 0, slice_of(json), &sheet, &faults));
        assert_int_equal(sheet.part, 77);
        expect_first(rows[i].name, rows[i].pointer, rows[i].word);
    }
}

static void names_what_is_wrong_with_a_station_log(void **state)
{
    (void)state;

    static const struct {
        const char *log, *name, *pointer, *word;
    } rows[] = {
        {"[]", "wrong-type", "/declared/log", NULL},
        {"{}", "wrong-type", "/declared/log", "@type-list"},
        {"[7]", "wrong-type", "/declared/log/0", "@type-object"},
        {"[{\"event\":\"start\"}]", "missing-field", "/declared/log/0/at", "at"},
        {"[{\"event\":\"begin\",\"at\":\"0\"}]", "wrong-type", "/declared/log/0/event", NULL},
        {"[{\"event\":\"start\",\"at\":0}]", "mark-malformed", "/declared/log/0/at", ""},
        {"[{\"event\":\"sealed\",\"at\":\"0\"}]", "log-order", "/declared/log/0", "sealed"},
        {"[{\"event\":\"start\",\"at\":\"5\"},{\"event\":\"hand\",\"at\":\"4\"}]", "log-order",
         "/declared/log/1", "hand"},
        {"[{\"event\":\"start\",\"at\":\"0\"},{\"event\":\"resume\",\"at\":\"4\"}]", "log-order",
         "/declared/log/1", "resume"},
        {"[{\"event\":\"start\",\"at\":\"0\"},{\"event\":\"added\",\"at\":\"4\"}]", "missing-field",
         "/declared/log/1/seconds", "seconds"},
        {"[{\"event\":\"start\",\"at\":\"0\"},{\"event\":\"added\",\"at\":\"4\",\"seconds\":\"0\"}"
         "]",
         "mark-out-of-range", "/declared/log/1/seconds", "@above-zero"},
        {"[{\"event\":\"start\",\"at\":\"0\",\"seconds\":\"1\"}]", "mark-misplaced",
         "/declared/log/0/seconds", "seconds"},
        {"[{\"event\":\"start\",\"at\":\"0\",\"who\":\"x\"}]", "unknown-field",
         "/declared/log/0/who", "who"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct sheet sheet = {.part = 77};
        char *json = arena_printf(arena, "{\"declared\":{\"log\":%s}}", rows[i].log);
        assert_false(ask_sheet(arena, rules, TRADE_WORK, 3, slice_of(json), &sheet, &faults));
        expect_first(rows[i].name, rows[i].pointer, rows[i].word);
    }
}

static void a_long_name_of_who_added_time_is_cut_at_a_whole_character(void **state)
{
    (void)state;
    struct sheet sheet = read_good(
        TRADE_WORK, 3,
        "{\"declared\":{\"log\":[{\"event\":\"start\",\"at\":\"0\"},{\"event\":\"added\",\"at\":"
        "\"1\",\"seconds\":\"60\",\"by\":"
        "\"技术总监技术总监技术总监技术总监技术总监技术总监技术总监技术总监\"}]}}");
    assert_int_equal(sheet.declared->added, 60 * POINT_ONE);
}

static void a_verdict_stands_where_the_judge_wrote(void **state)
{
    (void)state;
    uint32_t seam = rules->parts[TRADE_WORK].aspect_first;
    const struct mark marks[] = {{seam + 3, 0, 0},
                                 {seam, 0, 0},
                                 {seam, -1, 1},
                                 {seam, 0, 2},
                                 {seam + 2, 5, 0},
                                 {seam + 2, 0, 1},
                                 {seam + 1, POINT_CODE(RULES_DNF), 0}};
    struct sheet sheet = {.part = TRADE_WORK, .mark_count = ROWS(marks), .marks = marks};
    struct declared declared = {.has = RULES_DECLARES_DIVISOR};
    struct sheet technical = {.part = TRADE_WORK, .seat = 3, .declared = &declared};

    const struct {
        const struct sheet *sheet;
        struct fault fault;
        const char *name, *pointer, *word;
    } rows[] = {
        {&sheet, {V_MARK_OUT_OF_RANGE, 0}, "mark-out-of-range", "/marks/0/value", "0 – 10"},
        {&sheet, {V_MARK_OUT_OF_RANGE, 2}, "mark-out-of-range", "/marks/1/faults/pore", NULL},
        {&sheet, {V_MARK_OFF_STEP, 4}, "mark-off-step", "/marks/2/value", "1"},
        {&sheet, {V_MARK_OUT_OF_RANGE, 5}, "mark-out-of-range", "/marks/2/target", "@above-zero"},
        {&sheet, {V_MARK_OUT_OF_RANGE, 6}, "code-not-here", "/marks/3/code", "dnf"},
        {&sheet, {V_ASPECT_TWICE, 4}, "aspect-twice", "/marks/2/aspect", "out"},
        {&sheet, {V_JUDGES_APART, 0}, "judges-apart", "/marks", ""},
        {&sheet, {V_SEAT_EXCUSED, 0}, "seat-excused", "", ""},
        {&sheet, {V_NOT_IN_FIELD, 0}, "not-in-field", "", ""},
        {&sheet, {V_STATUS_CLOSED, 0}, "status-closed", "", ""},
        {&sheet, {V_CUTOFF_MISSED, 0}, "cutoff-missed", "", ""},
        {&technical, {V_LOG_ORDER, 2}, "log-order", "/declared/log/2", ""},
        {&technical,
         {V_DECLARED_MISSING, RULES_DECLARES_LOG},
         "declared-missing",
         "/declared/log",
         "log"},
        {&technical,
         {V_MARK_OUT_OF_RANGE, RULES_DECLARES_DIVISOR},
         "mark-out-of-range",
         "/declared/divisor",
         "0.1 – 1000000"},
        {&technical,
         {V_MARK_OUT_OF_RANGE, RULES_DECLARES_TIME},
         "mark-out-of-range",
         "/declared/time",
         "0 – 1000000"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        ask_fault(rules, rows[i].sheet, rows[i].fault, &faults);
        assert_int_equal(faults.count, 1);
        expect_first(rows[i].name, rows[i].pointer, rows[i].word);
    }
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, open_all, close_all)

RUN(TEST(a_deduction_is_one_mark_for_each_fault_and_what_is_not_named_is_none),
    TEST(a_target_may_be_named_with_what_was_achieved),
    TEST(a_code_stands_for_a_value_where_the_aspect_allows_it),
    TEST(a_part_that_is_marked_one_by_one_takes_some_aspects_only),
    TEST(a_station_log_becomes_net_time_and_counts), TEST(a_log_without_an_end_is_still_running),
    TEST(a_typed_time_is_net_seconds), TEST(names_what_is_wrong_with_a_mark_of_another_kind),
    TEST(names_what_is_wrong_with_a_station_log),
    TEST(a_long_name_of_who_added_time_is_cut_at_a_whole_character),
    TEST(a_verdict_stands_where_the_judge_wrote))
