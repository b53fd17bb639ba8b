// Opened codes: what was marked becomes its competitor's, and nothing is lost on the way.
#include "live/join.h"
#include "live/panel.h"
#include "scoring/contest.h"
#include "tests/live/veil.h"

enum { ENTRY, STATION, WORK };

static const struct record_competitor *who(const struct veil *veil, const char *id)
{
    const struct record_competitor *found = record_competitor(veil->forge->record, slice_of(id));
    assert_non_null(found);
    return found;
}

static const char *total(const struct veil *veil, const char *id)
{
    static char text[RATIO_TEXT_MAX + 1];
    text[ratio_print(who(veil, id)->tally.stages[0].total, -1, text)] = 0;
    return text;
}

static void only_the_first_layers_opening_joins(void **state)
{
    (void)state;
    struct veil *veil = veil_new("\"entry\",\"station\",\"work\"", 2);

    veil_draw(veil);
    veil_mark_all(veil, 2, 2);
    for (uint32_t layer = WORK; layer > ENTRY; layer--) {
        struct entry_muster act = veil_open_act(veil, layer);
        assert_false(join_is_due(veil->forge->record, &act));
        veil_good(veil, &act);
        assert_null(record_competitor(veil->forge->record, SLICE("x1")));
    }
    struct entry_muster act = veil_open_act(veil, ENTRY);
    assert_true(join_is_due(veil->forge->record, &act));
    act.act = MUSTER_KEYS;
    assert_false(join_is_due(veil->forge->record, &act));
    veil_free(veil);
}

// x1 gives its panel 1, 2 and 3, x2 2, 4 and 6: whoever got the other's marks would show it.
static void each_competitor_gets_the_marks_of_his_own_code_through_all_layers(void **state)
{
    (void)state;
    static const char *const layers[] = {"\"work\"", "\"entry\",\"station\"",
                                         "\"entry\",\"station\",\"work\""};

    for (size_t i = 0; i < ROWS(layers); i++) {
        struct veil *veil = veil_new(layers[i], 2);
        veil_draw(veil);
        struct slice works[] = {veil_work(veil, "x1"), veil_work(veil, "x2")};
        for (unsigned k = 0; k < 2; k++) {
            for (unsigned seat = 1; seat <= 3; seat++) {
                assert_int_equal(veil_mark(veil, works[k], seat, 2 * (k + 1) * seat), RECORD_GOOD);
            }
        }
        for (uint32_t layer = MUSTER_LAYERS; layer-- > 0;) {
            if ((veil->forge->record->rules->skills[0].blind >> layer & 1) != 0) {
                veil_open(veil, layer);
            }
        }
        assert_string_equal(total(veil, "x1"), "2");
        assert_string_equal(total(veil, "x2"), "4");
        // a sheet that is sent again finds its receipt, and what it was about
        assert_ptr_equal(record_competitor(veil->forge->record, works[0]), who(veil, "x1"));
        assert_false(who(veil, "x1")->aside);
        assert_int_equal(veil->forge->record->skills[0].count, 2);
        veil_free(veil);
    }
}

static void who_is_not_here_has_no_work_and_is_on_the_roster_afterwards(void **state)
{
    (void)state;
    struct veil *veil = veil_new("\"work\"", 3);

    veil_check_in(veil->forge, "x2", MUSTER_ABSENT);
    veil_draw(veil);
    assert_null(veil_work(veil, "x2").at);
    veil_mark_all(veil, 1, 2);
    struct slice third = veil_work(veil, "x3");
    for (unsigned seat = 1; seat <= 3; seat++) {
        assert_int_equal(veil_mark(veil, third, seat, 5), RECORD_GOOD);
    }
    veil_open(veil, WORK);
    assert_false(who(veil, "x2")->tally.stages[0].started);
    assert_false(who(veil, "x2")->aside);
    assert_string_equal(total(veil, "x3"), "2.5");
    veil_free(veil);
}

static void recuse(struct veil *veil, const char *competitor, bool lifted)
{
    struct entry_muster act = {
        .act = MUSTER_RECUSE, .judge = SLICE("j1"), .why = SLICE("kinship"), .lifted = lifted};
    struct slice ids[] = {slice_of(competitor)};

    act.ids = (struct entry_muster_ids){1, ids};
    veil_good(veil, &act);
}

// J1, J2 and J3 give 1, 2 and 3: with J1 the mean is 2, without it 2.5.
static void a_recused_seat_stops_counting_at_the_opening_and_its_sheet_stays(void **state)
{
    (void)state;
    struct veil *veil = veil_new("\"work\"", 3);

    recuse(veil, "x1", false);
    veil_draw(veil);
    recuse(veil, "x2", false);
    recuse(veil, "x2", true); // and taken back
    veil_mark_all(veil, 3, 2);
    struct slice work = veil_work(veil, "x1");
    const struct record_competitor *marked = record_competitor(veil->forge->record, work);
    assert_int_equal(ratio_compare(marked->tally.stages[0].total, (struct ratio){2, 1}), 0);
    veil_open(veil, WORK);
    assert_string_equal(total(veil, "x1"), "2.5");
    assert_string_equal(total(veil, "x2"), "2");
    assert_string_equal(total(veil, "x3"), "2");
    assert_non_null(record_sheet(veil->forge->record, who(veil, "x1"), 0, 0));
    veil_free(veil);
}

