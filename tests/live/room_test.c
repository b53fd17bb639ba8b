// Wishes on their way into a real journal: one node, two nodes on one Redis, and a Redis that dies.
#include "base/clock.h"
#include "live/commit.h"
#include "live/room.h"
#include "live/wish.h"
#include "tests/live/forge.h"
#include "tests/store/rig.h"
#include "wire/ask.h"
#include "wire/faults.h"

enum { TICK_MS = 10, WISHES_MAX = 64, LONG_MS = 15000 };

struct site {
    struct rig *rig;
    struct rig_store store;
    struct room *room;
    uv_timer_t tick;
    bool ticking;
    int touches, renewals, closed;
};

struct wisher {
    struct commit_wish wish;
    struct sheet sheet;
    char key[37];
    char digest[SECRET_HEX];
    bool done;
};

struct rig_room {
    struct rig *rig;
    struct site nodes[2];
    struct arena *arena;
};

static void on_touch(void *owner, struct room *room, uint32_t skill)
{
    (void)room;
    (void)skill;
    ((struct site *)owner)->touches++;
}

static void on_people(void *owner, struct room *room, size_t competitor, size_t judge)
{
    (void)owner;
    (void)room;
    (void)competitor;
    (void)judge;
}

static void on_renewed(void *owner, struct room *room)
{
    (void)room;
    ((struct site *)owner)->renewals++;
}

static void on_opened(void *owner, struct room *room)
{
    (void)owner;
    (void)room;
}

static const struct room_events room_bells = {on_touch, on_people, on_renewed, on_opened, NULL};

static void on_tick(uv_timer_t *timer)
{
    struct site *site = timer->data;
    room_tick(site->room, clock_ms());
}

static void open_site(struct rig *rig, struct site *site)
{
    struct store_settings settings = rig_settings(rig);

    site->rig = rig;
    rig_open_store(rig, &site->store, &settings);
    UNTIL(rig, site->store.readies == 1);
    site->room = room_new(site->store.store, "c1", &room_bells, site);
    assert_int_equal(uv_timer_init(&rig->loop, &site->tick), 0);
    site->tick.data = site;
    uv_timer_start(&site->tick, on_tick, TICK_MS, TICK_MS);
    UNTIL(rig, state_obstacle(site->room) == NULL);
}

static void on_room_closed(void *owner)
{
    struct site *site = owner;
    site->closed = 1;
    uv_close((uv_handle_t *)&site->tick, NULL);
}

static void close_site(struct site *site)
{
    if (!site->closed) {
        room_close(site->room, on_room_closed, site);
        UNTIL(site->rig, site->closed);
    }
    rig_close_store(site->rig, &site->store);
}

static void on_done(struct commit_wish *wish)
{
    struct wisher *wisher = wish->owner;
    assert_false(wisher->done); // once
    wisher->done = true;
}

static void fill(struct wisher *wisher, int kind, struct slice body)
{
    unsigned char hash[SECRET_HASH];

    memset(wisher, 0, sizeof *wisher);
    secret_uuid7(wisher->key);
    secret_sha256(body, hash);
    text_hex(hash, sizeof hash, wisher->digest);
    wisher->wish = (struct commit_wish){.kind = kind,
                                        .ask = slice_of(wisher->key),
                                        .digest = slice_of(wisher->digest),
                                        .by = SLICE("organiser"),
                                        .body = body,
                                        .deadline_ms = clock_ms() + LONG_MS,
                                        .on_done = on_done,
                                        .owner = wisher};
}

static void wish_sheet(struct rig_room *it, struct site *site, struct wisher *wisher,
                       unsigned competitor, unsigned seat, unsigned halves)
{
    struct faults *faults = arena_alloc(it->arena, sizeof *faults);
    const struct record *record = site->room->record;

    fill(wisher, ENTRY_SHEET, forge_marks(it->arena, halves));
    assert_true(
        ask_sheet(it->arena, record->rules, 0, seat, wisher->wish.body, &wisher->sheet, faults));
    wisher->wish.competitor = record->competitors[competitor];
    wisher->wish.seat = seat;
    wisher->wish.sheet = &wisher->sheet;
}

