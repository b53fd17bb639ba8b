// What the engine makes of a record: when a skill may be published, what then stands there, and
// what is told of it.
#include "live/results.h"
#include "live/results_cut.h"
#include "live/results_explain.h"
#include "live/results_honours.h"
#include "live/results_publication.h"
#include "live/results_teams.h"
#include "tests/live/book.h"

static struct slice text_of(struct forge *it, struct buf *buf)
{
    struct slice text = {arena_copy(it->arena, (struct slice){buf->bytes, buf->len}), buf->len};

    buf_unref(buf);
    return text;
}

static struct slice publication(struct forge *it, uint32_t skill)
{
    struct buf *out = buf_new(1024);

    results_publication(it->record, skill, out);
    return text_of(it, out);
}

static const char *obstacle(const struct forge *it)
{
    const char *name = results_obstacle(it->record, 0);
    return name ? name : "";
}

static bool holds(struct slice text, const char *piece)
{
    if (memmem(text.at, text.len, piece, strlen(piece))) {
        return true;
    }
    print_message("%.*s\nlacks %s\n", SLICE_FMT(text), piece);
    return false;
}

static void publish(struct forge *it, const char *skill)
{
    uint32_t index = rules_find_skill(it->record->rules, skill, strlen(skill));
    struct entry entry = {.kind = ENTRY_PUBLICATION, .skill = slice_of(skill)};

    assert_null(results_obstacle(it->record, index));
    entry.body = publication(it, index);
    assert_int_equal(forge_add(it, entry), RECORD_GOOD);
}

// All four have finished the preliminary, x1 and x2 are in the final.
static struct forge *at_the_final(void)
{
    struct forge *it = book_new();

    book_prelim(it, "x1", "8");
    book_prelim(it, "x2", "7");
    book_prelim(it, "x3", "6");
    book_prelim(it, "x4", "5");
    book_rule(it, "field", "'skill':'s','stage':'final'");
    return it;
}

static struct forge *finished(void)
{
    struct forge *it = at_the_final();

    book_final(it, "x1", "8");
    book_final(it, "x2", "9");
    return it;
}

static void old_rules_give_the_bytes_that_they_always_gave(void **state)
{
    (void)state;
    struct forge *it = forge_new();

    assert_int_equal(forge_add(it, forge_sheet(it, 0, 0, 17, 0)), RECORD_GOOD);
    assert_int_equal(forge_add(it, forge_sheet(it, 3, 0, 20, 0)), RECORD_GOOD);
    assert_true(slice_is(publication(it, 0),
                         "{\"skill\":\"s\",\"stages\":[{\"stage\":\"final\",\"results\":["
                         "{\"id\":\"x4\",\"place\":1,\"total\":\"10\"},"
                         "{\"id\":\"x1\",\"place\":2,\"total\":\"8.5\"}]}]}"));
    forge_free(it);
}

static void a_skill_waits_for_who_has_no_status(void **state)
{
    (void)state;
    struct forge *it = book_new();

    book_prelim(it, "x1", "8");
    book_prelim(it, "x2", "7");
    book_prelim(it, "x3", "6");
    assert_string_equal(obstacle(it), "not-complete");
    book_rule(it, "status", "'competitor':'x4','status':'dns','reason':'r'");
    assert_string_equal(obstacle(it), "not-complete"); // nobody in the final
    book_rule(it, "field", "'skill':'s','stage':'final'");
    book_final(it, "x1", "8");
    assert_string_equal(obstacle(it), "not-complete"); // x2 is in and awaited
    book_rule(it, "status", "'competitor':'x2','stage':'final','status':'dnf','reason':'r'");
    assert_null(results_obstacle(it->record, 0));
    forge_free(it);
}

static void a_held_panel_holds_the_publication_up(void **state)
{
    (void)state;
    struct forge *it = finished();

    assert_null(results_obstacle(it->record, 0));
    book_mark(it, "p1/x4/J1 a=0");
    book_mark(it, "p1/x4/J2 a=10");
    assert_string_equal(obstacle(it), "panel-held");
    book_rule(it, "accept", "'part':'p1','competitor':'x4','accepted':true,'reason':'r'");
    assert_null(results_obstacle(it->record, 0));
    forge_free(it);
}

static void shared_places_that_are_forbidden_hold_it_up_until_a_ruling_decides(void **state)
{
    (void)state;
    struct forge *it = at_the_final();

    book_final(it, "x1", "8");
    book_final(it, "x2", "8");
    assert_string_equal(obstacle(it), "undecided-places");
    book_rule(it, "order", "'stage':'final','competitors':['x2','x1'],'by':'lot','reason':'r'");
    assert_null(results_obstacle(it->record, 0));
    forge_free(it);
}

