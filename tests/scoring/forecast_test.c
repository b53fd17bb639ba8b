// What can still become of a competitor, against a plain oracle that tries every completion of
// small contests.
#include "scoring/forecast_field.h"
#include "tests/scoring/forecast.h"

enum { CONTESTS = 500 };

// ---- the oracle: every completion, one after the other

struct seen {
    uint32_t best[FIELD], worst[FIELD];
};

static void rank_tried(struct contest *contest, struct seen *seen)
{
    const struct rules *rules = &contest->book.rules;
    uint32_t stage = rules->stage_count - 1;
    struct rank_line lines[FIELD] = {0};
    size_t count = 0;

    for (uint32_t i = 0; i < FIELD; i++) {
        assert_int_equal(play_tally(&contest->tried[i]), V_OK);
        if (rank_is_listed(rules, stage, &contest->tried[i].tally)) {
            lines[count++] = (struct rank_line){.tally = &contest->tried[i].tally, .who = i};
        }
    }
    rank_order(rules, stage, lines, count);
    for (size_t i = 0; i < count; i++) {
        uint32_t who = lines[i].who;
        uint32_t place = lines[i].place;
        seen->best[who] = place < seen->best[who] ? place : seen->best[who];
        seen->worst[who] = place > seen->worst[who] ? place : seen->worst[who];
    }
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as there are holes
static void try_all(struct contest *contest, size_t hole, struct seen *seen)
{
    if (hole == contest->hole_count) {
        rank_tried(contest, seen);
        return;
    }
    const struct rules_shape *shape = &contest->holes[hole].shape;
    for (point_t at = shape->min; at <= shape->max; at += shape->step) {
        put_mark(contest, &contest->holes[hole], at);
        try_all(contest, hole + 1, seen);
    }
}

static void try_completions(struct contest *contest, struct seen *seen)
{
    for (uint32_t i = 0; i < FIELD; i++) {
        seen->best[i] = UINT32_MAX;
        seen->worst[i] = 0;
        memcpy(contest->tried[i].row, contest->plays[i].row,
               contest_row_bytes(&contest->book.rules, 0));
        for (uint32_t k = 0; k < contest->book.rules.part_count; k++) { // a ruling takes them
            row_slot_of(contest->tried[i].row, k)->accepted = true;
        }
    }
    try_all(contest, 0, seen);
}

// ---- the forecast

static uint32_t place_now(struct contest *contest, uint32_t who)
{
    const struct rules *rules = &contest->book.rules;
    uint32_t stage = rules->stage_count - 1;
    struct rank_line lines[FIELD] = {0};
    size_t count = 0;

    for (uint32_t i = 0; i < FIELD; i++) {
        if (rank_is_listed(rules, stage, &contest->plays[i].tally)) {
            lines[count++] = (struct rank_line){.tally = &contest->plays[i].tally, .who = i};
        }
    }
    rank_order(rules, stage, lines, count);
    for (size_t i = 0; i < count; i++) {
        if (lines[i].who == who) {
            return lines[i].place;
        }
    }
    return 0;
}

struct figures {
    unsigned exact_best, exact_worst, open, out;
};

static void check_place(const struct contest *contest, const struct seen *seen, uint32_t who,
                        const struct forecast_place *place, struct figures *figures)
{
    if (place->best > seen->best[who] || seen->worst[who] > place->worst) {
        fail_msg("%u … %u, and not within %u … %u", seen->best[who], seen->worst[who], place->best,
                 place->worst);
    }
    assert_true(seen->worst[who] > 0); // some completion gave him a place
    if (contest->partial) {
        return; // what has been marked narrows it, and a forecast must not tell that
    }
    if (place->best_exact) {
        assert_int_equal(place->best, seen->best[who]);
        figures->exact_best++;
    }
    if (place->worst_exact) {
        assert_int_equal(place->worst, seen->worst[who]);
        figures->exact_worst++;
    }
}

static void check_contest(struct contest *contest, struct figures *figures)
{
    const struct rules *rules = &contest->book.rules;
    bool ties = forecast_has_ties(rules, rules->stage_count - 1);
    struct forecast_bounds bounds[FIELD];
    struct forecast_field field;
    void *memory = malloc(forecast_field_bytes(FIELD));
    struct seen seen;

    try_completions(contest, &seen);
    forecast_field_init(&field, memory, FIELD);
    for (uint32_t i = 0; i < FIELD; i++) {
        struct forecast_case of = case_of(contest, i);
        forecast_bounds_of(&of, &bounds[i]);
        assert_int_not_equal(bounds[i].kind, FORECAST_FREE);
        forecast_field_load(&field, i, &bounds[i]);
    }
    forecast_field_sort(&field);
    for (uint32_t i = 0; i < FIELD; i++) {
        struct forecast_place place =
            forecast_field_place(&field, &bounds[i], place_now(contest, i), ties);
        if (place.known) {
            check_place(contest, &seen, i, &place, figures);
        } else {
            assert_int_equal(bounds[i].kind, FORECAST_OUT);
            figures->out++;
        }
        figures->open += bounds[i].kind == FORECAST_OPEN;
    }
    free(memory);
}

static void no_completion_lies_outside_and_what_is_exact_is_reached(void **state)
{
    (void)state;
    static struct contest contest;
    struct figures figures = {0};
    uint64_t seed = 20261130;

    for (int done = 0; done < CONTESTS;) {
        if (open_contest(&contest, &seed)) {
            check_contest(&contest, &figures);
            close_contest(&contest);
            done++;
        }
    }
    // The test looks at what it means to look at.
    assert_true(figures.exact_best > 50 && figures.exact_worst > 50);
    assert_true(figures.open > 50 && figures.out > 5);
}

// ---- what is not known

static void says_unknown_where_a_larger_mark_may_be_worth_less(void **state)
{
    (void)state;
    struct book book;
    struct rules_part *part = book_plain(&book, 3);
    struct rules_band band = {.from = RATIO_ZERO, .to = RATIO_ONE, .value = RATIO_ONE};

    assert_true(forecast_is_known(&book.rules, 0));
#define UNKNOWN(change)                                                                            \
    do {                                                                                           \
        struct book saved = book;                                                                  \
        change;                                                                                    \
        assert_false(forecast_is_known(&book.rules, 0));                                           \
        book = saved;                                                                              \
        assert_true(forecast_is_known(&book.rules, 0));                                            \
    } while (0)
    UNKNOWN(part->reduce = RULES_MIDDLE_TWO);
    UNKNOWN(part->reduce = RULES_NEAR_MEDIAN);
    UNKNOWN(part->reduce = RULES_AGREED);
    UNKNOWN(part->missing = RULES_GIVEN);
    UNKNOWN(part->optional = true);
    UNKNOWN(part->one_by_one = true);
    UNKNOWN(part->against = RULES_AGAINST_BEST);
    UNKNOWN(part->normalise.by = RULES_Z);
    UNKNOWN(part->factor = fraction(-1, 2));
    UNKNOWN((part->variance.by = RULES_FROM_MEAN, part->variance.act = RULES_LEAVE_OUT));
    UNKNOWN(book.aspects[0].codes = 1U << RULES_DNF);
    UNKNOWN(book.aspects[0].veto = RULES_VETO_PART);
    UNKNOWN(book.aspects[0].scaled = true);
    UNKNOWN((book.aspects[0].input = RULES_RANGED, book.aspects[0].bands = &band));
    UNKNOWN(book.modules[0].cutoff.after = 1);
    UNKNOWN(book.modules[0].has_long = true);
    UNKNOWN(book.modules[0].roll_up = RULES_PRODUCT_OF);
    UNKNOWN(book.stages[0].heats = true);
    UNKNOWN(book.skills[0].convention = RULES_DENSE);
    UNKNOWN((book.skills[0].tolerance.has = true));
    UNKNOWN(book.skills[0].group_count = 2);
#undef UNKNOWN
}

static void what_is_declared_tells_nothing_before_the_part_is_complete(void **state)
{
    (void)state;
    static struct contest contest;
    struct rules_part *part = book_plain(&contest.book, 1);
    struct forecast_bounds bounds;
    struct declared declared = {.has = RULES_DECLARES_DIFFICULTY, .difficulty = points("2.5")};

    part->technical = "referee";
    part->declares = RULES_DECLARES_DIFFICULTY;
    play_open(&contest.plays[0], &contest.book, 0);
    contest.room.row = malloc(contest_row_bytes(&contest.book.rules, 0));
    contest.room_tally = malloc(tally_bytes(&contest.book.rules, 0));
    tally_init(&contest.book.rules, 0, contest.room_tally, &contest.room.tally);
    assert_int_equal(play_tally(&contest.plays[0]), V_OK);
    struct forecast_case of = case_of(&contest, 0);
    forecast_bounds_of(&of, &bounds);
    assert_int_equal(bounds.kind, FORECAST_FREE);
    assert_int_equal(play_declare(&contest.plays[0], 0, &declared), V_OK);
    assert_int_equal(play_tally(&contest.plays[0]), V_OK);
    struct forecast_bounds after;
    forecast_bounds_of(&of, &after);
    assert_memory_equal(&after, &bounds, sizeof bounds);
    play_panel(&contest.plays[0], 0, "1");
    assert_int_equal(play_tally(&contest.plays[0]), V_OK);
    forecast_bounds_of(&of, &after);
    assert_int_equal(after.kind, FORECAST_DONE);
    play_close(&contest.plays[0]);
    free(contest.room.row);
    free(contest.room_tally);
}

RUN(cmocka_unit_test(no_completion_lies_outside_and_what_is_exact_is_reached),
    cmocka_unit_test(says_unknown_where_a_larger_mark_may_be_worth_less),
    cmocka_unit_test(what_is_declared_tells_nothing_before_the_part_is_complete))
