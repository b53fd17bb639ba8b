#include "store/journal.h"
#include "tests/store/journal_rig.h"

static void an_entry_gets_the_next_number_and_comes_back(void **state)
{
    struct journal_rig *it = *state;

    assert_int_equal(journal_rig_mark(it, "row", 0, "a", "d"), JOURNAL_NEW);
    assert_int_equal(it->result.number, 1);
    assert_int_equal(journal_rig_mark(it, "other", 0, "b", "d"), JOURNAL_NEW);
    assert_int_equal(it->result.number, 2);
    UNTIL(it->rig, it->last == 2);
    assert_string_equal(it->entries[1], "a");
    assert_string_equal(it->entries[2], "b");
}

static void a_batch_gets_numbers_that_follow_on_and_moves_the_version(void **state)
{
    struct journal_rig *it = *state;
    const struct journal_entry entries[] = {{SLICE("a"), SLICE("1"), SLICE("one")},
                                            {SLICE("b"), SLICE("2"), SLICE("two")},
                                            {SLICE("c"), SLICE("3"), SLICE("three")}};
    struct journal_commit commit = {
        .scope = SLICE("row"), .entry_count = ROWS(entries), .entries = entries};

    assert_int_equal(journal_rig_mark(it, "x", 0, "first", ""), JOURNAL_NEW);
    assert_int_equal(journal_rig_send(it, &commit), JOURNAL_NEW);
    assert_int_equal(it->result.number, 2);
    assert_int_equal(journal_rig_mark(it, "row", 3, "d", "4"), JOURNAL_NEW);
    assert_int_equal(it->result.number, 5);
    UNTIL(it->rig, it->last == 5);
    assert_string_equal(it->entries[4], "three");
}

static void the_same_request_again_answers_its_first_number(void **state)
{
    struct journal_rig *it = *state;

    assert_int_equal(journal_rig_mark(it, "row", 0, "a", "digest"), JOURNAL_NEW);
    for (uint64_t seen = 0; seen < 2; seen++) { // whatever the version is meanwhile
        assert_int_equal(journal_rig_mark(it, "row", seen, "a", "digest"), JOURNAL_AGAIN);
        assert_int_equal(it->numbers[0], 1);
    }
    assert_int_equal(journal_rig_length(it), 1);
}

static void a_batch_with_a_known_key_is_not_written(void **state)
{
    struct journal_rig *it = *state;
    const struct journal_entry entries[] = {{SLICE("new"), SLICE("1"), SLICE("x")},
                                            {SLICE("b"), SLICE("db"), SLICE("x")},
                                            {SLICE("a"), SLICE("other"), SLICE("x")}};
    struct journal_commit commit = {
        .scope = SLICE("row"), .seen = 2, .entry_count = ROWS(entries), .entries = entries};

    assert_int_equal(journal_rig_mark(it, "row", 0, "a", "da"), JOURNAL_NEW);
    assert_int_equal(journal_rig_mark(it, "row", 1, "b", "db"), JOURNAL_NEW);
    assert_int_equal(journal_rig_send(it, &commit), JOURNAL_AGAIN);
    assert_int_equal(it->numbers[0], 0);
    assert_int_equal(it->numbers[1], 2);
    assert_int_equal(it->numbers[2], -1);
    assert_int_equal(journal_rig_length(it), 2);
}

static void a_stale_caller_learns_the_version_and_nothing_is_written(void **state)
{
    struct journal_rig *it = *state;

    assert_int_equal(journal_rig_mark(it, "row", 0, "a", "d"), JOURNAL_NEW);
    assert_int_equal(journal_rig_mark(it, "row", 0, "b", "d"), JOURNAL_STALE);
    assert_int_equal(it->result.version, 1);
    assert_int_equal(journal_rig_mark(it, "row", 7, "b", "d"), JOURNAL_STALE);
    assert_int_equal(it->result.version, 1);
    assert_int_equal(journal_rig_length(it), 1);
    assert_int_equal(journal_rig_mark(it, "row", 1, "b", "d"), JOURNAL_NEW);
}

