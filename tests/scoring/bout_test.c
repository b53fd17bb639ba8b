#include "tests/scoring/cup.h"

static void cup_tie(enum rules_tie_by by)
{
    struct rules_skill *skill = &cup.book.skills[0];

    skill->ties[skill->tie_count++] = (struct rules_tie){.by = by};
}

static void meet(uint32_t group, uint32_t a, uint32_t b, const char *ends)
{
    struct bout bout = bout_of(group, a, b, ends);

    record(&bout);
}

// ---- one by one

static void ex_32_three_equal_are_decided_by_net_ends(void **state)
{
    (void)state;
    cup_open(RULES_ROUND_ROBIN);
    cup_tie(RULES_TIE_HEAD_TO_HEAD);
    cup_tie(RULES_TIE_NET);
    cup_group(1, 3);
    meet(1, 1, 2, "aba");
    meet(1, 2, 3, "aa");
    meet(1, 3, 1, "baa");

    assert_orders("2 1 3");
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(ratio_compare(cup.sides[i].points, fraction(3, 1)), 0);
        assert_true(cup.sides[i].complete);
    }
    assert_int_equal(cup.sides[0].net, 0);
    assert_int_equal(cup.sides[1].net, 1);
    assert_int_equal(cup.sides[2].net, -1);
}

static void two_equal_are_decided_by_their_match(void **state)
{
    (void)state;
    cup_open(RULES_ROUND_ROBIN);
    cup_tie(RULES_TIE_HEAD_TO_HEAD);
    cup_tie(RULES_TIE_NET);
    cup_group(1, 4);
    meet(1, 1, 2, "aba"); // 1 beats 2, both win twice; net ends of 2 are better
    meet(1, 1, 3, "aba");
    meet(1, 4, 1, "aa");
    meet(1, 2, 3, "aa");
    meet(1, 2, 4, "aa");
    meet(1, 3, 4, "aa");

    assert_orders("1 2 3 4"); // 3 and 4 won one match each: 3 beat 4
    assert_true(cup.sides[0].net < cup.sides[1].net);
}

static void the_chain_starts_again_for_those_still_tied(void **state)
{
    (void)state;
    cup_open(RULES_ROUND_ROBIN);
    cup_tie(RULES_TIE_HEAD_TO_HEAD);
    cup_tie(RULES_TIE_NET);
    cup.matches->best_of = 0;
    cup_group(1, 3);
    meet(1, 1, 2, "a");
    meet(1, 2, 3, "aaa");
    meet(1, 3, 1, "aa"); // net: 1 has -1, 2 has +2, 3 has -1; then 3 has beaten 1

    assert_orders("3 1 2");
}

static void equal_sides_without_a_step_share(void **state)
{
    (void)state;
    cup_open(RULES_ROUND_ROBIN);
    cup_tie(RULES_TIE_HEAD_TO_HEAD);
    cup_group(1, 3);
    meet(1, 1, 2, "aba");
    meet(1, 2, 3, "aa");
    meet(1, 3, 1, "baa");

    assert_orders("1 1 1");
}

static void firsts_of_all_groups_stand_before_seconds(void **state)
{
    (void)state;
    cup_open(RULES_ROUND_ROBIN);
    cup_group(1, 2);
    cup_group(2, 3);
    meet(1, 1, 2, "aa");
    meet(2, 1, 2, "bb");
    meet(2, 2, 3, "aa");
    meet(2, 1, 3, "aa");

    assert_orders("1 3 3 1 5");
}

static void a_rerun_replaces_the_first_record(void **state)
{
    (void)state;
    cup_open(RULES_ROUND_ROBIN);
    cup_group(1, 2);
    meet(1, 1, 2, "aa");
    meet(1, 2, 1, "aa"); // the other way round

    assert_orders("2 1");
    assert_int_equal(cup.sides[0].played, 1);
    assert_int_equal(cup.sides[0].losses, 1);
}

static void a_double_round_robin_has_two_legs(void **state)
{
    (void)state;
    cup_open(RULES_ROUND_ROBIN);
    cup.matches->rounds = 2;
    cup_group(1, 2);
    meet(1, 1, 2, "aa");
    struct bout second = bout_of(1, 1, 2, "bb");
    second.round = 2;
    settle();
    assert_int_equal(cup.sides[0].expected, 2);
    assert_false(cup.sides[0].complete);

    record(&second);
    assert_orders("1 1");
    assert_true(cup.sides[0].complete);
    second.round = 3;
    assert_int_equal(check(&second), V_BOUT_UNKNOWN);
}

