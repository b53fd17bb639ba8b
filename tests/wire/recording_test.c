#include "base/arena.h"
#include "tests/unit.h"
#include "wire/faults.h"
#include "wire/recording_answer.h"

static void check_text(struct slice have, const char *want)
{
    assert_int_equal(have.len, strlen(want));
    assert_memory_equal(have.at, want, have.len);
}

static void a_sheet_gives_its_address_and_the_body_to_send(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct recording_line line;
    struct faults faults = {.count = 0};
    assert_true(recording_read(
        arena,
        SLICE("{\"k\":\"sheet\",\"t\":1500,\"competition\":\"c\",\"judge\":\"j1\",\"part\":\"p\","
              "\"competitor\":\"x\",\"seat\":\"J1\", \"body\": {\"marks\": [{\"aspect\":\"a\","
              "\"value\":\"7.50\"}]}}"),
        &line, &faults));
    assert_int_equal(line.kind, RECORDING_SHEET);
    assert_int_equal(line.at_ms, 1500);
    assert_false(line.amend);
    assert_false(line.declares);
    check_text(line.seat, "J1");
    check_text(line.body, "{\"marks\":[{\"aspect\":\"a\",\"value\":\"7.50\"}]}");
    arena_free(arena);
}

static void an_expectation_gives_its_figures_in_order(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct recording_line line;
    assert_true(recording_read(arena,
                               SLICE("{\"k\":\"expect\",\"t\":0,\"competition\":\"c\",\"skill\":"
                                     "\"s\",\"stage\":\"f\",\"competitor\":\"x\",\"values\":{"
                                     "\"total\":\"45.58\",\"place\":1,\"modules.m\":null}}"),
                               &line, NULL));
    assert_int_equal(line.figure_count, 3);
    check_text(line.figures[0].name, "total");
    check_text(line.figures[0].value, "45.58");
    check_text(line.figures[1].value, "1");
    check_text(line.figures[2].value, "");
    arena_free(arena);
}

static void a_competition_is_known_by_its_definitions_id(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct recording_line line;
    assert_true(recording_read(
        arena, SLICE("{\"k\":\"competition\",\"definition\":{\"id\":\"c1\",\"name\":{}}}"), &line,
        NULL));
    check_text(line.competition, "c1");
    check_text(line.body, "{\"id\":\"c1\",\"name\":{}}");
    arena_free(arena);
}

