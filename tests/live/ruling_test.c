// Rulings and bulk marks, folded from the journal.
#include "base/buf.h"
#include "live/awaited.h"
#include "live/merged.h"
#include "live/order.h"
#include "live/results.h"
#include "tests/live/book.h"

static void team_and_traits_are_of_the_roster(void **state)
{
    (void)state;
    struct forge *it = book_new();

    assert_int_equal(it->record->team_count, 2);
    assert_string_equal(it->record->teams[book_who(it, "x3")->team]->id, "blue");
    assert_int_equal(book_who(it, "x1")->team, book_who(it, "x2")->team);
    assert_int_equal(book_who(it, "x4")->team, RULES_NONE);
    assert_int_equal(book_who(it, "x1")->traits, 1);
    assert_int_equal(book_who(it, "x3")->traits, 3);
    forge_free(it);
}

static void an_adjustment_counts_as_often_as_it_was_ruled(void **state)
{
    (void)state;
    struct forge *it = book_new();

    book_prelim(it, "x1", "8");
    book_rule(it, "adjust", "'competitor':'x1','adjustment':'late','times':2,'reason':'r'");
    assert_string_equal(book_total(it, "x1", 0), "6");
    book_rule(it, "adjust", "'competitor':'x1','adjustment':'late','times':0,'reason':'r'");
    assert_string_equal(book_total(it, "x1", 0), "8");
    assert_int_equal(it->record->ruling_count, 2);
    assert_int_equal(it->record->rulings[1]->number, it->record->followed);
    forge_free(it);
}

static void a_status_takes_the_sheets_that_are_awaited_away(void **state)
{
    (void)state;
    struct forge *it = book_new();

    book_mark(it, "p1/x1/J1 a=8");
    assert_int_equal(book_result(it, "x1", 0)->status, RULES_RUNNING);
    book_rule(it, "status", "'competitor':'x1','status':'withdrawn','reason':'r'");
    assert_int_equal(book_result(it, "x1", 0)->status, RULES_WITHDRAWN);
    assert_int_equal(forge_add(it, book_sheet(it, "p1/x1/J2 a=8")), RECORD_BROKEN);
    forge_free(it);
}

static void a_void_takes_the_sheet_away_so_that_the_seat_begins_anew(void **state)
{
    (void)state;
    struct forge *it = book_new();

    book_prelim(it, "x1", "8");
    book_rule(it, "void", "'part':'p1','competitor':'x1','seat':'J2','reason':'r'");
    assert_null(record_sheet(it->record, book_who(it, "x1"), 0, 1));
    assert_false(book_result(it, "x1", 0)->complete);
    assert_int_equal(it->record->skills[0].stages[0].done, 2);
    book_mark(it, "p1/x1/J2 a=5"); // replaces nothing
    assert_string_equal(book_total(it, "x1", 0), "7");
    forge_free(it);
}

static void an_excused_seat_shrinks_the_panel(void **state)
{
    (void)state;
    struct forge *it = book_new();

    book_mark(it, "p1/x1/J1 a=8");
    book_mark(it, "p1/x1/J2 a=6");
    assert_false(book_result(it, "x1", 0)->complete);
    book_rule(it, "excuse",
              "'part':'p1','competitor':'x1','seat':'J3','excused':true,'reason':'r'");
    assert_true(book_result(it, "x1", 0)->complete);
    assert_string_equal(book_total(it, "x1", 0), "7");
    forge_free(it);
}

static void a_held_panel_is_accepted_by_a_ruling(void **state)
{
    (void)state;
    struct forge *it = book_new();

    book_mark(it, "p1/x1/J1 a=9");
    book_mark(it, "p1/x1/J2 a=2");
    book_mark(it, "p1/x1/J3 a=1");
    assert_true(book_result(it, "x1", 0)->held);
    assert_true(awaited_held(it->record, 0));
    book_rule(it, "accept", "'part':'p1','competitor':'x1','accepted':true,'reason':'r'");
    assert_false(book_result(it, "x1", 0)->held);
    assert_string_equal(book_total(it, "x1", 0), "4");
    forge_free(it);
}