static void add(struct site *site, struct wisher *wisher)
{
    commit_add(site->room->commit, &wisher->wish);
}

static bool all_done(const struct wisher *wishers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!wishers[i].done) {
            return false;
        }
    }
    return true;
}

static int setup(void **state)
{
    struct rig_room *it = calloc(1, sizeof *it);
    struct wisher made[2];

    assert_non_null(it);
    it->rig = rig_new();
    it->arena = arena_new();
    rig_start_redis(it->rig);
    open_site(it->rig, &it->nodes[0]);
    fill(&made[0], ENTRY_COMPETITION, slice_of(forge_definition));
    add(&it->nodes[0], &made[0]);
    UNTIL(it->rig, made[0].done);
    fill(&made[1], ENTRY_ROSTER, slice_of(forge_roster));
    add(&it->nodes[0], &made[1]);
    UNTIL(it->rig, made[1].done);
    assert_null(made[0].wish.refusal);
    assert_null(made[1].wish.refusal);
    open_site(it->rig, &it->nodes[1]);
    UNTIL(it->rig, it->nodes[1].room->record->followed >= 2);
    *state = it;
    return 0;
}

static int teardown(void **state)
{
    struct rig_room *it = *state;
    void *rig = it->rig;

    close_site(&it->nodes[0]);
    close_site(&it->nodes[1]);
    arena_free(it->arena);
    free(it);
    return rig_teardown(&rig);
}

static long calls_of_fcall(struct rig *rig)
{
    rig_do(rig, "INFO commandstats");
    const char *at = strstr(rig->text, "cmdstat_fcall:calls=");
    return at ? strtol(at + strlen("cmdstat_fcall:calls="), NULL, 10) : 0;
}

static void wishes_that_wait_go_together_in_the_next_call(void **state)
{
    struct rig_room *it = *state;
    struct wisher wishers[FORGE_SEATS];
    long before = calls_of_fcall(it->rig);

    for (unsigned i = 0; i < FORGE_SEATS; i++) {
        wish_sheet(it, &it->nodes[0], &wishers[i], 0, i, 10 + i);
        add(&it->nodes[0], &wishers[i]);
    }
    UNTIL(it->rig, all_done(wishers, FORGE_SEATS));
    for (unsigned i = 0; i < FORGE_SEATS; i++) {
        assert_null(wishers[i].wish.refusal);
        assert_true(wishers[i].wish.created);
        assert_int_equal(wishers[i].wish.number, wishers[0].wish.number + i);
    }
    assert_int_equal(calls_of_fcall(it->rig) - before, 2); // the first alone, then the seven
    assert_string_equal(forge_total(it->nodes[0].room->record, 0), "54");
}

static void two_nodes_that_mark_one_competitor_both_answer_their_judges(void **state)
{
    struct rig_room *it = *state;
    struct wisher wishers[FORGE_SEATS];

    for (unsigned i = 0; i < FORGE_SEATS; i++) {
        struct site *site = &it->nodes[i % 2];
        wish_sheet(it, site, &wishers[i], 0, i, 10 + i);
        add(site, &wishers[i]);
    }
    UNTIL(it->rig, all_done(wishers, FORGE_SEATS));
    for (unsigned i = 0; i < FORGE_SEATS; i++) {
        assert_null(wishers[i].wish.refusal);
        assert_false(wishers[i].wish.again);
        for (unsigned j = 0; j < i; j++) {
            assert_true(wishers[i].wish.number != wishers[j].wish.number);
        }
    }
    uint64_t last = it->nodes[0].room->record->followed;
    last = last > it->nodes[1].room->record->followed ? last : it->nodes[1].room->record->followed;
    UNTIL(it->rig, it->nodes[0].room->record->followed >= last &&
                       it->nodes[1].room->record->followed >= last);
    assert_string_equal(forge_total(it->nodes[0].room->record, 0), "54");
    assert_string_equal(forge_total(it->nodes[1].room->record, 0), "54");
    assert_memory_equal(record_mile(it->nodes[0].room->record, last)->chain,
                        record_mile(it->nodes[1].room->record, last)->chain, RECORD_HASH);
}

