// Any history of marks and rulings: what was worked out step by step is what the rows give from
// nothing, and every fold of the same journal gives the same.
#include "live/decide.h"
#include "live/results.h"
#include "live/results_publication.h"
#include "tests/live/chance.h"
#include "wire/ask.h"
#include "wire/faults.h"

enum { HISTORIES = 60, STEPS = 150 };

// Whether the engine would take it, without touching the record.
static bool is_allowed(struct forge *it, const struct entry *entry)
{
    const struct record *record = it->record;
    struct faults *faults = arena_alloc(it->arena, sizeof *faults);
    struct ask_ruling ruling;
    struct decide decide;
    struct sheet sheet;

    if (entry->kind == ENTRY_RULING) {
        return decide_read(it->arena, record, entry->body, &ruling, faults) &&
               decide_ruling(it->arena, record, &ruling, &decide);
    }
    if (entry->kind == ENTRY_BULK) {
        return true;
    }
    const struct record_competitor *competitor = record_competitor(record, entry->competitor);
    uint32_t part = rules_find_part(record->rules, entry->part.at, entry->part.len);
    uint32_t seat = rules_find_seat(record->rules, part, entry->seat.at, entry->seat.len);
    assert_true(ask_sheet(it->arena, record->rules, part, seat, entry->body, &sheet, faults));
    return contest_check(record->rules, competitor->skill, competitor->row, &sheet).verdict == V_OK;
}

static void same_stage(const struct stage_result *a, const struct stage_result *b)
{
    assert_int_equal(ratio_is_value(a->total), ratio_is_value(b->total));
    assert_int_equal(ratio_compare(a->own, b->own), 0);
    assert_int_equal(ratio_compare(a->total, b->total), 0);
    assert_int_equal(a->complete, b->complete);
    assert_int_equal(a->started, b->started);
    assert_int_equal(a->done, b->done);
    assert_int_equal(a->expected, b->expected);
    assert_int_equal(a->status, b->status);
    assert_int_equal(a->field, b->field);
    assert_int_equal(a->held, b->held);
    assert_int_equal(a->order, b->order);
}

// From the rows alone, as a record that knows nothing else would.
static struct tally *from_nothing(struct forge *it, uint32_t skill)
{
    const struct record *record = it->record;
    const struct record_skill *at = &record->skills[skill];
    struct tally *tallies = arena_alloc(it->arena, at->count * sizeof *tallies);
    struct field_entry *entries = arena_alloc(it->arena, at->count * sizeof *entries);

    for (size_t i = 0; i < at->count; i++) {
        const struct record_competitor *competitor = record->competitors[at->competitors[i]];
        tally_init(record->rules, skill, arena_alloc(it->arena, tally_bytes(record->rules, skill)),
                   &tallies[i]);
        entries[i] = (struct field_entry){competitor->row, &tallies[i], competitor->index, 0};
        assert_int_equal(tally_row(record->rules, skill, competitor->row, &tallies[i]), V_OK);
    }
    if (at->relative) {
        void *scratch = arena_alloc(it->arena, field_bytes(record->rules, skill, at->count));
        assert_int_equal(field_settle(record->rules, skill, entries, at->count, at->bouts,
                                      (uint32_t)at->bout_count, scratch),
                         V_OK);
    }
    return tallies;
}

static void compare_skill(struct forge *it, uint32_t skill)
{
    const struct record *record = it->record;
    const struct record_skill *at = &record->skills[skill];
    const struct tally *again = from_nothing(it, skill);
    uint32_t first = record->rules->skills[skill].stage_first;

    for (uint32_t s = 0; s < record->rules->skills[skill].stage_count; s++) {
        struct record_stage sum = {.done = 0};
        for (size_t i = 0; i < at->count; i++) {
            const struct tally *tally = &record->competitors[at->competitors[i]]->tally;
            const struct stage_result *result = &tally->stages[s];
            same_stage(result, &again[i].stages[s]);
            sum.done += result->done;
            sum.expected += result->expected;
            sum.started += result->started;
            sum.complete += result->complete;
            sum.ranked += rank_class_of(record->rules, first + s, tally) == RANK_COMPLETE;
        }
        assert_memory_equal(&sum, &at->stages[s], sizeof sum);
    }
}

static struct slice published(struct forge *it, const struct record *record)
{
    struct buf *out = buf_new(1024);

    for (uint32_t i = 0; i < record->rules->skill_count; i++) {
        results_publication(record, i, out);
    }
    struct slice text = {arena_copy(it->arena, (struct slice){out->bytes, out->len}), out->len};
    buf_unref(out);
    return text;
}

static void compare_with_another_fold(struct forge *it, bool deferring)
{
    struct forge *again = forge_bare("c1");

    (void)record_defer(again->record, deferring);
    for (uint64_t i = 1; i <= it->count; i++) {
        assert_int_equal(forge_take(again, it->entries[i]), RECORD_GOOD);
    }
    assert_true(record_defer(again->record, false));
    assert_true(slice_equal(published(it, it->record), published(it, again->record)));
    for (uint32_t i = 0; i < again->record->rules->skill_count; i++) {
        compare_skill(again, i);
    }
    forge_free(again);
}

// One step of a history; whether it was a ruling that was taken.
static bool run_step(struct forge *it)
{
    unsigned kind = dice(10);
    struct entry entry = kind < 6   ? book_sheet(it, some_mark(it->arena))
                         : kind < 7 ? some_bulk(it)
                                    : some_ruling(it);

    if (!is_allowed(it, &entry)) {
        return false;
    }
    if (forge_add(it, entry) != RECORD_GOOD) {
        fail_msg("entry %zu: %s: %.*s", it->count + 1, it->why, SLICE_FMT(entry.body));
    }
    compare_skill(it, it->record->skills[0].touched == it->record->followed ? 0 : dice(4));
    return entry.kind == ENTRY_RULING;
}

static void run_history(uint64_t seed)
{
    struct forge *it = book_new();
    unsigned rulings = 0;

    dice_state = seed;
    for (unsigned i = 0; i < STEPS; i++) {
        rulings += run_step(it);
    }
    assert_true(rulings > 5);
    for (uint32_t i = 0; i < it->record->rules->skill_count; i++) {
        compare_skill(it, i);
    }
    compare_with_another_fold(it, false);
    compare_with_another_fold(it, true);
    forge_free(it);
}

static void any_history_with_rulings_is_what_its_rows_give_from_nothing(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= HISTORIES; seed++) {
        run_history(seed);
    }
}

RUN(cmocka_unit_test(any_history_with_rulings_is_what_its_rows_give_from_nothing))
