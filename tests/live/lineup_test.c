// Who stands where is found once between two entries of the journal, and brought up to date after
// some.
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
    LINEUP_TEST(of_a_lost_journal_nothing_is_kept))
