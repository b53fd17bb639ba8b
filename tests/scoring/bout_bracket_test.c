#include "tests/scoring/cup.h"

static void meet_at(uint32_t round, uint32_t number, uint32_t a, uint32_t b, const char *ends)
{
    struct bout bout = bout_of(0, a, b, ends);

    bout.round = round;
    bout.number = number;
    record(&bout);
}

static struct bout_pair pairing(uint32_t round, uint32_t number)
{
    return bout_pairing(&cup.book.rules, 0, cup.bouts, cup.bout_count, cup.side_count, round,
                        number);
}

static void assert_pair(uint32_t round, uint32_t number, uint32_t a, uint32_t b)
{
    struct bout_pair pair = pairing(round, number);

    assert_int_equal(pair.a, a);
    assert_int_equal(pair.b, b);
}

// ---- one by one

static void the_first_meets_the_last_and_the_second_only_in_the_final(void **state)
{
    (void)state;
    cup_open(RULES_KNOCKOUT);
    cup_group(1, 8);
    assert_int_equal(bout_rounds(8), 3);
    assert_pair(1, 1, 1, 8);
    assert_pair(1, 2, 4, 5);
    assert_pair(1, 3, 2, 7);
    assert_pair(1, 4, 3, 6);
    assert_pair(2, 1, 0, 0);
    assert_pair(1, 5, 0, 0);
    assert_pair(4, 1, 0, 0);
}

static void counts_rounds_of_every_size(void **state)
{
    (void)state;
    static const uint32_t rows[][2] = {{0, 0}, {1, 0}, {2, 1},   {3, 2},   {4, 2},  {5, 3},
                                       {8, 3}, {9, 4}, {256, 8}, {257, 9}, {512, 9}};

    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_int_equal(bout_rounds(rows[i][0]), rows[i][1]);
    }
}

static void byes_go_to_the_first_numbers(void **state)
{
    (void)state;
    cup_open(RULES_KNOCKOUT);
    cup_group(1, 6);
    assert_pair(1, 1, 1, 0);
    assert_pair(1, 2, 4, 5);
    assert_pair(1, 3, 2, 0);
    assert_pair(1, 4, 3, 6);
    assert_pair(2, 1, 1, 0);
    meet_at(1, 2, 4, 5, "bb");
    assert_pair(2, 1, 1, 5);
}

static void losers_of_one_round_share(void **state)
{
    (void)state;
    cup_open(RULES_KNOCKOUT);
    cup_group(1, 4);
    meet_at(1, 1, 1, 4, "aa");
    meet_at(1, 2, 2, 3, "bb");
    assert_orders("1 3 1 3");
    assert_false(cup.sides[0].complete);
    assert_true(cup.sides[1].complete);

    meet_at(2, 1, 1, 3, "bb");
    assert_orders("2 3 1 3");
    assert_true(cup.sides[2].complete);
    assert_int_equal(cup.sides[2].wins, 2);
}

static void the_bronze_match_decides_the_third(void **state)
{
    (void)state;
    cup_open(RULES_KNOCKOUT);
    cup.matches->bronze = true;
    cup_group(1, 4);
    meet_at(1, 1, 1, 4, "aa");
    meet_at(1, 2, 2, 3, "aa");
    meet_at(2, 1, 1, 2, "aa");
    assert_orders("1 2 3 3");
    assert_false(cup.sides[2].complete);
    assert_pair(2, 2, 4, 3);

    meet_at(2, 2, 3, 4, "bb"); // the other way round
    assert_orders("1 2 4 3");
    assert_true(cup.sides[2].complete);
}

static void a_bye_in_a_semifinal_leaves_the_bronze_to_the_other_loser(void **state)
{
    (void)state;
    cup_open(RULES_KNOCKOUT);
    cup.matches->bronze = true;
    cup_group(1, 3);
    meet_at(1, 2, 2, 3, "aa");
    assert_orders("1 1 3");
    assert_true(cup.sides[2].complete);
    meet_at(2, 1, 1, 2, "aa");
    assert_orders("1 2 3");
}

static void a_changed_winner_undoes_what_hung_on_him(void **state)
{
    (void)state;
    cup_open(RULES_KNOCKOUT);
    cup_group(1, 4);
    meet_at(1, 1, 1, 4, "aa");
    meet_at(1, 2, 2, 3, "aa");
    meet_at(2, 1, 1, 2, "aa");
    assert_orders("1 2 3 3");

    meet_at(1, 1, 1, 4, "bb");
    assert_pair(2, 1, 4, 2);
    assert_orders("3 1 3 1"); // the final is open again
    assert_false(cup.sides[3].complete);

    struct bout old = bout_of(0, 1, 2, "aa");
    old.round = 2;
    old.number = 1;
    assert_int_equal(check(&old), V_BOUT_UNKNOWN);
    meet_at(2, 1, 4, 2, "aa");
    assert_orders("3 2 3 1");
}

