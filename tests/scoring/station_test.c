#include "scoring/station.h"
#include "tests/unit.h"

#include <string.h>

enum { SECOND = POINT_ONE };

// Short ways to write an event at so many seconds.
static struct station_event at(enum station_event_kind kind, int64_t seconds)
{
    return (struct station_event){.kind = kind, .at = seconds * SECOND};
}

static struct station_event added(int64_t when, int64_t seconds)
{
    return (struct station_event){
        .kind = STATION_ADDED, .at = when * SECOND, .seconds = seconds * SECOND, .by = "chief"};
}

static struct station_result settled(const struct station_event *events, size_t count)
{
    struct station_result result = {0};
    size_t bad = 99;

    assert_true(station_settle(events, count, &result, &bad));
    assert_int_equal(bad, 99);
    return result;
}

static void assert_bad(const struct station_event *events, size_t count, size_t where)
{
    struct station_result result = {.hands = 77};
    size_t bad = 99;

    assert_false(station_settle(events, count, &result, &bad));
    assert_int_equal(bad, where);
    assert_int_equal(result.hands, 77);
}

static void an_empty_log_has_not_started(void **state)
{
    (void)state;
    struct station_result result = settled(NULL, 0);

    assert_false(result.started);
    assert_false(result.ended);
    assert_int_equal(result.net, 0);
}

static void net_time_runs_from_the_start_to_the_seal(void **state)
{
    (void)state;
    const struct station_event events[] = {at(STATION_START, 5), at(STATION_SEALED, 3605)};
    struct station_result result = settled(events, ROWS(events));

    assert_true(result.started && result.ended);
    assert_int_equal(result.net, 3600 * (int64_t)SECOND);
}

static void an_open_log_runs_to_its_last_event(void **state)
{
    (void)state;
    const struct station_event events[] = {at(STATION_START, 0), at(STATION_HAND, 40)};
    struct station_result result = settled(events, ROWS(events));

    assert_false(result.ended);
    assert_int_equal(result.net, 40 * SECOND);
    assert_int_equal(result.hands, 1);
}

// Equipment stops the clock, the competitor's own fault does not (RULES.md 2.6).
static void only_a_fault_of_the_venue_stops_the_clock(void **state)
{
    (void)state;
    const struct station_event events[] = {
        at(STATION_START, 0),         at(STATION_HAND, 100),        at(STATION_FAULT_OWN, 100),
        at(STATION_FAULT_VENUE, 200), at(STATION_FAULT_VENUE, 250), at(STATION_RESUME, 500),
        at(STATION_STOP, 600),        at(STATION_RESUME, 610),      at(STATION_SEALED, 1000),
    };
    struct station_result result = settled(events, ROWS(events));

    assert_int_equal(result.net, (1000 - 300 - 10) * SECOND);
    assert_int_equal(result.own_faults, 1);
    assert_int_equal(result.venue_faults, 2);
    assert_false(result.stopped);
}

static void a_stopped_clock_stays_where_it_is(void **state)
{
    (void)state;
    const struct station_event events[] = {at(STATION_START, 0), at(STATION_STOP, 60),
                                           at(STATION_WARNING, 90), at(STATION_SEALED, 120)};
    struct station_result result = settled(events, 3);

    assert_true(result.stopped);
    assert_int_equal(result.net, 60 * SECOND);
    assert_int_equal(settled(events, ROWS(events)).net, 60 * SECOND);
}

static void the_clock_goes_on_while_he_is_away(void **state)
{
    (void)state;
    const struct station_event events[] = {at(STATION_START, 0), at(STATION_LEAVE, 10),
                                           at(STATION_RETURN, 70), at(STATION_SEALED, 100)};

    assert_true(settled(events, 2).away);
    assert_false(settled(events, 3).away);
    assert_int_equal(settled(events, ROWS(events)).net, 100 * SECOND);
}

