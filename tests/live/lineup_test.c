// Who stands where is found once between two entries of the journal, and brought up to date after
// some.
#include "base/meter.h"
#include "live/enrol.h"
#include "live/units.h"
#include "tests/live/lined.h"
#include "tests/live/rooms.h"

enum { STAGE = 0 };

static int setup(void **state)
{
    return rooms_open(state, forge_definition, forge_roster);
}

static void mark_by(struct rig_room *it, unsigned seat, unsigned competitor, unsigned halves)
{
    struct site *site = &it->nodes[0];
    const struct record *record = site->room->record;
    struct faults *faults = arena_alloc(it->arena, sizeof *faults);
    struct wisher wisher;

    fill(&wisher, ENTRY_SHEET, forge_marks(it->arena, halves));
    assert_true(
        ask_sheet(it->arena, record->rules, 0, seat, wisher.wish.body, &wisher.sheet, faults));
    wisher.wish.competitor = record->competitors[competitor];
    wisher.wish.seat = seat;
    wisher.wish.sheet = &wisher.sheet;
    add(site, &wisher);
    UNTIL(it->rig, wisher.done);
    assert_null(wisher.wish.refusal);
}

static void mark(struct rig_room *it, unsigned competitor, unsigned halves)
{
    for (unsigned seat = 0; seat < FORGE_SEATS; seat++) {
        mark_by(it, seat, competitor, halves);
    }
}

static const char *first(const struct lineup_stage *stage)
{
    return stage->count > 0 ? lineup_line(stage, 0).competitor->id : "";
}

static void nothing_is_ordered_again_until_the_journal_moves(void **state)
{
    struct rig_room *it = *state;
    struct room *room = it->nodes[0].room;

    mark(it, 0, 10);
    UNTIL(it->rig, room_is_quiet(room));
    const struct rank_line *lines = lineup_at(room, STAGE)->lines;
    assert_string_equal(first(lineup_at(room, STAGE)), "x1");
    assert_ptr_equal(lineup_at(room, STAGE)->lines, lines);
}

static void after_each_mark_the_order_is_the_engines(void **state)
{
    struct rig_room *it = *state;
    struct room *room = it->nodes[0].room;

    for (unsigned i = 0; i < FORGE_COMPETITORS; i++) {
        mark(it, i, 2 + 3 * (i % 4));
        assert_lined(it->arena, room, STAGE);
    }
    assert_string_equal(first(lineup_at(room, STAGE)), "x4");
}

// Who was marked between two looks is put where he stands now; the others' lines are copied.
static void several_who_were_marked_since_are_put_in_at_once(void **state)
{
    struct rig_room *it = *state;
    struct room *room = it->nodes[0].room;

    for (unsigned seat = 0; seat < FORGE_SEATS; seat++) {
        for (unsigned i = 0; i < FORGE_COMPETITORS; i += 1 + seat % 3) {
            mark_by(it, seat, i, 1 + (seat * 5 + i * 3) % 11);
        }
        UNTIL(it->rig, room_is_quiet(room));
        assert_lined(it->arena, room, STAGE);
    }
}

static uint64_t found_anew(void)
{
    return meter_value("jinbang_orders_found_total", "");
}

static void one_mark_among_others_leaves_the_rest_as_it_stood(void **state)
{
    struct rig_room *it = *state;
    struct room *room = it->nodes[0].room;

    for (unsigned i = 0; i < FORGE_COMPETITORS; i++) {
        mark_by(it, 0, i, i);
    }
    (void)lineup_at(room, STAGE);
    uint64_t before = found_anew();
    mark_by(it, 1, 3, 9);
    assert_lined(it->arena, room, STAGE);
    assert_int_equal(found_anew(), before);
    room->record->skills[0].moves += RECORD_MOVED + 1; // as if more had moved than are noted
    mark_by(it, 2, 3, 9);
    assert_lined(it->arena, room, STAGE);
    assert_int_equal(found_anew(), before + 1);
}

// As the people store tells it.
static void belongs(const struct room *room, unsigned competitor, const char *delegation)
{
    enrol_show(&room->record->competitors[competitor]->shown,
               &(struct entry_person){.delegation = slice_of(delegation)});
    room->record->named++;
}

static void assert_units(struct rig_room *it, const struct room *room)
{
    struct units *units = units_open();
    struct results_line *lines = NULL;
    const struct units_line *want = NULL;
    const struct units_line *got = NULL;
    size_t count = results_lines(it->arena, room->record, STAGE, &lines);

    for (size_t i = 0; i < count; i++) {
        const char *name = lines[i].competitor->shown.delegation;
        units_add(units, units_number(units, slice_of(name)), lines[i].rank.place);
    }
    count = units_settle(units, it->arena, &want);
    units_close(units);
    assert_int_equal(lineup_units(room, STAGE, &got), count);
    assert_true(lineup_counted(room, STAGE));
    for (size_t i = 0; i < count; i++) {
        assert_true(slice_equal(got[i].name, want[i].name));
        assert_memory_equal(&got[i].unit, &want[i].unit, sizeof want[i].unit);
        assert_int_equal(got[i].place, want[i].place);
        assert_int_equal(got[i].shared, want[i].shared);
    }
}

static void delegations_are_counted_anew_after_a_mark_and_after_a_name_and_else_not(void **state)
{
    struct rig_room *it = *state;
    struct room *room = it->nodes[0].room;

    for (unsigned i = 0; i < FORGE_COMPETITORS; i++) {
        belongs(room, i, i % 3 ? "甲" : "乙");
        assert_false(lineup_counted(room, STAGE));
        mark_by(it, 0, i, 4 + i);
        assert_units(it, room);
    }
    UNTIL(it->rig, room_is_quiet(room));
    assert_true(lineup_counted(room, STAGE));
    mark_by(it, 1, 0, 9);
    assert_false(lineup_counted(room, STAGE));
    assert_units(it, room);
    belongs(room, 0, "丙");
    belongs(room, 3, "丙"); // of 乙 nobody is left
    assert_false(lineup_counted(room, STAGE));
    assert_units(it, room);
}

static void of_a_lost_journal_nothing_is_kept(void **state)
{
    struct rig_room *it = *state;
    struct site *site = &it->nodes[0];

    mark(it, 0, 10);
    UNTIL(it->rig, room_is_quiet(site->room));
    assert_int_equal(lineup_at(site->room, STAGE)->count, 1);
    rig_do(it->rig, "FLUSHALL");
    UNTIL(it->rig, site->renewals == 1 && site->room->record->followed == 0);
    struct wisher wisher;
    fill(&wisher, ENTRY_COMPETITION, slice_of(forge_definition));
    add(site, &wisher);
    UNTIL(it->rig, wisher.done && site->room->record->rules);
    assert_int_equal(lineup_at(site->room, STAGE)->count, 0);
}

#define LINEUP_TEST(test) cmocka_unit_test_setup_teardown(test, setup, rooms_close)

RUN(LINEUP_TEST(nothing_is_ordered_again_until_the_journal_moves),
    LINEUP_TEST(after_each_mark_the_order_is_the_engines),
    LINEUP_TEST(several_who_were_marked_since_are_put_in_at_once),
    LINEUP_TEST(one_mark_among_others_leaves_the_rest_as_it_stood),
    LINEUP_TEST(delegations_are_counted_anew_after_a_mark_and_after_a_name_and_else_not),
    LINEUP_TEST(of_a_lost_journal_nothing_is_kept))