static void equals_who_went_out_are_undecided_too(void **state)
{
    (void)state;
    struct forge *it = finished();

    book_prelim(it, "x4", "6");
    assert_string_equal(obstacle(it), "undecided-places");
    book_rule(it, "order", "'stage':'prelim','competitors':['x4','x3'],'by':'lot','reason':'r'");
    assert_null(results_obstacle(it->record, 0));
    forge_free(it);
}

static void a_publication_says_the_overall_standing_and_the_honours(void **state)
{
    (void)state;
    struct forge *it = finished();

    book_rule(it, "award",
              "'skill':'s','competitor':'x1','title':'hand','approved':true,'reason':'r'");
    struct slice text = publication(it, 0);
    assert_true(holds(text, "{\"id\":\"x2\",\"place\":1,\"total\":\"9\",\"title\":\"champion\"}"));
    assert_true(holds(text,
                      "\"overall\":[{\"id\":\"x2\",\"place\":1,\"stage\":\"final\"},"
                      "{\"id\":\"x1\",\"place\":2,\"stage\":\"final\"},"
                      "{\"id\":\"x3\",\"place\":3,\"stage\":\"prelim\"},"
                      "{\"id\":\"x4\",\"place\":4,\"stage\":\"prelim\"}]"));
    assert_true(holds(text,
                      "\"honours\":[{\"id\":\"x2\",\"titles\":[\"champion\"]},"
                      "{\"id\":\"x1\",\"titles\":[\"hand\"]}]"));
    forge_free(it);
}

static void a_status_stands_in_the_publication_behind_those_with_a_place(void **state)
{
    (void)state;
    struct forge *it = finished();

    book_rule(it, "status", "'competitor':'x1','stage':'final','status':'dsq','reason':'r'");
    struct slice text = publication(it, 0);
    assert_true(holds(text,
                      "{\"stage\":\"final\",\"results\":[{\"id\":\"x2\",\"place\":1,"
                      "\"total\":\"9\",\"title\":\"champion\"},{\"id\":\"x1\",\"place\":0,"));
    assert_true(holds(text, "\"status\":\"dsq\"}"));
    forge_free(it);
}

static void after_the_publication_only_approvals_are_taken(void **state)
{
    (void)state;
    struct forge *it = finished();

    publish(it, "s");
    assert_int_equal(book_who(it, "x2")->honours.titles, 1); // champion
    assert_int_equal(book_who(it, "x1")->honours.titles, 0);
    assert_int_equal(book_who(it, "x1")->honours.waiting, 2); // hand
    assert_int_equal(book_who(it, "x3")->honours.promotion, RULES_NONE);
    book_rule(it, "award",
              "'skill':'s','competitor':'x1','title':'hand','approved':true,'reason':'r'");
    assert_int_equal(book_who(it, "x1")->honours.titles, 2);
    assert_int_equal(
        forge_add(it, book_ruling(it, "status", "'competitor':'x1','status':'dsq','reason':'r'")),
        RECORD_BROKEN);
    forge_free(it);
}

static void a_cut_is_proposed_with_its_lines(void **state)
{
    (void)state;
    struct forge *it = book_new();
    struct buf *out = buf_new(256);

    book_prelim(it, "x1", "8");
    book_prelim(it, "x2", "7");
    book_prelim(it, "x3", "7");
    assert_true(results_cut_write(it->record, 1, out));
    assert_false(results_cut_write(it->record, 0, out));
    struct slice text = text_of(it, out);
    assert_true(holds(text, "{\"stage\":\"final\",\"from\":\"prelim\",\"base\":3,\"passing\":3,"));
    assert_true(holds(text, "{\"id\":\"x3\",\"place\":2,\"passes\":true}")); // all at the cut go
    forge_free(it);
}

static void honours_say_what_is_given_and_what_waits(void **state)
{
    (void)state;
    struct forge *it = finished();
    struct buf *out = buf_new(256);

    results_honours_write(it->record, 0, out);
    struct slice text = text_of(it, out);
    assert_true(holds(text, "{\"id\":\"x2\",\"place\":1,\"titles\":[\"champion\"],\"waiting\":[]"));
    assert_true(holds(text, "{\"id\":\"x1\",\"place\":2,\"titles\":[],\"waiting\":[\"hand\"]"));
    assert_true(holds(text, "\"stage\":\"prelim\"}]}"));
    forge_free(it);
}