static void a_field_by_the_engines_cut_lets_the_first_two_in_and_all_others_out(void **state)
{
    (void)state;
    struct forge *it = book_new();

    book_prelim(it, "x1", "8");
    book_prelim(it, "x2", "7");
    book_prelim(it, "x3", "6");
    book_rule(it, "field", "'skill':'s','stage':'final'");
    assert_int_equal(book_result(it, "x1", 1)->field, FIELD_IN);
    assert_int_equal(book_result(it, "x2", 1)->field, FIELD_IN);
    assert_int_equal(book_result(it, "x3", 1)->field, FIELD_OUT);
    assert_int_equal(book_result(it, "x4", 1)->field, FIELD_OUT);
    assert_int_equal(forge_add(it, book_sheet(it, "p2/x3/J1 b=9")), RECORD_BROKEN);
    forge_free(it);
}

static void a_field_by_name_may_be_another_than_the_cut(void **state)
{
    (void)state;
    struct forge *it = book_new();

    book_rule(it, "field", "'stage':'final','competitors':['x4','x1']");
    book_rule(it, "field", "'stage':'final','competitors':['x3']");
    assert_int_equal(book_result(it, "x1", 1)->field, FIELD_OUT);
    assert_int_equal(book_result(it, "x3", 1)->field, FIELD_IN);
    assert_int_equal(book_result(it, "x4", 1)->field, FIELD_OUT);
    forge_free(it);
}

static void an_order_decides_between_equals(void **state)
{
    (void)state;
    struct forge *it = book_new();
    struct rank_line *lines = NULL;

    book_prelim(it, "x1", "8");
    book_prelim(it, "x2", "8");
    assert_int_equal(order_stage(it->arena, it->record, 0, &lines), 2);
    assert_true(lines[0].shared);
    book_rule(it, "order", "'stage':'prelim','competitors':['x2','x1'],'by':'lot','reason':'r'");
    assert_int_equal(order_stage(it->arena, it->record, 0, &lines), 2);
    assert_false(lines[0].shared);
    assert_int_equal(lines[0].who, book_who(it, "x2")->index);
    assert_int_equal(lines[1].place, 2);
    forge_free(it);
}

static void matches_are_kept_once_and_a_new_draw_drops_those_of_others(void **state)
{
    (void)state;
    struct forge *it = book_new();
    const struct record_skill *skill = &it->record->skills[3];

    book_rule(it, "draw", "'stage':'bouts','groups':[['k1','k2','k3']]");
    book_rule(it, "match", "'stage':'bouts','a':'k1','b':'k2','ends':[['2','0'],['2','1']]");
    book_rule(it, "match", "'stage':'bouts','a':'k3','b':'k1','ends':[['2','0'],['2','1']]");
    assert_int_equal(skill->bout_count, 2);
    assert_int_equal(book_result(it, "k1", 0)->wins, 1);
    assert_int_equal(book_result(it, "k1", 0)->losses, 1);
    // the same match told from the other side takes its place
    book_rule(it, "match", "'stage':'bouts','a':'k2','b':'k1','ends':[['2','0'],['2','1']]");
    assert_int_equal(skill->bout_count, 2);
    assert_int_equal(book_result(it, "k1", 0)->losses, 2);
    assert_int_equal(book_result(it, "k2", 0)->wins, 1);
    book_rule(it, "draw", "'stage':'bouts','groups':[['k1','k3','k2']]");
    assert_int_equal(skill->bout_count, 0); // both had a side that now has another number
    forge_free(it);
}

static void one_mark_of_a_relative_skill_moves_others(void **state)
{
    (void)state;
    struct forge *it = book_new();

    book_mark(it, "p3/y1/K1 c=5");
    book_mark(it, "p3/y2/K1 c=4");
    uint32_t before = book_result(it, "y1", 0)->order;
    struct ratio points = book_who(it, "y1")->tally.parts[0];
    book_mark(it, "p3/y3/K1 c=9");
    assert_int_equal(before, 1);
    assert_int_equal(book_result(it, "y1", 0)->order, 2);
    assert_int_not_equal(ratio_compare(points, book_who(it, "y3")->tally.parts[0]), 1);
    assert_int_equal(it->record->skills[1].stages[0].done, 3);
    forge_free(it);
}

