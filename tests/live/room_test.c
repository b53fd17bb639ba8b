// Wishes on their way into a real journal: one node, two nodes on one Redis, and a Redis that dies.
#include "live/commit_parts.h"
#include "tests/live/rooms.h"

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

static int setup(void **state)
{
    return rooms_open(state, forge_definition, forge_roster);
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

static size_t busy_scopes(const struct site *site)
{
    size_t count = 0;

    list_each (at, &site->room->commit->busy) {
        count++;
    }
    return count;
}

// A pump went over every scope that there had ever been, as many as competitors, while anything
// waited.
static void a_pump_looks_at_the_scopes_in_which_something_waits_and_at_no_others(void **state)
{
    struct rig_room *it = *state;
    struct site *site = &it->nodes[0];
    struct wisher wishers[FORGE_COMPETITORS + 2];

    for (unsigned i = 0; i < FORGE_COMPETITORS; i++) {
        wish_sheet(it, site, &wishers[i], i, 0, 10 + i);
        add(site, &wishers[i]);
    }
    assert_int_equal(busy_scopes(site), 0); // all fly, none waits
    for (unsigned i = FORGE_COMPETITORS; i < FORGE_COMPETITORS + 2; i++) {
        wish_sheet(it, site, &wishers[i], 3, i, 10);
        add(site, &wishers[i]);
    }
    assert_int_equal(busy_scopes(site), 1); // both wait for one competitor's first sheet
    UNTIL(it->rig, all_done(wishers, FORGE_COMPETITORS + 2));
    assert_int_equal(busy_scopes(site), 0);
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

#define ROOM_TEST(test) cmocka_unit_test_setup_teardown(test, setup, rooms_close)

RUN(ROOM_TEST(wishes_that_wait_go_together_in_the_next_call),
    ROOM_TEST(a_pump_looks_at_the_scopes_in_which_something_waits_and_at_no_others),
    ROOM_TEST(two_nodes_that_mark_one_competitor_both_answer_their_judges),
    ROOM_TEST(the_same_key_gives_one_number_on_one_node_and_on_two),
    ROOM_TEST(the_same_key_with_another_request_is_refused),
    ROOM_TEST(of_two_sheets_for_one_address_the_second_hears_of_the_first),
    ROOM_TEST(a_publication_holds_every_sheet_that_was_on_its_way),
    ROOM_TEST(wishes_outlive_the_death_of_redis_and_count_once),
    ROOM_TEST(a_late_wish_is_told_to_come_again),
    ROOM_TEST(a_lost_journal_begins_a_new_epoch_and_answers_who_waits),
    ROOM_TEST(closing_answers_all_who_wait))