static void teams_add_up_the_totals_of_their_members(void **state)
{
    (void)state;
    struct forge *it = finished();
    struct buf *out = buf_new(256);

    assert_int_equal(results_teams_find(it->record, "t", 1), 0);
    assert_int_equal(results_teams_find(it->record, "u", 1), RULES_NONE);
    assert_true(results_teams_write(it->record, 0, false, out));
    struct slice text = text_of(it, out);
    assert_true(
        holds(text,
              "\"skills\":1,\"published\":0,\"lines\":[{\"team\":\"red\",\"place\":1,\"total\":"
              "\"17\",\"counted\":2,\"members\":2,"));
    assert_true(holds(text, "{\"team\":\"blue\",\"place\":2,\"total\":\"6\""));
    forge_free(it);
}

static void a_row_says_what_rulings_have_made_of_it(void **state)
{
    (void)state;
    struct forge *it = finished();
    struct scene_row row;

    book_rule(it, "status", "'competitor':'x1','stage':'final','status':'dnf','reason':'r'");
    results_row(it->record, book_who(it, "x1"), 1, (struct results_place){.place = 1},
                RULES_SHOW_CODE, &row);
    assert_int_equal(row.status, RULES_DNF);
    assert_int_equal(row.field, FIELD_IN);
    assert_int_equal(row.place, 0);
    results_row(it->record, book_who(it, "x2"), 1, (struct results_place){.place = 1},
                RULES_SHOW_CODE, &row);
    assert_int_equal(row.place, 1);
    assert_null(row.title); // not before the publication
    results_exact(it->arena, it->record, book_who(it, "x2"), 1, &row);
    results_detail(it->arena, it->record, book_who(it, "x2"), 1, &row);
    assert_string_equal(row.own_exact, "9");
    assert_int_equal(row.part_count, 1);
    assert_string_equal(row.parts[0].value_exact, "9");
    assert_int_equal(row.tie_count, 1);
    forge_free(it);
}

static bool has_kind(const struct explain *explain, enum trace_kind kind)
{
    for (size_t i = 0; i < explain->trace->count; i++) {
        if (explain->trace->lines[i].kind == kind) {
            return true;
        }
    }
    return false;
}

static void an_explanation_ends_with_what_set_him_apart(void **state)
{
    (void)state;
    struct forge *it = finished();
    struct explain explain;

    assert_true(
        results_explain_stage(it->arena, it->record, NULL, book_who(it, "x1"), 1, &explain));
    assert_int_equal(explain.place, 2);
    assert_true(has_kind(&explain, TRACE_TOTAL));
    const struct trace_line *last = &explain.trace->lines[explain.trace->count - 1];
    assert_int_equal(last->kind, TRACE_TIE);
    assert_int_equal(last->n, 0);
    assert_int_equal(last->a.num, 8);
    assert_int_equal(last->b.num, 9);
    assert_true(slice_is(explain_other(&explain, last), "x2"));
    forge_free(it);
}

static void a_relative_result_is_explained_by_its_field(void **state)
{
    (void)state;
    struct forge *it = book_new();
    struct explain explain;

    book_mark(it, "p3/y1/K1 c=5");
    book_mark(it, "p3/y2/K1 c=4");
    book_mark(it, "p4/y1/K1 e=5");
    book_mark(it, "p4/y2/K1 e=5");
    uint32_t stage = it->record->rules->skills[1].stage_first;
    assert_true(
        results_explain_stage(it->arena, it->record, NULL, book_who(it, "y2"), stage, &explain));
    assert_int_equal(explain.place, 2);
    assert_true(has_kind(&explain, TRACE_AGAINST));
    forge_free(it);
}

RUN(cmocka_unit_test(old_rules_give_the_bytes_that_they_always_gave),
    cmocka_unit_test(a_skill_waits_for_who_has_no_status),
    cmocka_unit_test(a_held_panel_holds_the_publication_up),
    cmocka_unit_test(shared_places_that_are_forbidden_hold_it_up_until_a_ruling_decides),
    cmocka_unit_test(equals_who_went_out_are_undecided_too),
    cmocka_unit_test(a_publication_says_the_overall_standing_and_the_honours),
    cmocka_unit_test(a_status_stands_in_the_publication_behind_those_with_a_place),
    cmocka_unit_test(after_the_publication_only_approvals_are_taken),
    cmocka_unit_test(a_cut_is_proposed_with_its_lines),
    cmocka_unit_test(honours_say_what_is_given_and_what_waits),
    cmocka_unit_test(teams_add_up_the_totals_of_their_members),
    cmocka_unit_test(a_row_says_what_rulings_have_made_of_it),
    cmocka_unit_test(an_explanation_ends_with_what_set_him_apart),
    cmocka_unit_test(a_relative_result_is_explained_by_its_field))
