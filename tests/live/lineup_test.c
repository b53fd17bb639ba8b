// Who stands where is found once between two entries of the journal, and anew after each.
#include "live/lineup.h"
#include "tests/live/rooms.h"

enum { STAGE = 0 };

static int setup(void **state)
{
    return rooms_open(state, forge_definition, forge_roster);
}

static void mark(struct rig_room *it, unsigned competitor, unsigned halves)
{
    struct site *site = &it->nodes[0];
    const struct record *record = site->room->record;
    struct faults *faults = arena_alloc(it->arena, sizeof *faults);

    for (unsigned seat = 0; seat < FORGE_SEATS; seat++) {
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
}

static const char *first(const struct lineup_stage *stage)
{
    return stage->count > 0 ? stage->lines[0].competitor->id : "";
}

static void nothing_is_ordered_again_until_the_journal_moves(void **state)
{
    struct rig_room *it = *state;
    struct room *room = it->nodes[0].room;

    mark(it, 0, 10);
    UNTIL(it->rig, room_is_quiet(room));
    const struct results_line *lines = lineup_at(room, STAGE)->lines;
    assert_string_equal(first(lineup_at(room, STAGE)), "x1");
    assert_ptr_equal(lineup_at(room, STAGE)->lines, lines);
}

static void after_each_mark_the_order_is_the_engines(void **state)
{
    struct rig_room *it = *state;
    struct room *room = it->nodes[0].room;

    for (unsigned i = 0; i < FORGE_COMPETITORS; i++) {
        struct results_line *fresh = NULL;
        mark(it, i, 2 + 3 * (i % 4));
        const struct lineup_stage *kept = lineup_at(room, STAGE);
        size_t count = results_lines(it->arena, room->record, STAGE, &fresh);
        assert_int_equal(kept->count, count);
        for (size_t at = 0; at < count; at++) {
            assert_ptr_equal(kept->lines[at].competitor, fresh[at].competitor);
            assert_int_equal(kept->lines[at].rank.place, fresh[at].rank.place);
        }
    }
    assert_string_equal(first(lineup_at(room, STAGE)), "x4");
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
    LINEUP_TEST(of_a_lost_journal_nothing_is_kept))
