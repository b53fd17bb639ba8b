// The recount of a journal in a real Redis, as `jinbang verify` does it.
#include "base/meter.h"
#include "cli/recount.h"
#include "tests/live/book.h"
#include "tests/live/rooms.h"

enum { SHEETS = 4 };

static int setup(void **state)
{
    return rooms_open(state, book_definition, book_roster);
}

// Each of four competitors of the skill `d`, in which one mark moves the others.
static void mark_all(struct rig_room *it)
{
    static struct wisher wishers[SHEETS];
    const struct record *record = it->nodes[0].room->record;
    uint32_t part = rules_find_part(record->rules, "p3", 2);

    for (unsigned i = 0; i < SHEETS; i++) {
        struct wisher *wisher = &wishers[i];
        struct faults *faults = arena_alloc(it->arena, sizeof *faults);
        fill(wisher, ENTRY_SHEET,
             slice_of(arena_printf(it->arena, "{\"marks\":[{\"aspect\":\"c\",\"value\":\"%u\"}]}",
                                   i + 1)));
        wisher->wish.competitor =
            record_competitor(record, slice_of(arena_printf(it->arena, "y%u", i + 1)));
        wisher->wish.part = part;
        assert_true(ask_sheet(it->arena, record->rules, part, 0, wisher->wish.body, &wisher->sheet,
                              faults));
        wisher->wish.sheet = &wisher->sheet;
        add(&it->nodes[0], wisher);
        UNTIL(it->rig, wisher->done);
        assert_null(wisher->wish.refusal);
    }
}

struct counted {
    bool done;
    struct recount_result result;
};

static void on_difference(void *owner, const char *competition, const char *what)
{
    (void)owner;
    fail_msg("%s: %s", competition, what);
}

static void on_done_counting(void *owner, const struct recount_result *result)
{
    *(struct counted *)owner = (struct counted){true, *result};
}

// A recount settled the whole field at each of its marks: with 10,000 of them it never came to an
// end.
static void a_field_is_settled_once_when_the_journal_has_been_read_not_at_each_mark(void **state)
{
    static const struct recount_events events = {.on_difference = on_difference,
                                                 .on_done = on_done_counting};
    struct rig_room *it = *state;
    struct counted counted = {.done = false};

    mark_all(it);
    UNTIL(it->rig, it->nodes[0].room->sealed && it->nodes[1].room->sealed);
    uint64_t before = meter_value("jinbang_fields_settled_total", "");
    recount_start(it->nodes[0].store.store, "c1", SLICE(""), false, &events, &counted);
    UNTIL(it->rig, counted.done);
    assert_int_equal(counted.result.sheets, SHEETS);
    assert_int_equal(meter_value("jinbang_fields_settled_total", "") - before, 2); // `d` and `k`
}

RUN(cmocka_unit_test_setup_teardown(
    a_field_is_settled_once_when_the_journal_has_been_read_not_at_each_mark, setup, rooms_close))