static void bulk_marks_add_to_what_the_seat_has_given(void **state)
{
    (void)state;
    struct forge *it = book_new();
    struct entry bulk = {.kind = ENTRY_BULK,
                         .part = SLICE("p5"),
                         .seat = SLICE("C1"),
                         .body =
                             SLICE("{\"part\":\"p5\",\"seat\":\"C1\",\"aspect\":\"two\",\"rows\":"
                                   "[[\"w1\",\"8123\"],[\"w2\",\"77.5\"]]}")};
    uint32_t part = rules_find_part(it->record->rules, "p5", 2);

    book_mark(it, "p5/w1/C1 one=1000");
    assert_int_equal(forge_add(it, bulk), RECORD_GOOD);
    assert_string_equal(book_total(it, "w1", 0), "9123");
    assert_string_equal(book_total(it, "w2", 0), "77.5");
    assert_int_equal(book_result(it, "w3", 0)->done, 0);
    const struct record_sheet *sheet = record_sheet(it->record, book_who(it, "w1"), part, 0);
    assert_int_equal(sheet->number, it->record->followed);
    assert_true(merged_is(it->record->rules, part, 0));
    struct buf *body = buf_new(64);
    merged_write(it->record->rules, book_who(it, "w1"), part, 0, body);
    assert_true(slice_is((struct slice){body->bytes, body->len},
                         "{\"marks\":[{\"aspect\":\"one\",\"value\":\"1000\"},{\"aspect\":\"two\","
                         "\"value\":\"8123\"}]}"));
    buf_unref(body);
    char scope[RECORD_ID_MAX + 2];
    (void)record_scope_of(it->record, book_who(it, "w3"), scope);
    assert_string_equal(scope, "s/w");
    assert_int_equal(record_version(it->record, SLICE("s/w")), 2);
    forge_free(it);
}

static void rulings_that_the_rules_do_not_allow_are_refused(void **state)
{
    (void)state;

    static const struct {
        const char *kind, *members;
    } wrong[] = {
        {"status", "'competitor':'x9','status':'dnf','reason':'r'"},
        {"status", "'competitor':'x1','status':'running','reason':'r'"}, // nothing to lift
        {"adjust", "'competitor':'y1','adjustment':'late','times':1,'reason':'r'"},
        {"void", "'part':'p1','competitor':'x1','seat':'J1','reason':'r'"}, // no sheet there
        {"field", "'skill':'s','stage':'final'"},                           // nobody to let in
        {"order", "'stage':'prelim','competitors':['x1','y1'],'by':'lot','reason':'r'"},
        {"match", "'stage':'bouts','a':'k1','b':'k2','ends':[['2','0']]"}, // not drawn
    };

    for (size_t i = 0; i < ROWS(wrong); i++) {
        struct forge *it = book_new();
        struct entry entry = book_ruling(it, wrong[i].kind, wrong[i].members);
        if (forge_add(it, entry) != RECORD_BROKEN) {
            fail_msg("%s %s", wrong[i].kind, wrong[i].members);
        }
        forge_free(it);
    }
}

RUN(cmocka_unit_test(team_and_traits_are_of_the_roster),
    cmocka_unit_test(an_adjustment_counts_as_often_as_it_was_ruled),
    cmocka_unit_test(a_status_takes_the_sheets_that_are_awaited_away),
    cmocka_unit_test(a_void_takes_the_sheet_away_so_that_the_seat_begins_anew),
    cmocka_unit_test(an_excused_seat_shrinks_the_panel),
    cmocka_unit_test(a_held_panel_is_accepted_by_a_ruling),
    cmocka_unit_test(a_field_by_the_engines_cut_lets_the_first_two_in_and_all_others_out),
    cmocka_unit_test(a_field_by_name_may_be_another_than_the_cut),
    cmocka_unit_test(an_order_decides_between_equals),
    cmocka_unit_test(matches_are_kept_once_and_a_new_draw_drops_those_of_others),
    cmocka_unit_test(one_mark_of_a_relative_skill_moves_others),
    cmocka_unit_test(bulk_marks_add_to_what_the_seat_has_given),
    cmocka_unit_test(rulings_that_the_rules_do_not_allow_are_refused))
