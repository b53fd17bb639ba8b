// A board is read while marks come in: what was read is right as long as nothing that it shows has
// changed since, and waits where it is ahead of the record.
#include "live/board_address.h"
#include "live/reading.h"
#include "store/journal.h"
#include "tests/live/rooms.h"

struct seen {
    struct board *board;
    struct list ahead;
    unsigned count, unread;
    bool ended;
};

static int setup(void **state)
{
    return rooms_open(state, forge_definition, forge_roster);
}

static void wish_mark(struct rig_room *it, struct wisher *wisher, unsigned competitor,
                      unsigned seat)
{
    struct site *site = &it->nodes[0];
    const struct record *record = site->room->record;
    struct faults *faults = arena_alloc(it->arena, sizeof *faults);

    fill(wisher, ENTRY_SHEET, forge_marks(it->arena, 4 + seat));
    assert_true(
        ask_sheet(it->arena, record->rules, 0, seat, wisher->wish.body, &wisher->sheet, faults));
    wisher->wish.competitor = record->competitors[competitor];
    wisher->wish.seat = seat;
    wisher->wish.sheet = &wisher->sheet;
    add(site, wisher);
}

static void mark(struct rig_room *it, unsigned competitor, unsigned seat)
{
    struct wisher wisher;

    wish_mark(it, &wisher, competitor, seat);
    UNTIL(it->rig, wisher.done);
    assert_null(wisher.wish.refusal);
    UNTIL(it->rig, room_is_quiet(it->nodes[0].room));
}

static struct board *board_at(struct rig_room *it, const char *text)
{
    struct room *room = it->nodes[0].room;
    struct board_address address;

    assert_null(board_address_parse(room->record, slice_of(text), &address));
    return board_new(room, &address, false);
}

static void on_news(void *owner, struct board *board, enum board_news news)
{
    struct seen *seen = owner;

    assert_ptr_equal(board, seen->board);
    seen->count++;
    seen->unread += news == BOARD_UNREAD;
}

static void on_end(void *owner)
{
    ((struct seen *)owner)->ended = true;
}

static void read_one(struct seen *seen)
{
    seen->ended = false;
    reading_begin(&seen->ahead, &(struct reading_plan){.count = 1,
                                                       .boards = {seen->board},
                                                       .owners = {seen},
                                                       .on_news = on_news,
                                                       .on_end = on_end,
                                                       .owner = seen});
}

static enum board_news take_at(struct board *board, struct journal_member *member, uint64_t number)
{
    struct board *place = NULL;
    const struct journal_page page = {.number = number, .total = 2, .count = 1, .members = member};

    board_await(board, &place);
    return board_take(board, &page);
}

static void a_page_holds_while_others_are_marked_and_not_once_its_own_row_has_changed(void **state)
{
    struct rig_room *it = *state;
    struct room *room = it->nodes[0].room;
    struct journal_member first = {.id = SLICE("x1"), .key = SLICE("\1"), .sharing = 1};

    mark(it, 0, 0);
    uint64_t read_at = room->record->followed;
    struct board *board = board_at(it, "c1/s/final/who:x1");
    mark(it, 1, 0);
    assert_true(room->record->skills[0].touched > read_at);
    assert_int_equal(take_at(board, &first, read_at), BOARD_CHANGED);
    mark(it, 0, 1);
    assert_int_equal(take_at(board, &first, read_at), BOARD_UNREAD);
    assert_int_equal(take_at(board, &first, room->record->followed), BOARD_CHANGED);
    board_free(board);
}

static void what_is_read_ahead_of_the_record_waits_for_it(void **state)
{
    struct rig_room *it = *state;
    struct seen seen = {.board = board_at(it, "c1/s/final/who:x1")};

    list_init(&seen.ahead);
    mark(it, 0, 0);
    for (unsigned i = 1; i < FORGE_COMPETITORS; i++) {
        for (unsigned seat = 0; seat < FORGE_SEATS; seat++) {
            struct wisher wisher;
            wish_mark(it, &wisher, i, seat);
            read_one(&seen);
            while (!wisher.done || !seen.ended) {
                uv_run(&it->rig->loop, UV_RUN_ONCE);
                reading_go_on(&seen.ahead);
            }
        }
    }
    assert_int_equal(seen.count, (FORGE_COMPETITORS - 1) * FORGE_SEATS);
    assert_int_equal(seen.unread, 0);
    board_free(seen.board);
}

static void a_board_that_goes_while_it_is_read_is_not_spoken_of(void **state)
{
    struct rig_room *it = *state;
    struct seen seen = {.board = board_at(it, "c1/s/final/top12")};

    list_init(&seen.ahead);
    read_one(&seen);
    board_free(seen.board);
    UNTIL(it->rig, seen.ended);
    assert_int_equal(seen.count, 0);
}

#define READING_TEST(test) cmocka_unit_test_setup_teardown(test, setup, rooms_close)

RUN(READING_TEST(a_page_holds_while_others_are_marked_and_not_once_its_own_row_has_changed),
    READING_TEST(what_is_read_ahead_of_the_record_waits_for_it),
    READING_TEST(a_board_that_goes_while_it_is_read_is_not_spoken_of))