static void what_is_only_counted_is_counted(void **state)
{
    (void)state;
    const struct station_event events[] = {
        at(STATION_START, 0),    added(10, 120), at(STATION_WARNING, 20), at(STATION_WARNING, 20),
        at(STATION_OFFENCE, 30), added(40, 60),  at(STATION_HAND, 50),    at(STATION_SEALED, 100),
    };
    struct station_result result = settled(events, ROWS(events));

    assert_int_equal(result.added, 180 * SECOND);
    assert_int_equal(result.warnings, 2);
    assert_int_equal(result.offences, 1);
    assert_int_equal(result.hands, 1);
    assert_int_equal(result.net, 100 * SECOND);
}

static void an_event_that_cannot_follow_is_named(void **state)
{
    (void)state;

    static const struct {
        enum station_event_kind kinds[4];
        size_t count, bad;
    } rows[] = {
        {{STATION_HAND, STATION_START}, 2, 0},
        {{STATION_START, STATION_START}, 2, 1},
        {{STATION_START, STATION_RESUME}, 2, 1},
        {{STATION_START, STATION_RETURN}, 2, 1},
        {{STATION_START, STATION_STOP, STATION_STOP}, 3, 2},
        {{STATION_START, STATION_LEAVE, STATION_LEAVE}, 3, 2},
        {{STATION_START, STATION_FAULT_VENUE, STATION_RESUME, STATION_RESUME}, 4, 3},
        {{STATION_START, STATION_SEALED, STATION_HAND}, 3, 2},
        {{STATION_START, STATION_SEALED, STATION_SEALED}, 3, 2},
        {{STATION_START, STATION_SEALED, STATION_START}, 3, 2},
        {{STATION_START, STATION_KINDS}, 2, 1},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct station_event events[4];
        for (size_t k = 0; k < rows[i].count; k++) {
            events[k] = at(rows[i].kinds[k], (int64_t)k);
        }
        assert_bad(events, rows[i].count, rows[i].bad);
    }
}

static void time_neither_runs_back_nor_overflows(void **state)
{
    (void)state;
    const struct station_event back[] = {at(STATION_START, 10), at(STATION_HAND, 9)};
    const struct station_event before[] = {at(STATION_START, -1)};
    const struct station_event less[] = {at(STATION_START, 0), added(1, -5)};
    struct station_event much[] = {at(STATION_START, 0), added(1, 0), added(1, 0)};

    much[1].seconds = much[2].seconds = INT64_MAX / 2 + 1;
    assert_bad(back, ROWS(back), 1);
    assert_bad(before, ROWS(before), 0);
    assert_bad(less, ROWS(less), 1);
    assert_bad(much, ROWS(much), 2);
}

static void every_event_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (unsigned i = 0; i < STATION_KINDS; i++) {
        assert_true(strlen(station_name((enum station_event_kind)i)) > 0);
        for (unsigned k = 0; k < i; k++) {
            assert_string_not_equal(station_name((enum station_event_kind)i),
                                    station_name((enum station_event_kind)k));
        }
    }
    assert_string_equal(station_name(STATION_START), "start");
    assert_string_equal(station_name(STATION_FAULT_VENUE), "fault_venue");
    assert_string_equal(station_name(STATION_KINDS), "");
}

RUN(cmocka_unit_test(an_empty_log_has_not_started),
    cmocka_unit_test(net_time_runs_from_the_start_to_the_seal),
    cmocka_unit_test(an_open_log_runs_to_its_last_event),
    cmocka_unit_test(only_a_fault_of_the_venue_stops_the_clock),
    cmocka_unit_test(a_stopped_clock_stays_where_it_is),
    cmocka_unit_test(the_clock_goes_on_while_he_is_away),
    cmocka_unit_test(what_is_only_counted_is_counted),
    cmocka_unit_test(an_event_that_cannot_follow_is_named),
    cmocka_unit_test(time_neither_runs_back_nor_overflows),
    cmocka_unit_test(every_event_has_a_name_of_its_own))