static void what_is_no_line_of_a_recording_is_refused(void **state)
{
    (void)state;

    static const struct {
        const char *json, *fault, *pointer;
    } rows[] = {
        {"[", "malformed-json", ""},
        {"{}", "missing-field", "/k"},
        {"{\"k\":\"recording\",\"format\":\"jinbang-recording/2\"}", "wrong-type", "/format"},
        {"{\"k\":\"competition\",\"definition\":{}}", "missing-field", "/definition/id"},
        {"{\"k\":\"publish\",\"t\":0,\"competition\":\"c\"}", "missing-field", "/skill"},
        {"{\"k\":\"publish\",\"t\":0,\"competition\":\"c\",\"skill\":\"s\",\"x\":1}",
         "unknown-field", "/x"},
        {"{\"k\":\"expect\",\"t\":0,\"competition\":\"c\",\"skill\":\"s\",\"stage\":\"f\","
         "\"competitor\":\"x\",\"values\":{\"total\":1.5}}",
         "wrong-type", "/values/total"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = arena_new();
        struct recording_line line;
        struct faults faults = {.count = 0};
        assert_false(recording_read(arena, slice_of(rows[i].json), &line, &faults));
        assert_true(faults.count > 0);
        assert_string_equal(faults.items[0].name, rows[i].fault);
        assert_string_equal(faults.items[0].pointer, rows[i].pointer);
        arena_free(arena);
    }
}

static void an_expectation_may_name_any_figure(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct recording_line line;
    assert_true(recording_read(
        arena,
        SLICE(
            "{\"k\":\"expect-end\",\"t\":0,\"competition\":\"c\",\"skill\":\"s\",\"stage\":\"f\","
            "\"competitor\":\"x\",\"values\":{\"own\":\"dnf\",\"place\":\"2.5\",\"status\":"
            "\"withdrawn\",\"field\":\"in\",\"titles\":\"gold,best\",\"promotion\":\"g3\",\"parts."
            "w1\":\"8.5\",\"ties.1\":\"\",\"scale\":null}}"),
        &line, NULL));
    assert_int_equal(line.figure_count, 9);
    check_text(line.figures[0].value, "dnf");
    check_text(line.figures[1].value, "2.5");
    check_text(line.figures[4].value, "gold,best");
    check_text(line.figures[8].value, "");
    assert_true(recording_wants_honours(&line));
    assert_true(recording_wants_parts(&line));
    assert_true(recording_is_honour(SLICE("titles")) && recording_is_honour(SLICE("promotion")));
    assert_false(recording_is_honour(SLICE("total")));
    assert_true(recording_read(arena,
                               SLICE("{\"k\":\"expect\",\"t\":0,\"competition\":\"c\",\"skill\":"
                                     "\"s\",\"stage\":\"f\",\"competitor\":\"x\",\"values\":{"
                                     "\"status\":\"running\",\"modules.m\":\"1\"}}"),
                               &line, NULL));
    check_text(line.figures[0].value, ""); // a row says its status only when it is another
    assert_false(recording_wants_honours(&line));
    assert_false(recording_wants_parts(&line));
    arena_free(arena);
}

static void rulings_and_bulks_give_the_body_to_send(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct recording_line line;
    assert_true(recording_read(arena,
                               SLICE("{\"k\":\"ruling\",\"t\":9,\"competition\":\"c\",\"ruling\":{"
                                     "\"ruling\": \"void\"}}"),
                               &line, NULL));
    assert_int_equal(line.kind, RECORDING_RULING);
    check_text(line.body, "{\"ruling\":\"void\"}");
    assert_true(
        recording_read(arena,
                       SLICE("{\"k\":\"bulk\",\"t\":9,\"competition\":\"c\",\"judge\":"
                             "\"j1\",\"bulk\":{\"part\":\"p\",\"seat\":\"J1\",\"rows\": []}}"),
                       &line, NULL));
    assert_int_equal(line.kind, RECORDING_BULK);
    check_text(line.judge, "j1");
    check_text(line.part, "p");
    check_text(line.seat, "J1");
    check_text(line.body, "{\"part\":\"p\",\"seat\":\"J1\",\"rows\":[]}");
    arena_free(arena);
}

static void a_trial_line_is_what_the_trials_counter_takes(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct recording_line line;
    assert_true(recording_read(
        arena,
        SLICE("{\"k\":\"trial\",\"t\":9,\"competition\":\"c\",\"judge\":\"j1\","
              "\"part\":\"p\",\"seat\":\"J1\",\"sample\":2,\"sheet\":{\"marks\": []}}"),
        &line, NULL));
    assert_int_equal(line.kind, RECORDING_TRIAL);
    check_text(line.judge, "j1");
    check_text(line.body, "{\"part\":\"p\",\"seat\":\"J1\",\"sample\":2,\"sheet\":{\"marks\":[]}}");
    assert_false(recording_is_expectation(line.kind));
    assert_false(recording_read(
        arena,
        SLICE("{\"k\":\"trial\",\"t\":9,\"competition\":\"c\",\"judge\":\"j1\",\"part\":\"p\"}"),
        &line, NULL));
    arena_free(arena);
}

static void fields_and_teams_can_be_expected(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct recording_line line;
    assert_true(
        recording_read(arena,
                       SLICE("{\"k\":\"expect-field\",\"t\":9,\"competition\":\"c\","
                             "\"skill\":\"s\",\"stage\":\"f\",\"competitors\":[\"a\",\"b\"]}"),
                       &line, NULL));
    assert_int_equal(line.kind, RECORDING_EXPECT_FIELD);
    assert_int_equal(line.member_count, 2);
    check_text(line.members[1], "b");
    assert_true(recording_is_expectation(line.kind));
    assert_true(
        recording_read(arena,
                       SLICE("{\"k\":\"expect-team\",\"t\":9,\"competition\":\"c\",\"table\":"
                             "\"all\",\"team\":\"d07\",\"values\":{\"total\":\"12\",\"place\":1}}"),
                       &line, NULL));
    assert_int_equal(line.kind, RECORDING_EXPECT_TEAM);
    check_text(line.table, "all");
    check_text(line.team, "d07");
    check_text(line.figures[1].value, "1");
    assert_true(recording_is_expectation(line.kind));
    assert_true(recording_is_expectation(RECORDING_EXPECT) &&
                recording_is_expectation(RECORDING_EXPECT_END));
    assert_false(recording_is_expectation(RECORDING_RULING));
    arena_free(arena);
}

static void a_figure_that_no_answer_has_is_refused(void **state)
{
    (void)state;

    static const struct {
        const char *kind, *values, *fault, *pointer;
    } rows[] = {
        {"expect", "\"sum\":\"1\"", "unknown-field", "/values/sum"},
        {"expect", "\"modules\":\"1\"", "unknown-field", "/values/modules"},
        {"expect", "\"modules.\":\"1\"", "unknown-field", "/values/modules."},
        {"expect", "\"ties.0\":\"1\"", "unknown-field", "/values/ties.0"},
        {"expect", "\"total\":\"none\"", "wrong-type", "/values/total"},
        {"expect", "\"status\":\"out\"", "wrong-type", "/values/status"},
        {"expect", "\"status\":1", "wrong-type", "/values/status"},
        {"expect", "\"field\":\"yes\"", "wrong-type", "/values/field"},
        {"expect", "\"titles\":\"a b\"", "wrong-type", "/values/titles"},
        {"expect-team", "\"scale\":\"1\"", "unknown-field", "/values/scale"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = arena_new();
        struct recording_line line;
        struct faults faults = {.count = 0};
        const char *address = i < ROWS(rows) - 1
                                  ? "\"skill\":\"s\",\"stage\":\"f\",\"competitor\":\"x\""
                                  : "\"table\":\"t\",\"team\":\"d\"";
        char *json =
            arena_printf(arena, "{\"k\":\"%s\",\"t\":0,\"competition\":\"c\",%s,\"values\":{%s}}",
                         rows[i].kind, address, rows[i].values);
        assert_false(recording_read(arena, slice_of(json), &line, &faults));
        assert_string_equal(faults.items[0].name, rows[i].fault);
        assert_string_equal(faults.items[0].pointer, rows[i].pointer);
        arena_free(arena);
    }
}

static void decimals_are_the_same_when_their_values_are(void **state)
{
    (void)state;

    static const struct {
        const char *a, *b;
        bool same;
    } rows[] = {
        {"8.50", "8.5", true}, {"8", "8.000", true}, {"-0.0", "0", true},    {"0.5", ".5", true},
        {"007", "7", true},    {"-1", "1", false},   {"8.5", "8.51", false}, {"80", "8", false},
        {"", "0", false},      {"", "", true},       {"dnf", "dnf", true},   {"dnf", "dns", false},
        {"a,b", "b,a", true},  {"a,b", "a", false},  {"a", "a,b", false},    {"2.5", "2.50", true}};

    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_int_equal(recording_same(slice_of(rows[i].a), slice_of(rows[i].b)), rows[i].same);
    }
}

static void judges_get_other_ids_for_a_second_try(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    check_text(
        recording_judges(arena, SLICE("{\"judges\":[{\"id\":\"j1\",\"name\":\"A\"}]}"), ".2"),
        "{\"judges\":[{\"id\":\"j1.2\",\"name\":\"A\"}]}");
    arena_free(arena);
}

static void a_row_is_read_exact_where_the_server_says_so(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct recording_row row;
    assert_true(recording_answer_row(
        arena,
        SLICE("{\"total\":2,\"rows\":[{\"id\":\"y\",\"place\":1},{\"id\":\"x\",\"place\":null,"
              "\"total\":\"8.12\",\"total_exact\":\"8.125\",\"modules\":[{\"id\":\"m\",\"value\":"
              "\"3.00\"}]}]}"),
        SLICE("x"), &row));
    assert_true(row.found);
    check_text(recording_answer_figure(&row, SLICE("status")), "");
    check_text(recording_answer_figure(&row, SLICE("total")), "8.125");
    check_text(recording_answer_figure(&row, SLICE("modules.m")), "3.00");
    check_text(recording_answer_figure(&row, SLICE("place")), "");
    check_text(recording_answer_figure(&row, SLICE("modules.other")), "");
    arena_free(arena);
}

static void a_row_has_every_figure_that_can_be_expected(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct recording_row row;
    assert_true(recording_answer_row(
        arena,
        SLICE("{\"rows\":[{\"id\":\"x\",\"place\":2,\"half\":true,\"total\":\"dnf\",\"own_exact\":"
              "\"1.25\",\"status\":\"dsq\",\"field\":\"out\",\"scale\":\"712\",\"modules\":[],"
              "\"parts\":[{\"id\":\"w1\",\"value_exact\":\"7\"},{\"id\":\"w2\",\"value_exact\":"
              "null}],\"ties\":[\"3\",null]}]}"),
        SLICE("x"), &row));

    static const char *const rows[][2] = {
        {"place", "2.5"}, {"total", "dnf"},  {"own", "1.25"},  {"status", "dsq"}, {"field", "out"},
        {"scale", "712"}, {"parts.w1", "7"}, {"parts.w2", ""}, {"ties.1", "3"},   {"ties.2", ""}};

    for (size_t i = 0; i < ROWS(rows); i++) {
        check_text(recording_answer_figure(&row, slice_of(rows[i][0])), rows[i][1]);
    }
    arena_free(arena);
}

static void honours_teams_and_fields_are_read(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct recording_row row;
    struct slice honours = SLICE(
        "{\"skill\":\"s\",\"lines\":[{\"id\":\"y\",\"titles\":[]},{\"id\":\"x\",\"titles\":["
        "\"gold\",\"best\"],\"promotion\":{\"id\":\"g3\",\"grade\":{\"zh\":\"高级\"}}}]}");
    assert_true(recording_answer_honours(arena, honours, SLICE("x"), &row));
    check_text(recording_answer_figure(&row, SLICE("titles")), "gold,best");
    check_text(recording_answer_figure(&row, SLICE("promotion")), "g3");
    assert_true(recording_answer_honours(arena, honours, SLICE("y"), &row));
    check_text(recording_answer_figure(&row, SLICE("titles")), "");
    assert_true(recording_answer_honours(arena, honours, SLICE("z"), &row));
    assert_false(row.found);
    assert_false(recording_answer_honours(arena, SLICE("<html>"), SLICE("x"), &row));
    assert_true(recording_answer_team(
        arena,
        SLICE("{\"lines\":[{\"team\":\"d07\",\"place\":1,\"half\":true,\"total\":\"12.0\"}]}"),
        SLICE("d07"), &row));
    check_text(recording_answer_figure(&row, SLICE("place")), "1.5");
    check_text(recording_answer_figure(&row, SLICE("total")), "12.0");
    const struct slice *ids = NULL;
    size_t count = 0;
    assert_true(recording_answer_field(
        arena,
        SLICE("{\"lines\":[{\"id\":\"a\",\"passes\":true},{\"id\":\"b\",\"passes\":false},{\"id\":"
              "\"c\",\"passes\":true}]}"),
        &ids, &count));
    assert_int_equal(count, 2);
    const struct slice want[] = {SLICE("c"), SLICE("a")};
    assert_true(recording_answer_is_field(ids, count, want, 2));
    assert_false(recording_answer_is_field(ids, count, want, 1));
    assert_false(recording_answer_is_field(ids, 0, want, 2));
    arena_free(arena);
}

static void a_page_without_the_competitor_says_how_far_to_look(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct recording_row row;
    assert_true(recording_answer_row(arena, SLICE("{\"total\":90,\"rows\":[{\"id\":\"y\"}]}"),
                                     SLICE("x"), &row));
    assert_false(row.found);
    assert_int_equal(row.total, 90);
    assert_int_equal(row.row_count, 1);
    arena_free(arena);
}

static void tokens_receipts_and_problems_are_found_in_answers(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const struct recording_token *tokens = NULL;
    size_t count = 0;
    assert_true(recording_answer_tokens(
        arena, SLICE("{\"judges\":[{\"id\":\"j1\",\"token\":\"abc\"}],\"receipt\":{}}"), &tokens,
        &count));
    assert_int_equal(count, 1);
    check_text(tokens[0].token, "abc");
    assert_false(
        recording_answer_tokens(arena, SLICE("{\"judges\":[{\"id\":\"j1\"}]}"), &tokens, &count));
    struct slice receipt, digest, name, detail;
    assert_true(recording_answer_receipt(
        arena, SLICE("{\"receipt\": {\"number\": 7, \"digest\": \"sha-256:00\"}}"), &receipt,
        &digest));
    check_text(receipt, "{\"number\":7,\"digest\":\"sha-256:00\"}");
    check_text(digest, "sha-256:00");
    recording_answer_problem(
        arena,
        SLICE("{\"type\":\"/problems/mark-off-step\",\"detail\":\"no\",\"errors\":[{\"pointer\":"
              "\"/marks/0\",\"detail\":\"0.5\"}]}"),
        &name, &detail);
    check_text(name, "mark-off-step");
    check_text(detail, "no (/marks/0: 0.5)");
    recording_answer_problem(arena, SLICE("<html>"), &name, &detail);
    check_text(name, "");
    arena_free(arena);
}

static void a_sheet_is_the_same_whatever_its_spacing(void **state)
{
    (void)state;
    struct slice shown = SLICE("{\"body\":{\"marks\": [ ]},\"receipt\":{}}");
    assert_true(recording_answer_is_sheet(shown, SLICE("{\"marks\":[]}")));
    assert_false(recording_answer_is_sheet(shown, SLICE("{\"marks\":[1]}")));
    assert_false(recording_answer_is_sheet(SLICE("{}"), SLICE("{\"marks\":[]}")));
}

RUN(cmocka_unit_test(a_sheet_gives_its_address_and_the_body_to_send),
    cmocka_unit_test(an_expectation_gives_its_figures_in_order),
    cmocka_unit_test(a_competition_is_known_by_its_definitions_id),
    cmocka_unit_test(what_is_no_line_of_a_recording_is_refused),
    cmocka_unit_test(an_expectation_may_name_any_figure),
    cmocka_unit_test(rulings_and_bulks_give_the_body_to_send),
    cmocka_unit_test(a_trial_line_is_what_the_trials_counter_takes),
    cmocka_unit_test(fields_and_teams_can_be_expected),
    cmocka_unit_test(a_figure_that_no_answer_has_is_refused),
    cmocka_unit_test(decimals_are_the_same_when_their_values_are),
    cmocka_unit_test(judges_get_other_ids_for_a_second_try),
    cmocka_unit_test(a_row_is_read_exact_where_the_server_says_so),
    cmocka_unit_test(a_row_has_every_figure_that_can_be_expected),
    cmocka_unit_test(honours_teams_and_fields_are_read),
    cmocka_unit_test(a_page_without_the_competitor_says_how_far_to_look),
    cmocka_unit_test(tokens_receipts_and_problems_are_found_in_answers),
    cmocka_unit_test(a_sheet_is_the_same_whatever_its_spacing))
