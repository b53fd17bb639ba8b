#include "tests/scoring/stand.h"

// ---- one by one

static void places_follow_the_shared_ranks(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand_places(&stand, "champion", 1, 1);
    stand_places(&stand, "master", 2, 3);
    (void)stand_line(&stand, 1, "90");
    (void)stand_line(&stand, 1, "90");
    (void)stand_line(&stand, 3, "80");
    (void)stand_line(&stand, 4, "70");
    assert_titles(&stand, "c c m .");
}

static void places_are_those_of_the_last_stage(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand_places(&stand, "finalist", 1, 3);
    stand_field(&stand, 3);
    stand.lines[2].last_stage = false;
    assert_titles(&stand, "f f .");
}

static void with_those_behind_a_place_may_be_that_of_one_who_was_cut(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand.skill->behind = true;
    stand_places(&stand, "finalist", 1, 3);
    stand_field(&stand, 4);
    stand.lines[2].last_stage = false;
    stand.lines[3].last_stage = false;
    assert_titles(&stand, "f f f .");
}

static void nobody_without_a_place_has_a_title(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand_title(&stand, "all")->by = RULES_BY_SCORE;
    stand_field(&stand, 2);
    stand.lines[1].place = 0;
    assert_titles(&stand, "a .");
}

static void a_tie_at_the_end_of_the_quota_widens_or_narrows_it(void **state)
{
    (void)state;
    static const char *const wants[] = {"f . . s", "f f f s"};

    for (int widen = 0; widen < 2; widen++) {
        struct stand stand;
        stand_open(&stand);
        stand_quota(&stand, "first", 2, widen != 0);
        stand_places(&stand, "second", 4, 4);
        (void)stand_line(&stand, 1, "90");
        (void)stand_line(&stand, 2, "80");
        (void)stand_line(&stand, 2, "80");
        (void)stand_line(&stand, 4, "70");
        assert_titles(&stand, wants[widen]);
    }
}

static void who_falls_out_of_a_narrow_quota_is_first_in_the_next(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand_quota(&stand, "first", 1, false);
    stand_quota(&stand, "second", 2, false);
    (void)stand_line(&stand, 1, "90");
    (void)stand_line(&stand, 1, "90");
    (void)stand_line(&stand, 3, "80");
    assert_titles(&stand, "s s .");
}

// RULES.md 2.2: a tenth, two tenths, three tenths of the entrants.
static void shares_are_of_the_entrants_in_the_base(void **state)
{
    (void)state;
    static const int64_t tenths[] = {1, 2, 3};
    struct stand stand;

    stand_open(&stand);
    for (size_t i = 0; i < ROWS(tenths); i++) {
        struct rules_title *title = stand_title(&stand, i == 0 ? "1" : i == 1 ? "2" : "3");
        title->by = RULES_BY_SHARE;
        title->share = fraction(tenths[i], 10);
    }
    stand_field(&stand, 10);
    assert_titles(&stand, "1 2 2 3 3 3 . . . .");

    stand.lines[9].in_base = false; // 0.9, 1.8 and 2.7 of nine
    assert_titles(&stand, "1 2 2 3 3 3 . . . .");
    stand.skill->titles[0].mode = ROUND_TRUNCATE;
    stand.skill->titles[1].mode = ROUND_TRUNCATE;
    assert_titles(&stand, "2 3 3 3 . . . . . .");
}

static void half_a_person_counts_as_the_rounding_says(void **state)
{
    (void)state;

    static const struct {
        enum round_mode mode;
        const char *want;
    } rows[] = {{ROUND_NONE, "t t t . ."},
                {ROUND_HALF_UP, "t t t . ."},
                {ROUND_HALF_EVEN, "t t . . ."},
                {ROUND_TRUNCATE, "t t . . ."},
                {ROUND_UP, "t t t . ."}};

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct stand stand;
        stand_open(&stand);
        struct rules_title *title = stand_title(&stand, "title");
        title->by = RULES_BY_SHARE;
        title->share = fraction(1, 2);
        title->mode = rows[i].mode;
        stand_field(&stand, 5);
        assert_titles(&stand, rows[i].want);
    }
}