static void an_entry_without_a_key_is_never_known(void **state)
{
    struct journal_rig *it = *state;
    const struct journal_entry entries[] = {{SLICE(""), SLICE(""), SLICE("seal")},
                                            {SLICE(""), SLICE(""), SLICE("seal")}};
    struct journal_commit commit = {
        .scope = SLICE("node"), .entry_count = ROWS(entries), .entries = entries};

    assert_int_equal(journal_rig_send(it, &commit), JOURNAL_NEW);
    commit.seen = 2;
    assert_int_equal(journal_rig_send(it, &commit), JOURNAL_NEW);
    assert_int_equal(it->result.number, 3);
    rig_do(it->rig, "EXISTS jinbang:{c1}:asked");
    assert_int_equal(it->rig->number, 0);
}

static void a_guard_that_has_moved_on_makes_it_stale(void **state)
{
    struct journal_rig *it = *state;
    const struct journal_entry entry = {SLICE("sheet"), SLICE("d"), SLICE("sheet")};
    struct journal_commit commit = {.scope = SLICE("row"),
                                    .entry_count = 1,
                                    .entries = &entry,
                                    .guard = SLICE("s/weld"),
                                    .guard_seen = 0};

    assert_int_equal(journal_rig_mark(it, "s/weld", 0, "publication", "d"), JOURNAL_NEW);
    assert_int_equal(journal_rig_send(it, &commit), JOURNAL_STALE);
    assert_int_equal(it->result.version, 0); // of its own scope
    commit.guard_seen = 1;
    assert_int_equal(journal_rig_send(it, &commit), JOURNAL_NEW);
    assert_int_equal(journal_rig_mark(it, "s/weld", 1, "next", "d"), JOURNAL_NEW); // not moved on
}

static void a_journal_that_has_grown_makes_it_stale_when_asked_for(void **state)
{
    struct journal_rig *it = *state;
    const struct journal_entry entry = {SLICE("publication"), SLICE("d"), SLICE("publication")};
    struct journal_commit commit = {
        .scope = SLICE("s"), .entry_count = 1, .entries = &entry, .at_number = 1};

    assert_int_equal(journal_rig_send(it, &commit), JOURNAL_STALE); // it is shorter
    assert_int_equal(journal_rig_mark(it, "x", 0, "1", "d"), JOURNAL_NEW);
    assert_int_equal(journal_rig_mark(it, "x", 1, "2", "d"), JOURNAL_NEW);
    assert_int_equal(journal_rig_send(it, &commit), JOURNAL_STALE);
    commit.at_number = 2;
    assert_int_equal(journal_rig_send(it, &commit), JOURNAL_NEW);
    assert_int_equal(it->result.number, 3);
}

// ---- people

struct people {
    int error;
    size_t count;
    char boxes[4][16];
    size_t lens[4];
    bool came;
};

static void on_people(void *owner, int error, size_t count, const struct slice *ids,
                      const struct slice *boxes)
{
    struct people *it = owner;
    it->came = true;
    it->error = error;
    it->count = count;
    for (size_t i = 0; i < count && i < 4; i++) {
        assert_true(ids[i].len > 0);
        it->lens[i] = boxes[i].len;
        if (boxes[i].len) {
            memcpy(it->boxes[i], boxes[i].at, boxes[i].len);
        }
    }
}

static void boxes_are_kept_given_back_and_erased(void **state)
{
    struct journal_rig *it = *state;
    const struct slice ids[] = {SLICE("p1"), SLICE("none"), SLICE("p2")};
    struct journal_person people[] = {{SLICE("p1"), SLICE("\0\r\n\xff")},
                                      {SLICE("p2"), SLICE("b")}};
    struct journal_commit commit = {.scope = SLICE("people"), .person_count = 2, .people = people};
    struct people seen = {0};

    assert_int_equal(journal_rig_send(it, &commit), JOURNAL_NEW);
    assert_int_equal(it->result.number, 0);
    journal_people(it->journal, 3, ids, on_people, &seen);
    UNTIL(it->rig, seen.came);
    assert_int_equal(seen.count, 3);
    assert_int_equal(seen.lens[0], 4);
    assert_memory_equal(seen.boxes[0], "\0\r\n\xff", 4);
    assert_int_equal(seen.lens[1], 0);
    assert_memory_equal(seen.boxes[2], "b", 1);

    people[0].box = SLICE_NONE;
    assert_int_equal(journal_rig_send(it, &commit), JOURNAL_NEW);
    seen.came = false;
    journal_people(it->journal, 1, ids, on_people, &seen);
    UNTIL(it->rig, seen.came);
    assert_int_equal(seen.lens[0], 0);
    seen.came = false;
    journal_people(it->journal, 0, NULL, on_people, &seen);
    UNTIL(it->rig, seen.came);
    assert_int_equal(seen.error, 0);
    assert_int_equal(seen.count, 0);
}