static void a_forfeit_gives_its_own_points(void **state)
{
    (void)state;
    cup_open(RULES_ROUND_ROBIN);
    cup_group(1, 3);
    struct bout bout = bout_of(1, 1, 2, "");
    bout.forfeit = 1;
    record(&bout);
    meet(1, 2, 3, "bb");

    assert_orders("3 1 2");
    assert_int_equal(ratio_compare(cup.sides[0].points, RATIO_ZERO), 0);
    assert_int_equal(ratio_compare(cup.sides[1].points, fraction(3, 1)), 0);
    assert_int_equal(cup.sides[0].losses, 1);
}

static void points_may_be_such_that_fewer_are_better(void **state)
{
    (void)state;
    cup_open(RULES_ROUND_ROBIN);
    cup.book.stages[0].order = RULES_LOW;
    cup_group(1, 2);
    meet(1, 1, 2, "aa");

    assert_orders("2 1");
}

static void draws_count_only_where_they_are_allowed(void **state)
{
    (void)state;
    cup_open(RULES_ROUND_ROBIN);
    cup.matches->best_of = 2;
    cup_group(1, 2);
    struct bout bout = bout_of(1, 1, 2, "ab");
    assert_int_equal(check(&bout), V_BOUT_ENDS);

    cup.matches->draw_allowed = true;
    record(&bout);
    assert_orders("1 1");
    assert_int_equal(cup.sides[0].draws, 1);
    assert_int_equal(ratio_compare(cup.sides[0].points, RATIO_ONE), 0);
}

static void refuses_ends_that_cannot_be(void **state)
{
    (void)state;

    static const struct {
        const char *ends;
        int verdict;
    } rows[] = {
        {"aa", V_OK},         {"aba", V_OK},       {"bb", V_OK},         {"", V_BOUT_ENDS},
        {"a", V_BOUT_ENDS},   {"ab", V_BOUT_ENDS}, {"aaa", V_BOUT_ENDS}, {"abab", V_BOUT_ENDS},
        {"ab-", V_BOUT_ENDS}, {"a--", V_OK},       {"--", V_BOUT_ENDS},
    };

    cup_open(RULES_ROUND_ROBIN);
    cup_group(1, 2);
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct bout bout = bout_of(1, 1, 2, rows[i].ends);
        assert_int_equal(check(&bout), rows[i].verdict);
    }
    struct bout bout = bout_of(1, 1, 2, "aa");
    bout.forfeit = 3;
    assert_int_equal(check(&bout), V_BOUT_ENDS);
    bout.forfeit = 0;
    bout.end_count = BOUT_ENDS_MAX + 1;
    assert_int_equal(check(&bout), V_BOUT_ENDS);
}

static void refuses_matches_that_the_draw_has_not(void **state)
{
    (void)state;
    cup_open(RULES_ROUND_ROBIN);
    cup_group(1, 2);
    cup_group(2, 2);
    struct bout bouts[] = {bout_of(3, 1, 2, "aa"), bout_of(1, 1, 3, "aa"), bout_of(1, 1, 1, "aa"),
                           bout_of(1, 0, 1, "aa"), bout_of(1, 1, 2, "aa"), bout_of(1, 1, 2, "aa")};
    bouts[4].stage = 1;
    bouts[5].round = 0;

    for (size_t i = 0; i < ROWS(bouts); i++) {
        assert_int_equal(check(&bouts[i]), V_BOUT_UNKNOWN);
    }
    cup.book.stages[0].roll_up = RULES_ADD;
    struct bout bout = bout_of(1, 1, 2, "aa");
    assert_int_equal(check(&bout), V_BOUT_UNKNOWN);
}

static void points_that_do_not_fit_are_an_error(void **state)
{
    (void)state;
    cup_open(RULES_ROUND_ROBIN);
    cup_group(1, 3);
    cup.matches->win = fraction(INT64_MAX, 1);
    meet(1, 1, 2, "aa");
    meet(1, 1, 3, "aa");

    assert_false(
        bout_settle(&cup.book.rules, 0, cup.bouts, cup.bout_count, cup.sides, cup.side_count));
}

// ---- by chance