static void a_corrected_score_with_the_same_winner_keeps_the_rest(void **state)
{
    (void)state;
    cup_open(RULES_KNOCKOUT);
    cup_group(1, 4);
    meet_at(1, 1, 1, 4, "aa");
    meet_at(1, 2, 2, 3, "aa");
    meet_at(2, 1, 1, 2, "aa");
    meet_at(1, 1, 1, 4, "aba");

    assert_orders("1 2 3 3");
    assert_int_equal(cup.sides[0].net, 3);
}

static void a_forfeit_sends_the_opponent_on(void **state)
{
    (void)state;
    cup_open(RULES_KNOCKOUT);
    cup_group(1, 2);
    struct bout bout = bout_of(0, 1, 2, "");
    bout.number = 1;
    assert_int_equal(check(&bout), V_BOUT_ENDS);
    bout.forfeit = 1;
    record(&bout);
    assert_orders("2 1");
}

static void a_knockout_knows_no_draw(void **state)
{
    (void)state;
    cup_open(RULES_KNOCKOUT);
    cup.matches->draw_allowed = true;
    cup.matches->best_of = 2;
    cup_group(1, 2);
    struct bout bout = bout_of(0, 1, 2, "ab");
    bout.number = 1;
    assert_int_equal(check(&bout), V_BOUT_ENDS);
    cup.bouts[cup.bout_count++] = bout; // and one that got in all the same decides nothing
    assert_orders("1 1");
    assert_false(cup.sides[0].complete);
}

static void one_alone_is_the_winner(void **state)
{
    (void)state;
    cup_open(RULES_KNOCKOUT);
    cup_group(1, 1);
    assert_orders("1");
    assert_true(cup.sides[0].complete);
}

// ---- by chance

// Plays every match of the bracket that has both sides, and looks that nobody with a bye is out.
static void play_all(uint64_t *state)
{
    uint32_t rounds = bout_rounds(cup.side_count);

    for (uint32_t round = 1; round <= rounds; round++) {
        for (uint32_t number = 1; number <= (1U << rounds) >> round; number++) {
            struct bout_pair pair = pairing(round, number);
            if (pair.a != 0 && pair.b != 0) {
                meet_at(round, number, pair.a, pair.b, chance_ends(state));
            } else {
                assert_int_equal(round, 1);
                assert_true(pair.a != 0 && pair.b == 0);
            }
        }
    }
    struct bout_pair third = pairing(rounds, 2);
    if (third.a != 0 && third.b != 0) {
        meet_at(rounds, 2, third.a, third.b, chance_ends(state));
    }
}

// Places as those who share them take them: 1 2 3 3 5 5 5 5 …
static void assert_consistent_places(void)
{
    uint32_t winners = 0;

    for (uint32_t i = 0; i < cup.side_count; i++) {
        const struct bout_side *side = &cup.sides[i];
        uint32_t before = 0;
        for (uint32_t k = 0; k < cup.side_count; k++) {
            before += cup.sides[k].order < side->order;
        }
        assert_int_equal(side->order, before + 1);
        assert_true(side->complete);
        assert_int_equal(side->played, side->expected);
        assert_int_equal(side->played, side->wins + side->losses);
        winners += side->order == 1;
        assert_true(side->order != 1 || side->losses == 0);
    }
    assert_int_equal(winners, 1);
}

static void any_knockout_has_one_winner_and_consistent_places(void **state)
{
    (void)state;
    uint64_t seed = 0x5eed;

    for (uint32_t turn = 0; turn < 60; turn++) {
        uint32_t size = turn < 40 ? 2 + turn : 2 + chance_below(&seed, 511);
        cup_open(RULES_KNOCKOUT);
        cup.matches->bronze = chance_in(&seed, 2);
        cup_group(1, turn == 59 ? 512 : size);
        play_all(&seed);
        settle();
        assert_consistent_places();
        // All but the winner lose once; who plays for the bronze may lose twice.
        uint32_t losses = 0;
        for (uint32_t i = 0; i < cup.side_count; i++) {
            losses += cup.sides[i].losses;
        }
        assert_int_equal(losses, cup.bout_count);
        assert_in_range(losses, cup.side_count - 1, cup.side_count);
    }
}

RUN(cmocka_unit_test(the_first_meets_the_last_and_the_second_only_in_the_final),
    cmocka_unit_test(counts_rounds_of_every_size), cmocka_unit_test(byes_go_to_the_first_numbers),
    cmocka_unit_test(losers_of_one_round_share),
    cmocka_unit_test(the_bronze_match_decides_the_third),
    cmocka_unit_test(a_bye_in_a_semifinal_leaves_the_bronze_to_the_other_loser),
    cmocka_unit_test(a_changed_winner_undoes_what_hung_on_him),
    cmocka_unit_test(a_corrected_score_with_the_same_winner_keeps_the_rest),
    cmocka_unit_test(a_forfeit_sends_the_opponent_on), cmocka_unit_test(a_knockout_knows_no_draw),
    cmocka_unit_test(one_alone_is_the_winner),
    cmocka_unit_test(any_knockout_has_one_winner_and_consistent_places))