// ---- when Redis does not do what is asked

static void functions_that_are_gone_are_loaded_again(void **state)
{
    struct journal_rig *it = *state;
    int outcomes = 0;

    rig_do(it->rig, "FUNCTION FLUSH");
    while (journal_rig_mark(it, "row", 0, "a", "d") != JOURNAL_NEW) {
        assert_int_equal(it->result.outcome, JOURNAL_LOST);
        assert_true(++outcomes < 1000);
    }
    assert_int_equal(journal_rig_length(it), 1);
}

static void a_redis_without_memory_is_full_and_writes_nothing(void **state)
{
    struct journal_rig *it = *state;

    rig_do(it->rig, "CONFIG SET maxmemory 1");
    assert_int_equal(journal_rig_mark(it, "row", 0, "a", "d"), JOURNAL_FULL);
    rig_do(it->rig, "CONFIG SET maxmemory 0");
    assert_int_equal(journal_rig_length(it), 0);
    assert_int_equal(journal_rig_mark(it, "row", 0, "a", "d"), JOURNAL_NEW);
}

static void a_replica_that_refuses_is_lost(void **state)
{
    struct journal_rig *it = *state;

    rig_do(it->rig, "REPLICAOF 127.0.0.1 1");
    assert_int_equal(journal_rig_mark(it, "row", 0, "a", "d"), JOURNAL_LOST);
    rig_do(it->rig, "REPLICAOF NO ONE");
    assert_int_equal(journal_rig_mark(it, "row", 0, "a", "d"), JOURNAL_NEW);
}

static void a_commit_without_a_link_is_lost(void **state)
{
    struct journal_rig *it = *state;

    redis_drop(store_commands(it->store.store), "the test wants it");
    assert_int_equal(journal_rig_mark(it, "row", 0, "a", "d"), JOURNAL_LOST);
    UNTIL(it->rig, it->store.readies == 2);
    assert_int_equal(journal_rig_mark(it, "row", 0, "a", "d"), JOURNAL_NEW);
}

static void closing_ends_what_was_asked_before_it_returns(void **state)
{
    struct journal_rig *it = *state;
    const struct slice id = SLICE("p");
    const struct journal_entry entry = {SLICE("a"), SLICE("d"), SLICE("a")};
    struct journal_commit commit = {.scope = SLICE("row"), .entry_count = 1, .entries = &entry};
    struct people seen = {0};

    journal_commit(it->journal, &commit, journal_rig_on_result, it);
    journal_people(it->journal, 1, &id, on_people, &seen);
    journal_close(it->journal, rig_count, &it->closed);
    assert_int_equal(it->results, 1);
    assert_int_equal(it->result.outcome, JOURNAL_LOST);
    assert_int_equal(seen.error, UV_ECANCELED);
    UNTIL(it->rig, it->closed == 1);
    rig_do(it->rig, "PING");
    assert_int_equal(it->results, 1);
}

RUN(JOURNAL_TEST(an_entry_gets_the_next_number_and_comes_back),
    JOURNAL_TEST(a_batch_gets_numbers_that_follow_on_and_moves_the_version),
    JOURNAL_TEST(the_same_request_again_answers_its_first_number),
    JOURNAL_TEST(a_batch_with_a_known_key_is_not_written),
    JOURNAL_TEST(a_stale_caller_learns_the_version_and_nothing_is_written),
    JOURNAL_TEST(an_entry_without_a_key_is_never_known),
    JOURNAL_TEST(a_guard_that_has_moved_on_makes_it_stale),
    JOURNAL_TEST(a_journal_that_has_grown_makes_it_stale_when_asked_for),
    JOURNAL_TEST(boxes_are_kept_given_back_and_erased),
    JOURNAL_TEST(functions_that_are_gone_are_loaded_again),
    JOURNAL_TEST(a_redis_without_memory_is_full_and_writes_nothing),
    JOURNAL_TEST(a_replica_that_refuses_is_lost), JOURNAL_TEST(a_commit_without_a_link_is_lost),
    JOURNAL_TEST(closing_ends_what_was_asked_before_it_returns))
