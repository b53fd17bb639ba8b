// What is kept of a panel: each thing once, found by its place or number, as many as there are.
#include "live/panel_log.h"
#include "tests/unit.h"

#include <stdlib.h>
#include <string.h>

enum { MANY = 40 }; // more than two steps of its arrays

static struct panel_log *log_new(void **state)
{
    struct panel_log *log = calloc(1, sizeof *log);
    (void)state;
    assert_non_null(log);
    return log;
}

static struct panel_place place_of(const char *part, const char *competitor, const char *seat)
{
    struct panel_place place = {.part = ""};
    panel_log_id(place.part, slice_of(part));
    panel_log_id(place.competitor, slice_of(competitor));
    panel_log_id(place.seat, slice_of(seat));
    return place;
}

static void an_open_look_is_found_at_its_own_sheet_alone(void **state)
{
    struct panel_log *log = log_new(state);
    struct panel_place here = place_of("p", "x1", "J1");
    struct panel_place others[] = {place_of("q", "x1", "J1"), place_of("p", "x2", "J1"),
                                   place_of("p", "x1", "J2")};

    assert_null(panel_log_open(log, &here));
    struct panel_look *look = panel_log_add_look(log);
    look->place = here;
    look->number = 7;
    assert_ptr_equal(panel_log_open(log, &here), look);
    for (size_t i = 0; i < ROWS(others); i++) {
        assert_null(panel_log_open(log, &others[i]));
    }
    panel_log_free(log);
}

static void a_look_that_was_answered_is_open_no_more_and_another_may_be_asked(void **state)
{
    struct panel_log *log = log_new(state);
    struct panel_place here = place_of("p", "x1", "J1");

    for (enum panel_answer answer = PANEL_CHANGED; answer <= PANEL_CONFIRMED; answer++) {
        struct panel_look *look = panel_log_add_look(log);
        look->place = here;
        look->number = (uint64_t)answer;
        assert_int_equal(panel_log_open(log, &here)->number, answer);
        look->answer = answer;
        assert_null(panel_log_open(log, &here));
    }
    assert_int_equal(log->look_count, 2);
    panel_log_free(log);
}

static void a_call_is_found_by_its_number_among_many(void **state)
{
    struct panel_log *log = log_new(state);

    for (uint64_t i = 1; i <= MANY; i++) {
        struct panel_call *call = panel_log_add_call(log);
        assert_null(call->words);
        call->number = 10 * i;
        panel_log_text(&call->words, SLICE("压条松了"));
    }
    for (uint64_t i = 1; i <= MANY; i++) {
        assert_int_equal(panel_log_call(log, 10 * i)->number, 10 * i);
        assert_null(panel_log_call(log, 10 * i + 1));
    }
    panel_log_free(log);
}

static void a_seat_has_one_trial_sheet_of_each_sample_the_last_one(void **state)
{
    struct panel_log *log = log_new(state);
    struct panel_trial *first = panel_log_add_trial(log, SLICE("p"), SLICE("J1"), 1);

    panel_log_text(&first->sheet, SLICE("one"));
    assert_ptr_equal(panel_log_add_trial(log, SLICE("p"), SLICE("J1"), 1), first);
    panel_log_text(&first->sheet, SLICE("another"));
    assert_string_equal(log->trials[0].sheet, "another");
    assert_int_equal(log->trial_count, 1);
    (void)panel_log_add_trial(log, SLICE("p"), SLICE("J1"), 2);
    (void)panel_log_add_trial(log, SLICE("p"), SLICE("J2"), 1);
    (void)panel_log_add_trial(log, SLICE("q"), SLICE("J1"), 1);
    assert_int_equal(log->trial_count, 4);
    panel_log_free(log);
}

static void a_seat_has_tried_its_own_part_and_no_other(void **state)
{
    struct panel_log *log = log_new(state);

    assert_false(panel_log_has_trial(log, "p", "J1"));
    (void)panel_log_add_trial(log, SLICE("p"), SLICE("J1"), 3);
    assert_true(panel_log_has_trial(log, "p", "J1"));
    assert_false(panel_log_has_trial(log, "p", "J2"));
    assert_false(panel_log_has_trial(log, "q", "J1"));
    panel_log_free(log);
}