static void void_seat(struct veil *veil, struct slice work, const char *seat)
{
    char *body = arena_printf(veil->forge->arena,
                              "{\"ruling\":\"void\",\"part\":\"p\",\"competitor\":\"%.*s\","
                              "\"seat\":\"%s\",\"reason\":\"r\"}",
                              SLICE_FMT(work), seat);
    struct entry entry = {.kind = ENTRY_RULING, .ruling = SLICE("void"), .body = slice_of(body)};

    if (forge_add(veil->forge, entry) != RECORD_GOOD) {
        fail_msg("%s", veil->forge->why);
    }
}

static void what_was_ruled_of_a_work_holds_for_its_competitor(void **state)
{
    (void)state;
    struct veil *veil = veil_new("\"work\"", 2);

    veil_draw(veil);
    veil_mark_all(veil, 2, 2);
    struct slice work = veil_work(veil, "x2");
    void_seat(veil, work, "J3");
    assert_int_equal(veil_mark(veil, work, 3, 12), RECORD_GOOD);
    veil_open(veil, WORK);
    assert_string_equal(total(veil, "x1"), "2");
    assert_string_equal(total(veil, "x2"), "3");
    veil_free(veil);
}

static const char *obstacle(const struct veil *veil, struct slice id, uint32_t seat)
{
    const struct record *record = veil->forge->record;
    const char *problem = panel_obstacle(record, record_competitor(record, id), 0, seat);
    return problem ? problem : "";
}

// The panel shrinks, so that J3 is not awaited; when the codes are open he knows whose work it is.
static void a_seat_that_has_not_marked_by_the_opening_cannot_mark_any_more(void **state)
{
    (void)state;
    struct veil *veil = veil_new_with("\"entry\",\"work\"", "\"missing\":\"given\",", 2);

    veil_draw(veil);
    struct slice works[] = {veil_work(veil, "x1"), veil_work(veil, "x2")};
    for (unsigned i = 0; i < 4; i++) {
        assert_int_equal(veil_mark(veil, works[i / 2], 1 + i % 2, 8), RECORD_GOOD);
    }
    void_seat(veil, works[1], "J1");
    assert_string_equal(obstacle(veil, works[0], 2), "");
    veil_open(veil, WORK);
    assert_string_equal(obstacle(veil, works[0], 2), "codes-opened");
    assert_string_equal(obstacle(veil, works[1], 0), "codes-opened"); // voided before
    void_seat(veil, works[0], "J2");
    assert_string_equal(obstacle(veil, works[0], 1), ""); // since: the chief judge wants it anew
    veil_open(veil, ENTRY);
    assert_string_equal(obstacle(veil, SLICE("x1"), 1), ""); // by name too
    assert_int_equal(veil_mark(veil, SLICE("x1"), 2, 4), RECORD_GOOD);
    assert_int_equal(veil_mark(veil, SLICE("x1"), 3, 4), RECORD_BROKEN);
    veil_free(veil);
}

static void opening_twice_from_the_same_bytes_is_the_same_record(void **state)
{
    (void)state;
    struct veil *veil = veil_new("\"entry\",\"work\"", 3);
    struct forge *again = forge_bare("c1");

    recuse(veil, "x3", false);
    veil_draw(veil);
    veil_mark_all(veil, 3, 2);
    veil_open(veil, WORK);
    veil_open(veil, ENTRY);
    for (size_t i = 1; i <= veil->forge->count; i++) {
        assert_int_equal(forge_take(again, veil->forge->entries[i]), RECORD_GOOD);
    }
    assert_int_equal(again->record->competitor_count, veil->forge->record->competitor_count);
    for (size_t i = 0; i < again->record->competitor_count; i++) {
        const struct record_competitor *one = veil->forge->record->competitors[i];
        const struct record_competitor *other = again->record->competitors[i];
        assert_string_equal(one->id, other->id);
        assert_string_equal(one->code, other->code);
        assert_int_equal(ratio_compare(one->tally.stages[0].total, other->tally.stages[0].total),
                         0);
    }
    forge_free(again);
    veil_free(veil);
}

RUN(cmocka_unit_test(only_the_first_layers_opening_joins),
    cmocka_unit_test(each_competitor_gets_the_marks_of_his_own_code_through_all_layers),
    cmocka_unit_test(who_is_not_here_has_no_work_and_is_on_the_roster_afterwards),
    cmocka_unit_test(a_recused_seat_stops_counting_at_the_opening_and_its_sheet_stays),
    cmocka_unit_test(what_was_ruled_of_a_work_holds_for_its_competitor),
    cmocka_unit_test(a_seat_that_has_not_marked_by_the_opening_cannot_mark_any_more),
    cmocka_unit_test(opening_twice_from_the_same_bytes_is_the_same_record))
