#include "store/journal.h"
#include "tests/store/journal_rig.h"

static void mark(struct journal_rig *it, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++) {
        char ask[16];
        (void)snprintf(ask, sizeof ask, "m%d", (int)i);
        assert_int_equal(journal_rig_mark(it, "row", i, ask, "d"), JOURNAL_NEW);
    }
    UNTIL(it->rig, it->last == count);
}

static void reopen(struct journal_rig *it, uint64_t after)
{
    journal_rig_close(it);
    journal_rig_open(it, after);
}

static void an_empty_journal_is_caught_up_at_once(void **state)
{
    struct journal_rig *it = *state;

    assert_int_equal(it->caught_up_at, 0);
    assert_int_equal(it->last, 0);
    assert_true(journal_is_live(it->journal));
}

static void follows_from_any_number(void **state)
{
    struct journal_rig *it = *state;

    mark(it, 5);
    reopen(it, 0);
    UNTIL(it->rig, it->caught_up == 1);
    assert_int_equal(it->first, 1);
    assert_int_equal(it->last, 5);
    assert_int_equal(it->caught_up_at, 5);
    reopen(it, 3);
    UNTIL(it->rig, it->caught_up == 1);
    assert_int_equal(it->first, 4);
    assert_int_equal(it->last, 5);
    reopen(it, 5);
    UNTIL(it->rig, it->caught_up == 1);
    assert_int_equal(it->last, 0);
    assert_int_equal(it->caught_up_at, 5);
}

static void reads_a_long_journal_in_pieces(void **state)
{
    struct journal_rig *it = *state;

    enum { LONG = 2000 }; // some times what one XREAD brings
    static struct journal_entry entries[JOURNAL_BATCH_MAX];

    for (size_t i = 0; i < JOURNAL_BATCH_MAX; i++) {
        entries[i] = (struct journal_entry){SLICE(""), SLICE(""), SLICE("x")};
    }
    for (uint64_t seen = 0; seen < LONG; seen += JOURNAL_BATCH_MAX) {
        struct journal_commit commit = {.scope = SLICE("row"),
                                        .seen = seen,
                                        .entry_count = JOURNAL_BATCH_MAX,
                                        .entries = entries};
        assert_int_equal(journal_rig_send(it, &commit), JOURNAL_NEW);
    }
    reopen(it, 0);
    UNTIL(it->rig, it->caught_up == 1);
    assert_int_equal(it->first, 1);
    assert_int_equal(it->last, 2048);
    assert_int_equal(it->caught_up_at, 2048);
}

static void name_mark(char ask[16], uint64_t index)
{
    (void)snprintf(ask, 16, "m%d", (int)index);
}

// Sends it until it is acknowledged, if wanted with a Redis killed while it is on its way. Its
// number.
static uint64_t mark_stubbornly(struct journal_rig *it, uint64_t index, bool kill)
{
    char ask[16];
    name_mark(ask, index);
    struct journal_entry entry = {slice_of(ask), SLICE("d"), slice_of(ask)};
    struct journal_commit commit = {
        .scope = SLICE("row"), .seen = index, .entry_count = 1, .entries = &entry};
    int before = it->results;

    it->sent = 1;
    journal_commit(it->journal, &commit, journal_rig_on_result, it);
    if (kill) {
        uv_run(&it->rig->loop, UV_RUN_NOWAIT);
        rig_kill_redis(it->rig);
    }
    UNTIL(it->rig, it->results == before + 1);
    while (it->result.outcome == JOURNAL_LOST) { // nobody knows: ask again with the same key
        UNTIL(it->rig, store_is_ready(it->store.store));
        (void)journal_rig_send(it, &commit);
    }
    if (it->result.outcome == JOURNAL_NEW) {
        return it->result.number;
    }
    assert_int_equal(it->result.outcome, JOURNAL_AGAIN);
    return (uint64_t)it->numbers[0];
}

static void every_acknowledged_entry_survives_kill_9_of_redis(void **state)
{
    struct journal_rig *it = *state;

    enum { MARKS = 300, KILL_EVERY = 75 };

    for (uint64_t i = 0; i < MARKS; i++) {
        uint64_t number = mark_stubbornly(it, i, i % KILL_EVERY == KILL_EVERY - 1);
        assert_int_equal(number, i + 1); // contiguous, each once
    }
    UNTIL(it->rig, it->last == MARKS && journal_is_live(it->journal));
    for (uint64_t i = 0; i < MARKS; i++) {
        char ask[16];
        name_mark(ask, i);
        assert_string_equal(it->entries[i + 1], ask);
    }
    assert_int_equal(it->broken, 0);
    assert_true(it->caught_up > 1); // again after links that were lost
    assert_int_equal(journal_rig_length(it), MARKS);
}

