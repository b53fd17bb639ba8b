// The mark that is needed to stand before another.
#include "tests/scoring/forecast.h"

enum { CONTESTS = 400 };

static bool reaches(const unsigned char key[RATIO_KEY], const unsigned char than[RATIO_KEY],
                    bool or_equal)
{
    int order = memcmp(key, than, RATIO_KEY);
    return order < 0 || (or_equal && order == 0);
}

// Does what is awaited there count in the total?
static bool concerns(const struct contest *contest, uint32_t who, const struct hole *hole)
{
    const struct rules *rules = &contest->book.rules;
    const struct rules_stage *last = &rules->stages[rules->stage_count - 1];
    uint32_t stage = rules->parts[hole->part].stage;

    return hole->who == who &&
           (stage == rules->stage_count - 1 || (last->carry_count > 0 && last->carry[0] == stage));
}

// His total with this mark in every hole that is his.
static void key_with(struct contest *contest, uint32_t who, point_t mark,
                     unsigned char out[RATIO_KEY])
{
    const struct rules *rules = &contest->book.rules;
    unsigned char key[RULES_KEY_MAX];

    memcpy(contest->tried[who].row, contest->plays[who].row, contest_row_bytes(rules, 0));
    for (size_t i = 0; i < contest->hole_count; i++) {
        if (concerns(contest, who, &contest->holes[i])) {
            put_mark(contest, &contest->holes[i], mark);
        }
    }
    assert_int_equal(play_tally(&contest->tried[who]), V_OK);
    assert_true(rank_key(rules, rules->stage_count - 1, &contest->tried[who].tally, key) > 0);
    memcpy(out, key + 1, RATIO_KEY);
}

static void check_mark(struct contest *contest, uint32_t who, const unsigned char *than,
                       bool or_equal, point_t mark)
{
    const struct rules *rules = &contest->book.rules;
    const struct rules_shape *shape = NULL;
    unsigned char key[RATIO_KEY];
    point_t back = rules_stage_lower(rules, rules->stage_count - 1) ? POINT_ONE : -POINT_ONE;

    for (size_t i = 0; i < contest->hole_count; i++) {
        shape = concerns(contest, who, &contest->holes[i]) ? &contest->holes[i].shape : shape;
    }
    assert_non_null(shape);
    key_with(contest, who, mark, key);
    assert_true(reaches(key, than, or_equal));
    assert_true(mark + back >= shape->min && mark + back <= shape->max);
    key_with(contest, who, mark + back, key);
    assert_false(reaches(key, than, or_equal));
}

static void the_mark_that_is_needed_is_the_least_that_is_enough(void **state)
{
    (void)state;
    static struct contest contest;
    unsigned answers[4] = {0};
    uint64_t seed = 8121912;

    for (int done = 0; done < CONTESTS;) {
        if (!open_contest(&contest, &seed)) {
            continue;
        }
        for (uint32_t i = 0; i < (contest.partial ? 0 : FIELD * FIELD); i++) {
            struct forecast_bounds own;
            struct forecast_bounds other;
            struct forecast_case of = case_of(&contest, i / FIELD);
            forecast_bounds_of(&of, &own);
            struct forecast_case beside = case_of(&contest, i % FIELD);
            forecast_bounds_of(&beside, &other);
            point_t mark = 0;
            if (own.kind != FORECAST_OPEN || other.kind != FORECAST_DONE) {
                continue;
            }
            bool or_equal = chance_in(&seed, 2);
            enum forecast_answer answer = forecast_need(&of, &own, other.best, or_equal, &mark);
            answers[answer]++;
            if (answer == FORECAST_MARK) {
                check_mark(&contest, i / FIELD, other.best, or_equal, mark);
            }
        }
        close_contest(&contest);
        done++;
    }
    for (size_t i = 0; i < ROWS(answers); i++) {
        assert_true(answers[i] > 10);
    }
}

// A mean of seven judges without the highest and the lowest.
static void says_the_mark_that_the_hall_would_say(void **state)
{
    (void)state;
    static struct contest contest;
    struct rules_part *part = book_plain(&contest.book, 7);
    point_t mark = 0;

    contest.book.aspects[0].max = 10 * POINT_ONE;
    contest.book.aspects[0].step = POINT_ONE / 10;
    part->drop_high = part->drop_low = 1;
    contest.book.stages[0].own = (struct rounding){ROUND_HALF_UP, 3};
    for (uint32_t i = 0; i < 2; i++) {
        play_open(&contest.plays[i], &contest.book, 0);
    }
    contest.room.row = malloc(contest_row_bytes(&contest.book.rules, 0));
    contest.room_tally = malloc(tally_bytes(&contest.book.rules, 0));
    tally_init(&contest.book.rules, 0, contest.room_tally, &contest.room.tally);
    play_panel(&contest.plays[0], 0, "8.6 8.7 8.6 8.7 8.6 9.9 1.0"); // 8.64
    assert_int_equal(play_tally(&contest.plays[0]), V_OK);
    assert_int_equal(play_tally(&contest.plays[1]), V_OK);
    struct forecast_bounds leader;
    struct forecast_bounds own;
    struct forecast_case first = case_of(&contest, 0);
    struct forecast_case next = case_of(&contest, 1);
    forecast_bounds_of(&first, &leader);
    forecast_bounds_of(&next, &own);
    assert_int_equal(forecast_need(&next, &own, leader.best, false, &mark), FORECAST_MARK);
    assert_int_equal(mark, points("8.7"));
    play_panel(&contest.plays[1], 0, "9 9 9 9 9 9"); // six of seven tell nothing
    assert_int_equal(play_tally(&contest.plays[1]), V_OK);
    struct forecast_bounds after;
    forecast_bounds_of(&next, &after);
    assert_memory_equal(&after, &own, sizeof own);
    for (uint32_t i = 0; i < 2; i++) {
        play_close(&contest.plays[i]);
    }
    free(contest.room.row);
    free(contest.room_tally);
}

RUN(cmocka_unit_test(the_mark_that_is_needed_is_the_least_that_is_enough),
    cmocka_unit_test(says_the_mark_that_the_hall_would_say))