// Every group meets once or twice, now and then with a forfeit or a rerun.
static void play_groups(uint64_t *state)
{
    for (uint32_t i = 0; i < cup.side_count; i++) {
        for (uint32_t k = 0; k < i; k++) {
            for (uint32_t leg = 1; leg <= cup.matches->rounds; leg++) {
                struct bout bout = bout_of(cup.sides[i].group, cup.sides[i].number,
                                           cup.sides[k].number, chance_ends(state));
                bout.round = leg;
                bout.forfeit = chance_in(state, 9) ? 1 + (int)chance_below(state, 2) : 0;
                for (uint32_t times = 1 + chance_in(state, 7);
                     cup.sides[i].group == cup.sides[k].group && times > 0; times--) {
                    record(&bout);
                    bout.forfeit = 0;
                }
            }
        }
    }
}

static void a_round_robin_gives_away_as_many_points_as_its_matches_have(void **state)
{
    (void)state;
    uint64_t seed = 0xb0b;

    for (uint32_t turn = 0; turn < 200; turn++) {
        uint32_t groups = 1 + chance_below(&seed, 3);
        cup_open(RULES_ROUND_ROBIN);
        cup.matches->rounds = 1 + chance_below(&seed, 2);
        cup.matches->loss = RATIO_ZERO;
        cup_tie(RULES_TIE_HEAD_TO_HEAD);
        cup_tie(RULES_TIE_NET);
        uint32_t matches = 0;
        for (uint32_t group = 1; group <= groups; group++) {
            uint32_t count = 1 + chance_below(&seed, 6);
            cup_group(group, count);
            matches += count * (count - 1) / 2 * cup.matches->rounds;
        }
        play_groups(&seed);
        settle();
        struct ratio sum = RATIO_ZERO;
        int32_t net = 0;
        uint32_t played = 0;
        for (uint32_t i = 0; i < cup.side_count; i++) {
            assert_true(ratio_add(sum, cup.sides[i].points, &sum));
            assert_true(cup.sides[i].complete);
            net += cup.sides[i].net;
            played += cup.sides[i].played;
        }
        assert_int_equal(ratio_compare(sum, fraction(2 * (int64_t)matches, 1)), 0);
        assert_int_equal(net, 0);
        assert_int_equal(played, 2 * matches);
    }
}

static bool same_side(const struct bout_side *a, const struct bout_side *b)
{
    return a->order == b->order && a->net == b->net && a->played == b->played &&
           ratio_compare(a->points, b->points) == 0;
}

static void the_order_of_the_draw_list_does_not_matter(void **state)
{
    (void)state;
    static struct bout_side before[BOUT_SIDES_MAX];
    uint64_t seed = 0xcafe;

    for (uint32_t turn = 0; turn < 100; turn++) {
        cup_open(RULES_ROUND_ROBIN);
        cup_tie(RULES_TIE_NET);
        cup_tie(RULES_TIE_HEAD_TO_HEAD);
        cup_group(1, 2 + chance_below(&seed, 5));
        cup_group(2, 2 + chance_below(&seed, 5));
        cup.matches->rounds = 1;
        play_groups(&seed);
        settle();
        uint32_t count = cup.side_count;
        memcpy(before, cup.sides, count * sizeof before[0]);
        for (uint32_t i = 0; i < count; i++) {
            cup.sides[i] = before[count - 1 - i];
        }
        settle();
        for (uint32_t i = 0; i < count; i++) {
            assert_true(same_side(&cup.sides[i], &before[count - 1 - i]));
        }
    }
}

RUN(cmocka_unit_test(ex_32_three_equal_are_decided_by_net_ends),
    cmocka_unit_test(two_equal_are_decided_by_their_match),
    cmocka_unit_test(the_chain_starts_again_for_those_still_tied),
    cmocka_unit_test(equal_sides_without_a_step_share),
    cmocka_unit_test(firsts_of_all_groups_stand_before_seconds),
    cmocka_unit_test(a_rerun_replaces_the_first_record),
    cmocka_unit_test(a_double_round_robin_has_two_legs),
    cmocka_unit_test(a_forfeit_gives_its_own_points),
    cmocka_unit_test(points_may_be_such_that_fewer_are_better),
    cmocka_unit_test(draws_count_only_where_they_are_allowed),
    cmocka_unit_test(refuses_ends_that_cannot_be),
    cmocka_unit_test(refuses_matches_that_the_draw_has_not),
    cmocka_unit_test(points_that_do_not_fit_are_an_error),
    cmocka_unit_test(a_round_robin_gives_away_as_many_points_as_its_matches_have),
    cmocka_unit_test(the_order_of_the_draw_list_does_not_matter))