static void the_same_key_gives_one_number_on_one_node_and_on_two(void **state)
{
    struct rig_room *it = *state;
    struct wisher wishers[4];

    for (unsigned i = 0; i < ROWS(wishers); i++) {
        struct site *site = &it->nodes[i % 2];
        wish_sheet(it, site, &wishers[i], 2, 0, 7);
        memcpy(wishers[i].key, wishers[0].key, sizeof wishers[0].key);
        add(site, &wishers[i]);
    }
    UNTIL(it->rig, all_done(wishers, ROWS(wishers)));
    unsigned firsts = 0;
    for (unsigned i = 0; i < ROWS(wishers); i++) {
        assert_null(wishers[i].wish.refusal);
        assert_int_equal(wishers[i].wish.number, wishers[0].wish.number);
        firsts += wishers[i].wish.again ? 0 : 1;
    }
    assert_int_equal(firsts, 1);
    assert_string_equal(forge_total(it->nodes[0].room->record, 2), "3.5");
}

static void the_same_key_with_another_request_is_refused(void **state)
{
    struct rig_room *it = *state;
    struct wisher wishers[3];

    for (unsigned i = 0; i < ROWS(wishers); i++) { // two at once and one on the other node
        struct site *site = &it->nodes[i / 2];
        wish_sheet(it, site, &wishers[i], i, 0, 7 + i);
        memcpy(wishers[i].key, wishers[0].key, sizeof wishers[0].key);
        add(site, &wishers[i]);
    }
    UNTIL(it->rig, all_done(wishers, ROWS(wishers)));
    unsigned taken = 0;
    for (unsigned i = 0; i < ROWS(wishers); i++) {
        if (wishers[i].wish.refusal) {
            assert_string_equal(wishers[i].wish.refusal, "idempotency-key-reused");
        }
        taken += wishers[i].wish.refusal ? 0 : 1;
    }
    assert_int_equal(taken, 1);
}

static void of_two_sheets_for_one_address_the_second_hears_of_the_first(void **state)
{
    struct rig_room *it = *state;
    struct wisher wishers[2];

    for (unsigned i = 0; i < ROWS(wishers); i++) {
        wish_sheet(it, &it->nodes[i], &wishers[i], 3, 4, 5 + i);
        add(&it->nodes[i], &wishers[i]);
    }
    UNTIL(it->rig, all_done(wishers, ROWS(wishers)));
    unsigned refused = wishers[0].wish.refusal ? 0 : 1;
    assert_null(wishers[1 - refused].wish.refusal);
    assert_string_equal(wishers[refused].wish.refusal, "precondition-required");
}

static void a_publication_holds_every_sheet_that_was_on_its_way(void **state)
{
    struct rig_room *it = *state;
    struct wisher sheets[FORGE_COMPETITORS * FORGE_SEATS];
    struct wisher publication;
    struct wisher late;
    struct site *site = &it->nodes[0];

    for (unsigned i = 0; i < ROWS(sheets); i++) {
        wish_sheet(it, site, &sheets[i], i / FORGE_SEATS, i % FORGE_SEATS, i % 21);
        add(site, &sheets[i]);
    }
    fill(&publication, ENTRY_PUBLICATION, SLICE("{}"));
    add(site, &publication);
    wish_sheet(it, site, &late, 0, 0, 3);
    late.wish.if_match = SLICE("3");
    add(site, &late);
    UNTIL(it->rig, all_done(sheets, ROWS(sheets)) && publication.done && late.done);
    for (unsigned i = 0; i < ROWS(sheets); i++) {
        // Those that still waited came too late, or went before: none is lost without a word.
        if (sheets[i].wish.refusal) {
            assert_string_equal(sheets[i].wish.refusal, "sheet-locked");
        } else {
            assert_true(sheets[i].wish.number < publication.wish.number);
        }
    }
    assert_null(publication.wish.refusal);
    assert_non_null(late.wish.refusal);
    assert_int_equal(site->room->record->skills[0].published, publication.wish.number);
}

