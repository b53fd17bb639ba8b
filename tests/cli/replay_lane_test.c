#include "base/arena.h"
#include "base/secret.h"
#include "cli/replay_lane.h"
#include "tests/unit.h"

static uint64_t numbers;

static struct replay_step *add(struct replay_lane *lane, struct recording_line line)
{
    struct replay_step *step = replay_lane_step_new(arena_new(), &line);
    step->number = ++numbers;
    replay_lane_add(lane, step);
    return step;
}

static struct recording_line sheet(const char *part, const char *competitor, const char *seat,
                                   bool declares)
{
    return (struct recording_line){.kind = RECORDING_SHEET,
                                   .part = slice_of(part),
                                   .competitor = slice_of(competitor),
                                   .seat = slice_of(seat),
                                   .declares = declares};
}

static struct recording_line line_of(enum recording_kind kind, uint64_t at_ms)
{
    return (struct recording_line){.kind = kind, .at_ms = at_ms};
}

static struct replay_step *next(struct replay_lane *lane)
{
    return replay_lane_next(lane, 0, UINT64_MAX);
}

static struct replay_lane *lane_new(void)
{
    secret_init();
    return replay_lane_new(SLICE("c"));
}

static void marks_wait_for_the_declaration_of_their_part_and_others_overtake(void **state)
{
    (void)state;
    struct replay_lane *lane = lane_new();
    struct replay_step *declaration = add(lane, sheet("p", "x", "T", true));
    struct replay_step *mark = add(lane, sheet("p", "x", "J1", false));
    struct replay_step *other = add(lane, sheet("p", "y", "J1", false));
    assert_ptr_equal(next(lane), declaration);
    assert_ptr_equal(next(lane), other);
    assert_null(next(lane));
    replay_lane_done(declaration);
    assert_ptr_equal(next(lane), mark);
    replay_lane_free(lane);
}

static void two_seats_do_not_wait_for_each_other_and_one_seat_waits_for_itself(void **state)
{
    (void)state;
    struct replay_lane *lane = lane_new();
    struct replay_step *first = add(lane, sheet("p", "x", "J1", false));
    struct replay_step *second = add(lane, sheet("p", "x", "J2", false));
    struct replay_step *amendment = add(lane, sheet("p", "x", "J1", false));
    assert_ptr_equal(next(lane), first);
    assert_ptr_equal(next(lane), second);
    assert_null(next(lane));
    replay_lane_done(first);
    assert_ptr_equal(next(lane), amendment);
    replay_lane_free(lane);
}

static void an_expectation_waits_for_all_sheets_before_it_and_holds_all_behind_it(void **state)
{
    (void)state;
    struct replay_lane *lane = lane_new();
    struct replay_step *before = add(lane, sheet("p", "x", "J1", false));
    struct replay_step *one = add(lane, line_of(RECORDING_EXPECT, 0));
    struct replay_step *two = add(lane, line_of(RECORDING_EXPECT, 0));
    struct replay_step *after = add(lane, sheet("q", "y", "J2", false));
    assert_ptr_equal(next(lane), before);
    assert_null(next(lane));
    replay_lane_done(before);
    assert_ptr_equal(next(lane), one); // expectations change nothing: both may be asked
    assert_ptr_equal(next(lane), two);
    assert_null(next(lane));
    replay_lane_done(one);
    assert_null(next(lane));
    replay_lane_done(two);
    assert_ptr_equal(next(lane), after);
    replay_lane_free(lane);
}

static void a_step_that_failed_goes_again_before_those_that_wait_for_it(void **state)
{
    (void)state;
    struct replay_lane *lane = lane_new();
    struct replay_step *declaration = add(lane, sheet("p", "x", "T", true));
    struct replay_step *mark = add(lane, sheet("p", "x", "J1", false));
    assert_ptr_equal(next(lane), declaration);
    declaration->not_before_ms = 100;
    replay_lane_back(declaration);
    assert_null(replay_lane_next(lane, 99, UINT64_MAX));
    assert_ptr_equal(replay_lane_next(lane, 100, UINT64_MAX), declaration);
    assert_null(next(lane));
    replay_lane_done(declaration);
    assert_ptr_equal(next(lane), mark);
    replay_lane_free(lane);
}

static void a_setting_up_line_stands_alone(void **state)
{
    (void)state;
    struct replay_lane *lane = lane_new();
    struct replay_step *competition = add(lane, line_of(RECORDING_COMPETITION, 0));
    struct replay_step *roster = add(lane, line_of(RECORDING_ROSTER, 0));
    assert_ptr_equal(next(lane), competition);
    assert_null(next(lane));
    replay_lane_done(competition);
    assert_ptr_equal(next(lane), roster);
    replay_lane_done(roster);
    assert_true(replay_lane_is_empty(lane));
    replay_lane_free(lane);
}

static void nothing_goes_before_its_time(void **state)
{
    (void)state;
    struct replay_lane *lane = lane_new();
    struct replay_step *publish = add(lane, line_of(RECORDING_PUBLISH, 500));
    assert_null(replay_lane_next(lane, 0, 499));
    assert_ptr_equal(replay_lane_next(lane, 0, 500), publish);
    replay_lane_free(lane);
}

static void the_newest_token_of_a_judge_counts(void **state)
{
    (void)state;
    struct replay_lane *lane = lane_new();
    assert_null(replay_lane_token(lane, SLICE("j1")));
    replay_lane_keep_token(lane, SLICE("j1"), SLICE("old"));
    replay_lane_keep_token(lane, SLICE("j1"), SLICE("new"));
    assert_string_equal(replay_lane_token(lane, SLICE("j1")), "new");
    replay_lane_free(lane);
}

RUN(cmocka_unit_test(marks_wait_for_the_declaration_of_their_part_and_others_overtake),
    cmocka_unit_test(two_seats_do_not_wait_for_each_other_and_one_seat_waits_for_itself),
    cmocka_unit_test(an_expectation_waits_for_all_sheets_before_it_and_holds_all_behind_it),
    cmocka_unit_test(a_step_that_failed_goes_again_before_those_that_wait_for_it),
    cmocka_unit_test(a_setting_up_line_stands_alone),
    cmocka_unit_test(nothing_goes_before_its_time),
    cmocka_unit_test(the_newest_token_of_a_judge_counts))
