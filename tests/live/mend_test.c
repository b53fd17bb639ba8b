// Boards that Redis has lost are put back from the engine's keys, also those that no single call
// could hold, and while marks come in.
#include "base/meter.h"
#include "live/compare.h"
#include "live/mend.h"
#include "tests/live/book.h"
#include "tests/live/rooms.h"
#include "wire/ask_bulk.h"

// More than two calls put back; stage 3 of the book is `w/walk`, where marks come in bulk.
enum { MANY = 2500, ROWS = 1000, WALK = 3, TRIES = 4 };

static struct slice copy_out(struct arena *arena, struct buf *text)
{
    struct slice copy = {arena_copy(arena, (struct slice){text->bytes, text->len}), text->len};

    buf_unref(text);
    return copy;
}

static void commit(struct rig_room *it, struct wisher *wisher)
{
    add(&it->nodes[0], wisher);
    UNTIL(it->rig, wisher->done);
    assert_null(wisher->wish.refusal);
}

static void enrol_many(struct rig_room *it)
{
    struct buf *text = buf_new(32 * MANY);
    struct wisher wisher;

    text_printf(text, "{\"competitors\":[");
    for (unsigned i = 0; i < MANY; i++) {
        text_printf(text, "%s{\"id\":\"m%u\",\"skill\":\"w\"}", i ? "," : "", i);
    }
    text_printf(text, "]}");
    fill(&wisher, ENTRY_ROSTER, copy_out(it->arena, text));
    commit(it, &wisher);
}

// Steps for so many, from this one on.
static void wish_steps(struct rig_room *it, struct wisher *wisher, unsigned from, unsigned to)
{
    const struct rules *rules = it->nodes[0].room->record->rules;
    struct faults *faults = arena_alloc(it->arena, sizeof *faults);
    struct ask_bulk *bulk = arena_alloc(it->arena, sizeof *bulk);
    struct buf *text = buf_new(32 * ROWS);

    text_printf(text, "{\"part\":\"p5\",\"seat\":\"C1\",\"aspect\":\"one\",\"rows\":[");
    for (unsigned i = from; i < to; i++) {
        text_printf(text, "%s[\"m%u\",\"%u\"]", i > from ? "," : "", i, 1000 + i % 700);
    }
    text_printf(text, "]}");
    fill(wisher, ENTRY_BULK, copy_out(it->arena, text));
    assert_true(ask_bulk_read(it->arena, rules, wisher->wish.body, bulk, faults));
    wisher->wish.bulk = bulk;
    wisher->wish.skill = rules->parts[bulk->part].skill;
}

// All but the last have walked, so that they stand on the board.
static int setup(void **state)
{
    int failed = rooms_open(state, book_definition, book_roster);
    struct rig_room *it = *state;
    struct wisher wisher;

    enrol_many(it);
    for (unsigned from = 0; from < MANY - 1; from += ROWS) {
        wish_steps(it, &wisher, from, from + ROWS < MANY - 1 ? from + ROWS : MANY - 1);
        commit(it, &wisher);
    }
    return failed;
}

static void lose_board(struct rig_room *it)
{
    rig_do(it->rig, "DEL jinbang:{c1}:board:w/walk jinbang:{c1}:member:w/walk");
}

static void begin(struct rig_room *it)
{
    struct room *room = it->nodes[0].room;
    const struct room *other = it->nodes[1].room;

    UNTIL(it->rig, room_is_quiet(room) && room_is_quiet(other) &&
                       other->record->followed == room->record->followed);
    mend_room(room);
    assert_true(room->comparing);
}

struct compared {
    bool done;
    struct compare_result result;
};

static void on_compared(void *owner, const struct compare_result *result)
{
    *(struct compared *)owner = (struct compared){true, *result};
}

static size_t members_as_the_engine_says(struct rig_room *it)
{
    struct room *room = it->nodes[0].room;
    struct compared compared = {.done = false};

    compare_board(room->journal, room->record, WALK, false, on_compared, &compared);
    UNTIL(it->rig, compared.done);
    assert_int_equal(compared.result.outcome, COMPARE_EQUAL);
    return compared.result.members;
}

static void a_board_larger_than_one_call_is_put_back_in_several(void **state)
{
    struct rig_room *it = *state;
    size_t before_members = members_as_the_engine_says(it);
    uint64_t before = meter_value("jinbang_board_differences_total", "");

    lose_board(it);
    begin(it);
    uint64_t journal = it->nodes[0].room->record->followed;
    UNTIL(it->rig, !it->nodes[0].room->comparing);
    assert_int_equal(meter_value("jinbang_board_differences_total", ""), before + 1);
    assert_false(it->nodes[0].room->compare_again);
    assert_false(it->nodes[0].room->boards_doubted);
    assert_int_equal(members_as_the_engine_says(it), before_members);
    UNTIL(it->rig, it->nodes[1].room->boards_doubted); // it follows the alarm
    assert_int_equal(it->nodes[0].room->record->followed, journal + 1);
}

static void
a_mark_that_overtakes_the_calls_leaves_the_board_doubted_until_it_is_compared_again(void **state)
{
    struct rig_room *it = *state;
    struct room *room = it->nodes[0].room;
    struct wisher wisher;

    lose_board(it);
    begin(it);
    UNTIL(it->rig, room->boards_doubted); // the first call has left
    wish_steps(it, &wisher, MANY - 1, MANY);
    add(&it->nodes[0], &wisher);
    UNTIL(it->rig, wisher.done && !room->comparing);
    assert_null(wisher.wish.refusal);
    assert_true(room->compare_again && room->boards_doubted);
    for (unsigned i = 0; i < TRIES && room->compare_again; i++) {
        begin(it);
        UNTIL(it->rig, !room->comparing);
    }
    assert_false(room->compare_again || room->boards_doubted);
    assert_true(members_as_the_engine_says(it) >= MANY);
}

RUN(cmocka_unit_test_setup_teardown(a_board_larger_than_one_call_is_put_back_in_several, setup,
                                    rooms_close),
    cmocka_unit_test_setup_teardown(
        a_mark_that_overtakes_the_calls_leaves_the_board_doubted_until_it_is_compared_again, setup,
        rooms_close))