static void a_part_has_one_benchmark_the_last_one(void **state)
{
    struct panel_log *log = log_new(state);
    struct panel_benchmark *first = panel_log_add_benchmark(log, SLICE("p"));

    panel_log_text(&first->marks, SLICE("[1]"));
    assert_ptr_equal(panel_log_add_benchmark(log, SLICE("p")), first);
    panel_log_text(&first->marks, SLICE("[2]"));
    (void)panel_log_add_benchmark(log, SLICE("q"));
    assert_int_equal(log->benchmark_count, 2);
    assert_string_equal(log->benchmarks[0].marks, "[2]");
    panel_log_free(log);
}

static void every_attempt_is_kept_and_the_last_of_a_sheet_is_found(void **state)
{
    struct panel_log *log = log_new(state);
    struct panel_place here = place_of("p", "x1", "J1");
    struct panel_place other = place_of("p", "x1", "J2");

    assert_null(panel_log_last(log, &here));
    for (uint64_t i = 1; i <= MANY; i++) {
        struct panel_attempt *attempt = panel_log_add_attempt(log);
        attempt->place = i % 2 ? here : other;
        attempt->number = i;
        panel_log_text(&attempt->body, SLICE("{}"));
        panel_log_text(&attempt->reason, SLICE_NONE);
    }
    assert_int_equal(log->attempt_count, MANY);
    assert_int_equal(panel_log_last(log, &here)->number, MANY - 1);
    assert_int_equal(panel_log_last(log, &other)->number, MANY);
    for (uint64_t i = 1; i <= MANY; i++) {
        assert_int_equal(log->attempts[i - 1].number, i);
        assert_string_equal(log->attempts[i - 1].body, "{}");
        assert_string_equal(log->attempts[i - 1].reason, "");
    }
    panel_log_free(log);
}

static void substitutes_are_kept_in_the_order_of_the_journal(void **state)
{
    struct panel_log *log = log_new(state);

    for (uint64_t i = 1; i <= MANY; i++) {
        panel_log_add_substitute(log)->number = i;
    }
    for (uint64_t i = 1; i <= MANY; i++) {
        assert_int_equal(log->substitutes[i - 1].number, i);
    }
    panel_log_free(log);
}

static void an_id_keeps_its_64_signs_and_not_one_more(void **state)
{
    (void)state;
    char long_id[RECORD_ID_MAX + 1];
    char out[RECORD_ID_MAX + 1] = {0};

    memset(long_id, 'a', sizeof long_id);
    out[RECORD_ID_MAX] = '!';
    panel_log_id(out, (struct slice){long_id, 64});
    assert_int_equal(strlen(out), 64);
    panel_log_id(out, (struct slice){long_id, 65});
    assert_int_equal(strlen(out), 64);
    panel_log_id(out, SLICE_NONE);
    assert_string_equal(out, "");
    assert_int_equal(out[RECORD_ID_MAX], '!');
}

static void nothing_is_freed_as_nothing(void **state)
{
    (void)state;
    assert_null(panel_log_free(NULL));
}

RUN(cmocka_unit_test(an_open_look_is_found_at_its_own_sheet_alone),
    cmocka_unit_test(a_look_that_was_answered_is_open_no_more_and_another_may_be_asked),
    cmocka_unit_test(a_call_is_found_by_its_number_among_many),
    cmocka_unit_test(a_seat_has_one_trial_sheet_of_each_sample_the_last_one),
    cmocka_unit_test(a_seat_has_tried_its_own_part_and_no_other),
    cmocka_unit_test(a_part_has_one_benchmark_the_last_one),
    cmocka_unit_test(every_attempt_is_kept_and_the_last_of_a_sheet_is_found),
    cmocka_unit_test(substitutes_are_kept_in_the_order_of_the_journal),
    cmocka_unit_test(an_id_keeps_its_64_signs_and_not_one_more),
    cmocka_unit_test(nothing_is_freed_as_nothing))
