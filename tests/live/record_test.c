#include "live/record.h"
#include "tests/live/forge.h"

static void the_fold_of_a_journal_gives_the_totals(void **state)
{
    (void)state;
    struct forge *it = forge_new();

    assert_int_equal(forge_add(it, forge_sheet(it, 0, 0, 17, 0)), RECORD_GOOD);
    assert_int_equal(forge_add(it, forge_sheet(it, 0, 7, 20, 0)), RECORD_GOOD);
    assert_int_equal(forge_add(it, forge_sheet(it, 1, 3, 0, 0)), RECORD_GOOD);
    assert_string_equal(forge_total(it->record, 0), "18.5");
    assert_string_equal(forge_total(it->record, 1), "0");
    assert_int_equal(it->record->skills[0].stages[0].done, 3);
    assert_int_equal(it->record->skills[0].stages[0].started, 2);
    assert_int_equal(it->record->followed, 5);
    assert_int_equal(it->record->witnessed, 4);
    forge_free(it);
}

static void an_amendment_takes_the_place_of_the_sheet_that_it_names(void **state)
{
    (void)state;
    struct forge *it = forge_new();

    assert_int_equal(forge_add(it, forge_sheet(it, 0, 0, 17, 0)), RECORD_GOOD);
    assert_int_equal(forge_add(it, forge_sheet(it, 0, 0, 4, 3)), RECORD_GOOD);
    assert_string_equal(forge_total(it->record, 0), "2");
    assert_int_equal(it->record->skills[0].stages[0].done, 1);
    assert_int_equal(forge_add(it, forge_sheet(it, 0, 0, 5, 3)), RECORD_BROKEN); // it is 4 now
    forge_free(it);
}

static void a_changed_byte_of_the_past_is_found_by_the_next_claim(void **state)
{
    (void)state;
    struct forge *it = forge_new();

    assert_int_equal(forge_add(it, forge_sheet(it, 0, 0, 16, 0)), RECORD_GOOD);
    assert_int_equal(forge_add(it, (struct entry){.kind = ENTRY_SEAL, .body = SLICE("")}),
                     RECORD_GOOD);
    for (uint64_t number = 1; number <= 3; number++) {
        struct forge *other = forge_bare("c1");
        enum record_taken taken = RECORD_GOOD;
        for (uint64_t i = 1; taken == RECORD_GOOD && i <= it->count; i++) {
            struct slice bytes = it->entries[i];
            if (i == number) { // one digit of the entry's time
                char *changed = arena_copy(other->arena, bytes);
                char *digit = strstr(changed, "\"at\":") + 5;
                *digit = *digit == '1' ? '2' : '1';
                bytes.at = changed;
            }
            taken = forge_take(other, bytes);
        }
        assert_int_equal(taken, RECORD_CHAIN_DIFFERS);
        assert_int_equal(other->record->followed, number);
        forge_free(other);
    }
    forge_free(it);
}

static void the_chain_depends_on_the_name_of_the_journal(void **state)
{
    (void)state;
    struct forge *it = forge_new();
    struct forge *other = forge_bare("c2");

    assert_int_equal(forge_take(other, it->entries[1]), RECORD_CHAIN_DIFFERS);
    forge_free(other);
    forge_free(it);
}

static void an_entry_out_of_order_is_refused(void **state)
{
    (void)state;
    struct forge *it = forge_new();
    struct slice bytes = forge_write(it, forge_sheet(it, 0, 0, 16, 0));
    struct record_news news;

    assert_int_equal(record_take(it->record, 4, bytes, &news, &it->why), RECORD_BROKEN);
    assert_int_equal(record_take(it->record, 2, bytes, &news, &it->why), RECORD_BROKEN);
    assert_int_equal(record_take(it->record, 3, bytes, &news, &it->why), RECORD_GOOD);
    forge_free(it);
}

static void an_entry_of_a_later_format_needs_a_newer_version(void **state)
{
    (void)state;
    struct forge *it = forge_new();

    assert_int_equal(forge_take(it, SLICE("10 whatever")), RECORD_NEEDS_NEWER);
    assert_string_equal(it->why, "an entry needs jinbang 0.10 or newer");
    assert_int_equal(it->record->followed, 2);
    forge_free(it);
}

static void what_the_rules_do_not_allow_is_refused(void **state)
{
    (void)state;
    struct entry wrong[8];
    struct forge *it = forge_new();

    wrong[0] = forge_sheet(it, 0, 0, 21, 0); // 10.5 of 10
    wrong[1] = forge_sheet(it, 0, 8, 10, 0); // no such seat
    wrong[2] = forge_sheet(it, 6, 0, 10, 0); // no such competitor
    wrong[3] = forge_sheet(it, 0, 0, 10, 1); // replaces what is no sheet
    wrong[4] = (struct entry){.kind = ENTRY_ROSTER, .body = slice_of(forge_roster)};
    wrong[5] = (struct entry){.kind = ENTRY_COMPETITION, .body = slice_of(forge_definition)};
    wrong[6] = (struct entry){.kind = ENTRY_PUBLICATION, .skill = SLICE("t"), .body = SLICE("{}")};
    wrong[7] =
        (struct entry){.kind = ENTRY_ANNOUNCED, .competition = SLICE("c9"), .body = SLICE("")};
    for (size_t i = 0; i < ROWS(wrong); i++) {
        struct forge *other = forge_new();
        assert_int_equal(forge_add(other, wrong[i]), RECORD_BROKEN);
        assert_int_equal(other->record->followed, 2);
        assert_true(strlen(other->why) > 0);
        forge_free(other);
    }
    forge_free(it);
}