// RULES.md 2.2, Hainan: medals to the first three, then a prize to the rest of the better half.
static void a_quota_from_the_top_counts_those_who_have_an_earlier_title(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand_places(&stand, "gold", 1, 1);
    stand_places(&stand, "silver", 2, 2);
    stand_places(&stand, "bronze", 3, 3);
    struct rules_title *title = stand_title(&stand, "prize");
    title->by = RULES_BY_SHARE;
    title->share = fraction(1, 2);
    title->mode = ROUND_TRUNCATE;
    stand_field(&stand, 11);
    assert_titles(&stand, "g s b p p p p p . . .");
    title = &stand.skill->titles[3];
    title->from_top = true;
    assert_titles(&stand, "g s b p p . . . . . .");
    title->mode = ROUND_UP;
    assert_titles(&stand, "g s b p p p . . . . .");
}

static void a_quota_from_the_top_is_not_passed_on_by_who_fails_its_conditions(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand_quota(&stand, "prize", 3, false);
    stand.skill->titles[0].all_passed = true;
    stand.skill->titles[0].from_top = true;
    stand_field(&stand, 5);
    stand.lines[1].passed = false;
    assert_titles(&stand, "p . p . .");
    stand.lines[3].place = 3; // shares the last place of the quota
    assert_titles(&stand, "p . . . .");
    stand.skill->titles[0].widen = true;
    assert_titles(&stand, "p . p p .");
}

static void a_delegation_gets_a_title_so_often_and_the_next_one_moves_up(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand_quota(&stand, "title", 3, false);
    stand_field(&stand, 6);
    stand_teams(&stand, "aaaab.");
    stand.skill->titles[0].per_team = 2;
    assert_titles(&stand, "t t . . t .");
    stand.skill->titles[0].per_team = 1;
    assert_titles(&stand, "t . . . t t");
    stand.skill->titles[0].per_team = 0;
    assert_titles(&stand, "t t t . . .");
}

static void who_is_of_no_delegation_is_not_limited(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand_quota(&stand, "title", 3, false);
    stand_field(&stand, 4);
    stand.skill->titles[0].per_team = 1;
    assert_titles(&stand, "t t t .");
}

static void each_title_has_a_delegation_limit_of_its_own(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand_quota(&stand, "first", 2, false);
    stand_quota(&stand, "second", 2, false);
    stand.skill->titles[0].per_team = 1;
    stand.skill->titles[1].per_team = 1;
    stand_field(&stand, 5);
    stand_teams(&stand, "aaabb");
    assert_titles(&stand, "f s . f s");
}

// As at the end of a quota; and nobody of the delegation passes those who stand before him.
static void a_tie_at_the_end_of_a_delegations_limit_widens_or_narrows_it(void **state)
{
    (void)state;
    static const char *const wants[] = {"t . . t . t", "t t t t . ."};

    for (int widen = 0; widen < 2; widen++) {
        struct stand stand;
        stand_open(&stand);
        stand_quota(&stand, "title", 4, widen != 0);
        stand.skill->titles[0].per_team = 2;
        (void)stand_line(&stand, 1, "90");
        (void)stand_line(&stand, 2, "80");
        (void)stand_line(&stand, 2, "80");
        (void)stand_line(&stand, 2, "80");
        (void)stand_line(&stand, 5, "70");
        (void)stand_line(&stand, 6, "60");
        stand_teams(&stand, "aaabab");
        assert_titles(&stand, wants[widen]);
    }
}

static void who_was_refused_fills_his_delegations_limit(void **state)
{
    (void)state;
    static const int said[] = {1, -1, 1, 1};
    struct stand stand;

    stand_open(&stand);
    stand_quota(&stand, "title", 3, false);
    stand.skill->titles[0].approval = true;
    stand.skill->titles[0].per_team = 2;
    stand_field(&stand, 4);
    stand_teams(&stand, "aaab");
    for (size_t i = 0; i < 4; i++) {
        stand.lines[i].approved = answers;
        stand.lines[i].owner = &said[i];
    }
    assert_titles(&stand, "t . . t");
}

static void one_title_uses_up_the_person(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand_places(&stand, "champion", 1, 1);
    stand_quota(&stand, "quota", 2, false);
    stand_field(&stand, 4);
    assert_titles(&stand, "c q q .");

    stand.skill->titles[0].besides = true;
    assert_titles(&stand, "cq q . .");
}

// RULES.md 2.2: the champions who are young get another title.
static void a_title_may_need_another_and_a_trait(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand_places(&stand, "champion", 1, 2);
    struct rules_title *title = stand_title(&stand, "young");
    title->by = RULES_BY_SCORE;
    title->needs = 1;
    title->traits = STAFF;
    stand_field(&stand, 3);
    stand.lines[1].traits = STAFF | HOLDS_GRADE;
    stand.lines[2].traits = STAFF;
    assert_titles(&stand, "c cy .");
}