static void wishes_outlive_the_death_of_redis_and_count_once(void **state)
{
    struct rig_room *it = *state;
    struct wisher wishers[FORGE_COMPETITORS];

    for (unsigned i = 0; i < ROWS(wishers); i++) {
        wish_sheet(it, &it->nodes[0], &wishers[i], i, 5, 4);
        add(&it->nodes[0], &wishers[i]);
    }
    rig_kill_redis(it->rig);
    UNTIL(it->rig, all_done(wishers, ROWS(wishers)));
    for (unsigned i = 0; i < ROWS(wishers); i++) {
        assert_null(wishers[i].wish.refusal);
        assert_string_equal(forge_total(it->nodes[0].room->record, i), "2");
    }
    assert_int_equal(it->nodes[0].renewals, 0);
}

static void a_late_wish_is_told_to_come_again(void **state)
{
    struct rig_room *it = *state;
    struct wisher wisher;
    int pid = (int)keeper_pid(it->rig->keeper);

    assert_int_equal(uv_kill(pid, SIGKILL), 0);
    UNTIL(it->rig, state_obstacle(it->nodes[0].room) != NULL);
    wish_sheet(it, &it->nodes[0], &wisher, 0, 0, 4);
    wisher.wish.deadline_ms = clock_ms() + 20;
    add(&it->nodes[0], &wisher);
    UNTIL(it->rig, wisher.done);
    assert_true(strcmp(wisher.wish.refusal, "redis-unreachable") == 0 ||
                strcmp(wisher.wish.refusal, "journal-catching-up") == 0);
    UNTIL(it->rig, it->rig->starts == 2);
}

static void a_lost_journal_begins_a_new_epoch_and_answers_who_waits(void **state)
{
    struct rig_room *it = *state;
    struct site *site = &it->nodes[0];
    struct wisher wishers[FORGE_COMPETITORS];
    struct wisher first;
    char epoch[sizeof site->room->epoch];

    wish_sheet(it, site, &first, 0, 0, 4);
    add(site, &first);
    UNTIL(it->rig, first.done);
    memcpy(epoch, site->room->epoch, sizeof epoch);
    rig_do(it->rig, "FLUSHALL");
    for (unsigned i = 0; i < ROWS(wishers); i++) {
        wish_sheet(it, site, &wishers[i], i, 5, 4);
        add(site, &wishers[i]);
    }
    UNTIL(it->rig, site->renewals == 1 && all_done(wishers, ROWS(wishers)));
    for (unsigned i = 0; i < ROWS(wishers); i++) {
        assert_string_equal(wishers[i].wish.refusal, "journal-catching-up");
    }
    assert_string_not_equal(site->room->epoch, epoch);
    UNTIL(it->rig, state_obstacle(site->room) == NULL);
    assert_int_equal(site->room->record->followed, 0);
    rig_do(it->rig, "EXISTS jinbang:{c1}:journal");
    assert_int_equal(it->rig->number, 0); // nothing was written to the emptied journal
}

static void closing_answers_all_who_wait(void **state)
{
    struct rig_room *it = *state;
    struct site *site = &it->nodes[0];
    struct wisher wishers[FORGE_SEATS];

    for (unsigned i = 0; i < FORGE_SEATS; i++) {
        wish_sheet(it, site, &wishers[i], 0, i, 10);
        add(site, &wishers[i]);
    }
    room_close(site->room, on_room_closed, site);
    assert_true(all_done(wishers, FORGE_SEATS));
    for (unsigned i = 0; i < FORGE_SEATS; i++) {
        assert_string_equal(wishers[i].wish.refusal, "shutting-down");
    }
    UNTIL(it->rig, site->closed);
}

#define ROOM_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

RUN(ROOM_TEST(wishes_that_wait_go_together_in_the_next_call),
    ROOM_TEST(two_nodes_that_mark_one_competitor_both_answer_their_judges),
    ROOM_TEST(the_same_key_gives_one_number_on_one_node_and_on_two),
    ROOM_TEST(the_same_key_with_another_request_is_refused),
    ROOM_TEST(of_two_sheets_for_one_address_the_second_hears_of_the_first),
    ROOM_TEST(a_publication_holds_every_sheet_that_was_on_its_way),
    ROOM_TEST(wishes_outlive_the_death_of_redis_and_count_once),
    ROOM_TEST(a_late_wish_is_told_to_come_again),
    ROOM_TEST(a_lost_journal_begins_a_new_epoch_and_answers_who_waits),
    ROOM_TEST(closing_answers_all_who_wait))