static void the_same_request_twice_is_refused(void **state)
{
    (void)state;
    struct forge *it = forge_new();
    struct entry one = forge_sheet(it, 0, 0, 10, 0);
    struct entry two = forge_sheet(it, 0, 1, 10, 0);

    one.ask = two.ask = SLICE("the-same");
    assert_int_equal(forge_add(it, one), RECORD_GOOD);
    assert_int_equal(record_asked(it->record, SLICE("the-same"))->number, 3);
    assert_int_equal(forge_add(it, two), RECORD_BROKEN);
    forge_free(it);
}

static void nothing_comes_after_a_skills_publication(void **state)
{
    (void)state;
    struct forge *it = forge_new();
    struct entry publication = {
        .kind = ENTRY_PUBLICATION, .skill = SLICE("s"), .body = SLICE("{}")};

    assert_int_equal(forge_add(it, publication), RECORD_GOOD);
    assert_int_equal(it->record->skills[0].published, 3);
    assert_int_equal(forge_add(it, forge_sheet(it, 0, 0, 10, 0)), RECORD_BROKEN);
    assert_int_equal(forge_add(it, publication), RECORD_BROKEN);
    forge_free(it);
}

static void a_competitions_entry_in_the_sites_journal_is_refused(void **state)
{
    (void)state;
    struct forge *it = forge_bare("-site");
    struct entry announced = {
        .kind = ENTRY_ANNOUNCED, .competition = SLICE("c1"), .body = SLICE("")};

    assert_int_equal(forge_add(it, announced), RECORD_GOOD);
    assert_int_equal(forge_add(it, (struct entry){.kind = ENTRY_COMPETITION,
                                                  .body = slice_of(forge_definition)}),
                     RECORD_BROKEN);
    forge_free(it);
}

// ---- any history, recounted from its rows by addition

static uint64_t dice_state;

static unsigned dice(unsigned below)
{
    dice_state = dice_state * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)(dice_state >> 33) % below;
}

struct last {
    uint64_t number;
    unsigned halves;
};

// One competitor's rows against the record; gives how many sheets there are.
static unsigned compare_rows(const struct forge *it, unsigned c,
                             const struct last rows[FORGE_SEATS])
{
    unsigned halves = 0;
    unsigned sheets = 0;
    char expected[32];

    for (unsigned s = 0; s < FORGE_SEATS; s++) {
        const struct record_sheet *sheet =
            record_sheet(it->record, it->record->competitors[c], 0, s);
        assert_int_equal(sheet ? sheet->number : 0, rows[s].number);
        halves += rows[s].halves;
        sheets += rows[s].number ? 1 : 0;
    }
    (void)snprintf(expected, sizeof expected, "%u%s", halves / 2, halves % 2 ? ".5" : "");
    if (sheets > 0) {
        assert_string_equal(forge_total(it->record, c), expected);
    }
    return sheets;
}

static void compare_with_rows(const struct forge *it,
                              struct last rows[FORGE_COMPETITORS][FORGE_SEATS])
{
    const struct record_stage *stage = &it->record->skills[0].stages[0];
    uint64_t done = 0;
    uint64_t started = 0;

    for (unsigned c = 0; c < FORGE_COMPETITORS; c++) {
        unsigned sheets = compare_rows(it, c, rows[c]);
        done += sheets;
        started += sheets ? 1 : 0;
    }
    assert_int_equal(stage->done, done);
    assert_int_equal(stage->started, started);
    assert_int_equal(stage->ranked, started); // `missing` is `given`: one judge is enough
}

static void run_history(uint64_t seed)
{
    struct last rows[FORGE_COMPETITORS][FORGE_SEATS] = {0};
    struct forge *it = forge_new();
    unsigned steps = 20 + dice(120);

    for (unsigned i = 0; i < steps; i++) {
        unsigned c = dice(FORGE_COMPETITORS), s = dice(FORGE_SEATS), halves = dice(21);
        enum record_taken taken = forge_add(it, forge_sheet(it, c, s, halves, rows[c][s].number));
        if (taken != RECORD_GOOD) {
            fail_msg("seed %lu step %u: %s", (unsigned long)seed, i, it->why);
        }
        rows[c][s] = (struct last){it->record->followed, halves};
    }
    compare_with_rows(it, rows);
    struct forge *again = forge_bare("c1"); // and the rebuild is the same fold
    for (uint64_t i = 1; i <= it->count; i++) {
        assert_int_equal(forge_take(again, it->entries[i]), RECORD_GOOD);
    }
    compare_with_rows(again, rows);
    assert_memory_equal(record_mile(again->record, it->count)->chain,
                        record_mile(it->record, it->count)->chain, RECORD_HASH);
    forge_free(again);
    forge_free(it);
}

static void any_history_folds_to_what_its_rows_add_up_to(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        dice_state = seed;
        run_history(seed);
    }
}

RUN(cmocka_unit_test(the_fold_of_a_journal_gives_the_totals),
    cmocka_unit_test(an_amendment_takes_the_place_of_the_sheet_that_it_names),
    cmocka_unit_test(a_changed_byte_of_the_past_is_found_by_the_next_claim),
    cmocka_unit_test(the_chain_depends_on_the_name_of_the_journal),
    cmocka_unit_test(an_entry_out_of_order_is_refused),
    cmocka_unit_test(an_entry_of_a_later_format_needs_a_newer_version),
    cmocka_unit_test(what_the_rules_do_not_allow_is_refused),
    cmocka_unit_test(the_same_request_twice_is_refused),
    cmocka_unit_test(nothing_comes_after_a_skills_publication),
    cmocka_unit_test(a_competitions_entry_in_the_sites_journal_is_refused),
    cmocka_unit_test(any_history_folds_to_what_its_rows_add_up_to))