static void a_title_may_exclude_another(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand_places(&stand, "champion", 1, 1);
    stand.skill->titles[0].besides = true;
    struct rules_title *title = stand_title(&stand, "other");
    title->by = RULES_BY_COUNT;
    title->count = 1;
    title->excludes = 1;
    stand_field(&stand, 2);
    assert_titles(&stand, "c o");
}

static void a_title_may_ask_for_a_total_and_all_passes(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    struct rules_title *title = stand_title(&stand, "title");
    title->by = RULES_BY_COUNT;
    title->count = 3;
    title->has_total = true;
    title->total = fraction(97, 1);
    title->all_passed = true;
    stand_field(&stand, 4);
    stand.lines[0].passed = false;
    assert_titles(&stand, ". t t .");

    stand.lines[1].total = RATIO_CODE(RULES_DNF);
    assert_titles(&stand, ". . t .");
}

static void a_least_total_is_a_greatest_where_less_is_better(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand.skill->lower_is_better = true;
    struct rules_title *title = stand_title(&stand, "title");
    title->by = RULES_BY_SCORE;
    title->has_total = true;
    title->total = fraction(60, 1);
    (void)stand_line(&stand, 1, "59.5");
    (void)stand_line(&stand, 2, "60");
    (void)stand_line(&stand, 3, "60.5");
    assert_titles(&stand, "t t .");
}

static void a_title_waits_for_its_approval(void **state)
{
    (void)state;
    static const int said[] = {1, 0, -1};
    struct stand stand;

    stand_open(&stand);
    stand_places(&stand, "champion", 1, 3);
    stand.skill->titles[0].approval = true;
    stand_quota(&stand, "quota", 1, false);
    stand_field(&stand, 3);
    for (size_t i = 0; i < 3; i++) {
        stand.lines[i].approved = answers;
        stand.lines[i].owner = &said[i];
    }
    assert_titles(&stand, "c ?c q");
}

static void what_needs_a_waiting_title_waits_too(void **state)
{
    (void)state;
    static const int nothing = 0;
    struct stand stand;

    stand_open(&stand);
    stand_places(&stand, "champion", 1, 1);
    stand.skill->titles[0].approval = true;
    struct rules_title *title = stand_title(&stand, "medal");
    title->by = RULES_BY_SCORE;
    title->needs = 1;
    stand_field(&stand, 1);
    stand.lines[0].approved = answers;
    stand.lines[0].owner = &nothing;
    assert_titles(&stand, "?cm");
}

RUN(cmocka_unit_test(places_follow_the_shared_ranks),
    cmocka_unit_test(places_are_those_of_the_last_stage),
    cmocka_unit_test(with_those_behind_a_place_may_be_that_of_one_who_was_cut),
    cmocka_unit_test(nobody_without_a_place_has_a_title),
    cmocka_unit_test(a_tie_at_the_end_of_the_quota_widens_or_narrows_it),
    cmocka_unit_test(who_falls_out_of_a_narrow_quota_is_first_in_the_next),
    cmocka_unit_test(shares_are_of_the_entrants_in_the_base),
    cmocka_unit_test(half_a_person_counts_as_the_rounding_says),
    cmocka_unit_test(a_quota_from_the_top_counts_those_who_have_an_earlier_title),
    cmocka_unit_test(a_quota_from_the_top_is_not_passed_on_by_who_fails_its_conditions),
    cmocka_unit_test(a_delegation_gets_a_title_so_often_and_the_next_one_moves_up),
    cmocka_unit_test(who_is_of_no_delegation_is_not_limited),
    cmocka_unit_test(each_title_has_a_delegation_limit_of_its_own),
    cmocka_unit_test(a_tie_at_the_end_of_a_delegations_limit_widens_or_narrows_it),
    cmocka_unit_test(who_was_refused_fills_his_delegations_limit),
    cmocka_unit_test(one_title_uses_up_the_person),
    cmocka_unit_test(a_title_may_need_another_and_a_trait),
    cmocka_unit_test(a_title_may_exclude_another),
    cmocka_unit_test(a_title_may_ask_for_a_total_and_all_passes),
    cmocka_unit_test(a_least_total_is_a_greatest_where_less_is_better),
    cmocka_unit_test(a_title_waits_for_its_approval),
    cmocka_unit_test(what_needs_a_waiting_title_waits_too))
