// A ready store with one journal open, for the tests of store/journal.
#pragma once

#include "store/journal.h"
#include "tests/store/rig.h"

enum { JOURNAL_RIG_ENTRIES_MAX = 4096, JOURNAL_RIG_ENTRY_MAX = 24 };

struct journal_rig {
    struct rig *rig;
    struct rig_store store;
    struct journal *journal;
    uint64_t first, last;                                         // numbers that came; 0: none
    char entries[JOURNAL_RIG_ENTRIES_MAX][JOURNAL_RIG_ENTRY_MAX]; // by number
    int caught_up;
    uint64_t caught_up_at;
    int broken;
    char why[200];
    bool close_in_entry;
    int closed;
    int results;
    size_t sent;                  // entries of the last commit
    struct journal_result result; // of the last commit
    int64_t numbers[JOURNAL_BATCH_MAX];
};

static inline void journal_rig_on_entry(void *owner, uint64_t number, struct slice bytes)
{
    struct journal_rig *it = owner;
    if (it->last) {
        assert_int_equal(number, it->last + 1); // in order, each once
    } else {
        it->first = number;
    }
    it->last = number;
    assert_true(number < JOURNAL_RIG_ENTRIES_MAX && bytes.len < JOURNAL_RIG_ENTRY_MAX);
    memcpy(it->entries[number], bytes.at, bytes.len);
    it->entries[number][bytes.len] = '\0';
    if (it->close_in_entry) {
        it->close_in_entry = false;
        journal_close(it->journal, rig_count, &it->closed);
    }
}

static inline void journal_rig_on_caught_up(void *owner, uint64_t last)
{
    struct journal_rig *it = owner;
    it->caught_up++;
    it->caught_up_at = last;
    assert_true(journal_is_live(it->journal));
}

static inline void journal_rig_on_broken(void *owner, const char *why)
{
    struct journal_rig *it = owner;
    it->broken++;
    (void)snprintf(it->why, sizeof it->why, "%s", why);
    assert_false(journal_is_live(it->journal));
}

static inline void journal_rig_open(struct journal_rig *it, uint64_t after)
{
    static const struct journal_events events = {journal_rig_on_entry, journal_rig_on_caught_up,
                                                 journal_rig_on_broken};
    it->first = it->last = 0;
    it->caught_up = it->broken = it->closed = 0;
    it->journal = journal_open(it->store.store, "c1", after, &events, it);
}

static inline void journal_rig_close(struct journal_rig *it)
{
    journal_close(it->journal, rig_count, &it->closed);
    UNTIL(it->rig, it->closed == 1);
}

static inline int journal_rig_setup(void **state)
{
    struct journal_rig *it = calloc(1, sizeof *it);

    assert_non_null(it);
    it->rig = rig_new();
    rig_start_redis(it->rig);
    struct store_settings settings = rig_settings(it->rig);
    rig_open_store(it->rig, &it->store, &settings);
    UNTIL(it->rig, it->store.readies == 1);
    journal_rig_open(it, 0);
    UNTIL(it->rig, it->caught_up == 1);
    *state = it;
    return 0;
}

static inline int journal_rig_teardown(void **state)
{
    struct journal_rig *it = *state;
    void *rig = it->rig;

    if (!it->closed) {
        journal_rig_close(it);
    }
    rig_close_store(it->rig, &it->store);
    free(it);
    return rig_teardown(&rig);
}

static inline void journal_rig_on_result(void *owner, const struct journal_result *result)
{
    struct journal_rig *it = owner;
    it->results++;
    it->result = *result;
    it->result.numbers = NULL;
    for (size_t i = 0; result->numbers && i < it->sent; i++) {
        it->numbers[i] = result->numbers[i];
    }
}

static inline enum journal_outcome journal_rig_send(struct journal_rig *it,
                                                    const struct journal_commit *commit)
{
    int before = it->results;
    it->sent = commit->entry_count;
    journal_commit(it->journal, commit, journal_rig_on_result, it);
    assert_int_equal(it->results, before); // never from inside
    UNTIL(it->rig, it->results == before + 1);
    return it->result.outcome;
}

// One entry on a scope.
static inline enum journal_outcome journal_rig_mark(struct journal_rig *it, const char *scope,
                                                    uint64_t seen, const char *ask,
                                                    const char *digest)
{
    struct journal_entry entry = {slice_of(ask), slice_of(digest), slice_of(ask)};
    return journal_rig_send(
        it, &(struct journal_commit){
                .scope = slice_of(scope), .seen = seen, .entry_count = 1, .entries = &entry});
}

static inline int64_t journal_rig_length(struct journal_rig *it)
{
    rig_do(it->rig, "XLEN jinbang:{c1}:journal");
    return it->rig->number;
}

#define JOURNAL_TEST(test)                                                                         \
    cmocka_unit_test_setup_teardown(test, journal_rig_setup, journal_rig_teardown)
