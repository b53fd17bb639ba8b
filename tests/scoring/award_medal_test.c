#include "tests/scoring/stand.h"

static void stand_medals(struct stand *stand)
{
    stand->skill->medals =
        (struct rules_medals){.has = true, .gold = 0, .silver = 1, .bronze = 2, .within = {2, 1}};
    (void)stand_title(stand, "gold");
    (void)stand_title(stand, "silver");
    (void)stand_title(stand, "bronze");
}

static void assert_medals(const char *const *totals, size_t count, const char *want)
{
    struct stand stand;

    stand_open(&stand);
    stand_medals(&stand);
    for (size_t i = 0; i < count; i++) {
        (void)stand_line(&stand, (uint32_t)i + 1, totals[i]);
    }
    assert_titles(&stand, want);
}

#define MEDALS(want, ...)                                                                          \
    do {                                                                                           \
        static const char *const totals[] = {__VA_ARGS__};                                         \
        assert_medals(totals, ROWS(totals), want);                                                 \
    } while (0)

static void ex_6_two_golds_no_silver_and_two_bronzes(void **state)
{
    (void)state;
    MEDALS("g g b b .", "548", "547", "540", "539", "530");
}

static void ex_7_three_golds_and_a_bronze_near_the_last(void **state)
{
    (void)state;
    MEDALS("g g g b .", "550", "549", "548.5", "546.6", "540");
}

static void ex_8_three_golds_and_nobody_near(void **state)
{
    (void)state;
    MEDALS("g g g .", "550", "549", "548.5", "546.4");
}

static void without_ties_there_is_one_medal_each(void **state)
{
    (void)state;
    MEDALS("g s b .", "560", "550", "540", "530");
    MEDALS("g s", "560", "550");
}

static void a_difference_of_just_two_is_a_tie_and_more_is_not(void **state)
{
    (void)state;
    MEDALS("g g b", "550", "548", "540");
    MEDALS("g s b", "550", "547.999999", "540");
}

static void ties_are_measured_from_the_first_and_not_along_a_chain(void **state)
{
    (void)state;
    MEDALS("g g b .", "550", "548.5", "547", "540");
}

static void two_silvers_leave_no_bronze_but_near_the_last_of_them(void **state)
{
    (void)state;
    MEDALS("g s s .", "560", "550", "549", "546.9");
    MEDALS("g s s b .", "560", "550", "549", "547.1", "540");
}

static void a_tie_for_bronze_gives_several(void **state)
{
    (void)state;
    MEDALS("g s b b b .", "560", "550", "540", "539", "538", "537.9");
}

static void medals_are_measured_on_the_scale_where_there_is_one(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand_medals(&stand);
    stand.skill->scale.has = true;
    stand_line(&stand, 1, "90")->scale = fraction(720, 1);
    stand_line(&stand, 2, "89")->scale = fraction(717, 1); // 1 apart in marks, 3 on the scale
    stand_line(&stand, 3, "80")->scale = fraction(700, 1);
    assert_titles(&stand, "g s b");
}

static void small_fields_get_fewer_medals(void **state)
{
    (void)state;
    static const char *const wants[] = {".", ". .", ". . .", "g . . .", "g s . . .", "g s b . . ."};

    for (uint32_t count = 1; count <= ROWS(wants); count++) {
        struct stand stand;
        stand_open(&stand);
        stand_medals(&stand);
        stand.skill->titles[0].entrants_least = 4; // RULES.md 1.5: three or fewer, void
        stand.skill->titles[1].entrants_least = 5;
        stand.skill->titles[2].entrants_least = 6;
        stand_field(&stand, count);
        for (uint32_t i = 0; i < count; i++) {
            stand.lines[i].total = fraction(900 - 10 * (int64_t)i, 1);
        }
        assert_titles(&stand, wants[count - 1]);
    }
}

static void the_medallion_goes_to_all_others_at_the_centre_or_above(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand_medals(&stand);
    stand.skill->scale.has = true;
    struct rules_title *title = stand_title(&stand, "medallion");
    title->by = RULES_BY_SCORE;
    title->has_scale = true;
    title->scale = fraction(700, 1);
    static const int64_t scales[] = {740, 730, 720, 705, 700, 699};
    for (uint32_t i = 0; i < ROWS(scales); i++) {
        stand_line(&stand, i + 1, "80")->scale = fraction(scales[i], 1);
    }
    assert_titles(&stand, "g s b m m .");
}

static void distances_of_any_fractions_are_exact(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand_medals(&stand);
    stand_line(&stand, 1, "0")->total = (struct ratio){INT64_MAX, INT64_MAX - 1}; // 1 + tiny
    stand_line(&stand, 2, "0")->total = (struct ratio){-(INT64_MAX - 2), INT64_MAX - 2};
    stand_line(&stand, 3, "0")->total = fraction(-100, 1);
    assert_titles(&stand, "g s b"); // two and a tiny bit apart
}

static void a_refused_medal_stays_vacant(void **state)
{
    (void)state;
    static const int refused = -1;
    struct stand stand;

    stand_open(&stand);
    stand_medals(&stand);
    stand.skill->titles[0].approval = true;
    stand.skill->medals.within = RATIO_ZERO;
    stand_field(&stand, 4);
    stand.lines[0].approved = answers;
    stand.lines[0].owner = &refused;
    assert_titles(&stand, ". s b .");
}

static void any_medals_follow_their_pattern(void **state)
{
    (void)state;
    uint64_t seed = 0x60fd;

    for (uint32_t turn = 0; turn < 2000; turn++) {
        struct stand stand;
        stand_open(&stand);
        stand_medals(&stand);
        chance_field(&stand, &seed);
        settle(&stand);
        uint32_t gold = count_holders(&stand, 0);
        uint32_t silver = count_holders(&stand, 1);
        uint32_t bronze = count_holders(&stand, 2);
        assert_true(stand.count == 0 || gold > 0);
        assert_true(gold < 2 || silver == 0);
        assert_true(gold + silver + bronze >= 3 || gold + silver + bronze == stand.count ||
                    gold + silver >= 2);
        for (size_t i = 0; i < stand.count; i++) { // without gaps, from the top
            bool has = stand.lines[i].titles != 0;
            assert_int_equal(has, i < gold + silver + bronze);
        }
    }
}

RUN(cmocka_unit_test(ex_6_two_golds_no_silver_and_two_bronzes),
    cmocka_unit_test(ex_7_three_golds_and_a_bronze_near_the_last),
    cmocka_unit_test(ex_8_three_golds_and_nobody_near),
    cmocka_unit_test(without_ties_there_is_one_medal_each),
    cmocka_unit_test(a_difference_of_just_two_is_a_tie_and_more_is_not),
    cmocka_unit_test(ties_are_measured_from_the_first_and_not_along_a_chain),
    cmocka_unit_test(two_silvers_leave_no_bronze_but_near_the_last_of_them),
    cmocka_unit_test(a_tie_for_bronze_gives_several),
    cmocka_unit_test(medals_are_measured_on_the_scale_where_there_is_one),
    cmocka_unit_test(small_fields_get_fewer_medals),
    cmocka_unit_test(the_medallion_goes_to_all_others_at_the_centre_or_above),
    cmocka_unit_test(distances_of_any_fractions_are_exact),
    cmocka_unit_test(a_refused_medal_stays_vacant),
    cmocka_unit_test(any_medals_follow_their_pattern))