static void catches_up_again_after_a_lost_link(void **state)
{
    struct journal_rig *it = *state;

    mark(it, 3);
    rig_do(it->rig, "CLIENT KILL TYPE normal SKIPME yes");
    UNTIL(it->rig, it->caught_up == 2);
    assert_int_equal(it->last, 3);
    UNTIL(it->rig, store_is_ready(it->store.store));
    assert_int_equal(journal_rig_mark(it, "row", 3, "after", "d"), JOURNAL_NEW);
    UNTIL(it->rig, it->last == 4);
}

// The stream is spoilt while nobody follows; then somebody does.
static void spoil_and_open(struct journal_rig *it, const char *words, uint64_t after,
                           const char *why)
{
    journal_rig_close(it);
    rig_do(it->rig, words);
    journal_rig_open(it, after);
    UNTIL(it->rig, it->broken == 1);
    assert_non_null(strstr(it->why, why));
    assert_int_equal(it->caught_up, 0);
}

static void a_trimmed_stream_is_broken(void **state)
{
    mark(*state, 4);
    spoil_and_open(*state, "XTRIM jinbang:{c1}:journal MAXLEN = 2", 0, "after entry 0 comes 0-3");
}

static void a_stream_with_a_hole_is_broken(void **state)
{
    struct journal_rig *it = *state;
    mark(it, 4);
    spoil_and_open(it, "XDEL jinbang:{c1}:journal 0-3", 0, "after entry 2 comes 0-4");
    assert_int_equal(it->last, 2);
}

static void a_shorter_stream_is_broken(void **state)
{
    mark(*state, 4);
    spoil_and_open(*state, "XDEL jinbang:{c1}:journal 0-4", 4, "ends at 3");
}

static void a_lost_stream_is_broken(void **state)
{
    mark(*state, 4);
    spoil_and_open(*state, "DEL jinbang:{c1}:journal", 4, "ends at 0");
}

static void an_entry_of_others_is_broken(void **state)
{
    mark(*state, 1);
    spoil_and_open(*state, "XADD jinbang:{c1}:journal 7-1 e x", 1, "not one of ours");
}

static void an_entry_with_other_fields_is_broken(void **state)
{
    mark(*state, 1);
    spoil_and_open(*state, "XADD jinbang:{c1}:journal 0-2 x y", 1, "entry 2");
}

static void a_stream_that_is_emptied_under_us_is_broken(void **state)
{
    struct journal_rig *it = *state;

    mark(it, 4);
    rig_do(it->rig, "FLUSHALL");
    UNTIL(it->rig, it->broken == 1);
    assert_false(journal_is_live(it->journal));
    assert_int_equal(it->last, 4);
}

static void closing_inside_an_entry_is_safe(void **state)
{
    struct journal_rig *it = *state;

    mark(it, 5);
    reopen(it, 0);
    it->close_in_entry = true;
    UNTIL(it->rig, it->closed == 1);
    assert_int_equal(it->last, 1);
    assert_int_equal(it->caught_up, 0);
}

static void what_is_heard_on_the_tail_counts_for_the_stores_age(void **state)
{
    struct journal_rig *it = *state;
    uint64_t before = store_age_ms(it->store.store);

    assert_true(before < RIG_LATE_MS);
    store_heard(it->store.store);
    assert_true(store_age_ms(it->store.store) <= before);
}

RUN(JOURNAL_TEST(an_empty_journal_is_caught_up_at_once), JOURNAL_TEST(follows_from_any_number),
    JOURNAL_TEST(reads_a_long_journal_in_pieces),
    JOURNAL_TEST(every_acknowledged_entry_survives_kill_9_of_redis),
    JOURNAL_TEST(catches_up_again_after_a_lost_link), JOURNAL_TEST(a_trimmed_stream_is_broken),
    JOURNAL_TEST(a_stream_with_a_hole_is_broken), JOURNAL_TEST(a_shorter_stream_is_broken),
    JOURNAL_TEST(a_lost_stream_is_broken), JOURNAL_TEST(an_entry_of_others_is_broken),
    JOURNAL_TEST(an_entry_with_other_fields_is_broken),
    JOURNAL_TEST(a_stream_that_is_emptied_under_us_is_broken),
    JOURNAL_TEST(closing_inside_an_entry_is_safe),
    JOURNAL_TEST(what_is_heard_on_the_tail_counts_for_the_stores_age))
