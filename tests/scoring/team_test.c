#include "scoring/team.h"
#include "tests/scoring/chance.h"

#include <stdio.h>

enum { MEMBERS_MAX = 64, TEAMS_MAX = 8 };

// Two skills, one table, and the members of the teams.
struct camp {
    struct book book;
    struct rules_team_table table;
    size_t count;
    struct team_member members[MEMBERS_MAX];
    struct award_line awards[MEMBERS_MAX];
    struct team_line lines[TEAMS_MAX];
    struct ratio scratch[MEMBERS_MAX];
};

static void camp_open(struct camp *camp, enum rules_team_by by)
{
    memset(camp, 0, sizeof *camp);
    book_open(&camp->book);
    for (int i = 0; i < 2; i++) {
        struct rules_skill *skill = book_skill(&camp->book);
        skill->title_count = 2;
        skill->titles[0].id = "first";
        skill->titles[1].id = i == 0 ? "second" : "other";
    }
    camp->table.by = by;
    camp->table.skills[0] = 3;
    camp->book.rules.team_table_count = 1;
    camp->book.rules.team_tables = &camp->table;
}

static struct team_member *camp_member(struct camp *camp, uint32_t team, uint32_t place,
                                       const char *total)
{
    struct team_member *member = &camp->members[camp->count];

    *member = (struct team_member){.team = team,
                                   .place = place,
                                   .total = ratio_of_point(points(total)),
                                   .award = &camp->awards[camp->count]};
    camp->count++;
    return member;
}

static void camp_titles(struct camp *camp, uint64_t titles, bool passed)
{
    camp->awards[camp->count - 1].titles = titles;
    camp->awards[camp->count - 1].passed = passed;
}

static bool settle(struct camp *camp, size_t teams)
{
    return team_settle(&camp->book.rules, 0, camp->members, camp->count, camp->lines, teams,
                       camp->scratch);
}

// "a1:total" for each line, the best first; '+' after a half place, '=' where it is shared.
static void assert_lines(struct camp *camp, size_t teams, const char *want)
{
    char got[256] = {0};
    size_t len = 0;

    assert_true(settle(camp, teams));
    for (size_t i = 0; i < teams; i++) {
        const struct team_line *line = &camp->lines[i];
        char total[RATIO_TEXT_MAX] = {0};
        (void)ratio_print(line->total, -1, total);
        len += (size_t)snprintf(got + len, sizeof got - len, "%s%c%u%s%s:%s", i > 0 ? " " : "",
                                (int)('a' + line->team), line->place, line->half ? "+" : "",
                                line->shared ? "=" : "", total);
    }
    assert_string_equal(got, want);
}

static void adds_the_totals_of_the_members(void **state)
{
    (void)state;
    struct camp camp;

    camp_open(&camp, RULES_TEAM_SUM);
    (void)camp_member(&camp, 0, 1, "90.5");
    (void)camp_member(&camp, 1, 2, "80.25");
    (void)camp_member(&camp, 1, 3, "70.5");
    assert_lines(&camp, 2, "b1:150.75 a2:90.5");
    assert_int_equal(camp.lines[0].members, 2);
    assert_int_equal(camp.lines[0].counted, 2);
    assert_int_equal(camp.lines[0].best_place, 2);
    assert_int_equal(camp.lines[1].firsts, 1);
}

static void counts_whom_the_table_says(void **state)
{
    (void)state;
    struct camp camp;

    camp_open(&camp, RULES_TEAM_COUNT);
    (void)camp_member(&camp, 0, 1, "90");
    (void)camp_member(&camp, 0, 2, "80");
    (void)camp_member(&camp, 1, 3, "70");
    camp_member(&camp, 1, 0, "0")->started = true;
    camp_member(&camp, 1, 0, "0")->started = true;
    (void)camp_member(&camp, 0, 0, "0");
    (void)camp_member(&camp, 0, 0, "0");
    assert_lines(&camp, 2, "a1:2 b2:1");
    camp.table.counts = RULES_TEAM_STARTED;
    assert_lines(&camp, 2, "b1:3 a2:2");
    assert_int_equal(camp.lines[0].best_place, 3);
    camp.table.counts = RULES_TEAM_REGISTERED;
    assert_lines(&camp, 2, "a1:4 b2:3");
}

static void equal_teams_are_told_apart_by_the_tables_steps(void **state)
{
    (void)state;
    static const struct ratio points[] = {{9, 1}, {7, 1}, {6, 1}, {4, 1}};
    struct camp camp;

    camp_open(&camp, RULES_TEAM_PLACES);
    camp.table.points = points;
    camp.table.point_count = 4;
    (void)camp_member(&camp, 0, 1, "90"); // 9 + 4
    (void)camp_member(&camp, 0, 4, "60");
    (void)camp_member(&camp, 1, 2, "85"); // 7 + 6
    (void)camp_member(&camp, 1, 3, "80");
    assert_lines(&camp, 2, "a1=:13 b1=:13");
    camp.table.tie_count = 1;
    camp.table.ties[0] = (struct rules_team_tie){.by = RULES_TEAM_TIE_TOTAL};
    assert_lines(&camp, 2, "b1:13 a2:13");
    camp.table.ties[0].lower_is_better = true;
    assert_lines(&camp, 2, "a1:13 b2:13");
    camp.table.ties[0] = (struct rules_team_tie){.by = RULES_TEAM_TIE_BEST_PLACE};
    assert_lines(&camp, 2, "a1:13 b2:13");
}

static void takes_only_the_best_so_many(void **state)
{
    (void)state;
    struct camp camp;

    camp_open(&camp, RULES_TEAM_SUM);
    camp.table.best = 2;
    (void)camp_member(&camp, 0, 5, "10");
    (void)camp_member(&camp, 0, 1, "40");
    (void)camp_member(&camp, 0, 4, "20");
    (void)camp_member(&camp, 0, 3, "30");
    (void)camp_member(&camp, 1, 2, "35");
    assert_lines(&camp, 2, "a1:70 b2:35");
    assert_int_equal(camp.lines[0].members, 4);
    assert_int_equal(camp.lines[0].counted, 2);

    camp.table.lower_is_better = true;
    assert_lines(&camp, 2, "a1:30 b2:35");
}

static void a_code_or_no_place_does_not_count(void **state)
{
    (void)state;
    struct camp camp;

    camp_open(&camp, RULES_TEAM_SUM);
    (void)camp_member(&camp, 0, 1, "10");
    camp_member(&camp, 0, 2, "10")->total = RATIO_CODE(RULES_DNF);
    (void)camp_member(&camp, 0, 0, "10");
    assert_lines(&camp, 1, "a1:10");
    assert_int_equal(camp.lines[0].members, 1);
}

static void only_skills_of_the_table_count(void **state)
{
    (void)state;
    struct camp camp;

    camp_open(&camp, RULES_TEAM_SUM);
    camp.table.skills[0] = 2;
    (void)camp_member(&camp, 0, 1, "10");
    camp_member(&camp, 0, 1, "5")->skill = 1;
    assert_lines(&camp, 1, "a1:5");
}

// RULES.md 2.7: 9 7 6 5 4 3 2 1 for the first eight.
static void gives_points_by_place(void **state)
{
    (void)state;
    static const struct ratio by_place[] = {{9, 1}, {7, 1}, {6, 1}, {5, 1},
                                            {4, 1}, {3, 1}, {2, 1}, {1, 1}};
    struct camp camp;

    camp_open(&camp, RULES_TEAM_PLACES);
    camp.table.points = by_place;
    camp.table.point_count = ROWS(by_place);
    (void)camp_member(&camp, 0, 1, "0");
    (void)camp_member(&camp, 0, 9, "0");
    (void)camp_member(&camp, 1, 2, "0");
    (void)camp_member(&camp, 1, 8, "0");
    (void)camp_member(&camp, 1, 3, "0");
    assert_lines(&camp, 2, "b1:14 a2:9");
    assert_int_equal(camp.lines[1].counted, 2);
}

// RULES.md 2.7: best prize 8, second 4, no prize but all parts passed 1.
static void gives_points_by_title(void **state)
{
    (void)state;
    static const char *const titles[] = {"first", "second"};
    static const struct ratio by_title[] = {{8, 1}, {4, 1}};
    struct camp camp;

    camp_open(&camp, RULES_TEAM_TITLES);
    camp.table.titles = titles;
    camp.table.title_points = by_title;
    camp.table.title_count = 2;
    camp.table.otherwise = RATIO_ONE;
    (void)camp_member(&camp, 0, 1, "0");
    camp_titles(&camp, 3, true); // both: the first of the table counts
    (void)camp_member(&camp, 0, 4, "0");
    camp_titles(&camp, 0, false);
    (void)camp_member(&camp, 1, 2, "0");
    camp_titles(&camp, 2, false);
    (void)camp_member(&camp, 1, 3, "0");
    camp_titles(&camp, 0, true);
    camp_member(&camp, 1, 2, "0")->skill = 1;
    camp_titles(&camp, 2, false); // another title of another skill
    (void)camp_member(&camp, 2, 0, "0");
    camp_titles(&camp, 0, true); // no place
    assert_lines(&camp, 3, "a1:8 b2:5 c0:0");
}

static void counts_members_with_a_place(void **state)
{
    (void)state;
    struct camp camp;

    camp_open(&camp, RULES_TEAM_COUNT);
    (void)camp_member(&camp, 0, 1, "0");
    (void)camp_member(&camp, 1, 3, "0");
    (void)camp_member(&camp, 1, 2, "0");
    (void)camp_member(&camp, 0, 0, "0");
    assert_lines(&camp, 2, "b1:2 a2:1");
}

static void a_team_with_too_few_is_listed_and_not_ranked(void **state)
{
    (void)state;
    struct camp camp;

    camp_open(&camp, RULES_TEAM_SUM);
    camp.table.members_least = 2;
    (void)camp_member(&camp, 0, 1, "90");
    (void)camp_member(&camp, 2, 2, "20");
    (void)camp_member(&camp, 2, 3, "10");
    assert_lines(&camp, 3, "c1:30 a0:90 b0:0");

    camp.table.members_least = 0; // but never one without anybody
    assert_lines(&camp, 3, "a1:90 c2:30 b0:0");
}

static void ties_go_by_firsts_and_then_by_the_best_place(void **state)
{
    (void)state;
    struct camp camp;

    camp_open(&camp, RULES_TEAM_SUM);
    (void)camp_member(&camp, 0, 3, "10");
    (void)camp_member(&camp, 1, 2, "10");
    (void)camp_member(&camp, 2, 1, "4");
    (void)camp_member(&camp, 2, 4, "6");
    assert_lines(&camp, 3, "a1=:10 b1=:10 c1=:10");
    camp.table.firsts = true;
    assert_lines(&camp, 3, "c1:10 a2=:10 b2=:10");
    camp.table.best_place = true;
    assert_lines(&camp, 3, "c1:10 b2:10 a3:10");
}

static void shares_places_by_each_convention(void **state)
{
    (void)state;

    static const struct {
        enum rules_convention convention;
        const char *want;
    } rows[] = {{RULES_STANDARD, "a1:9 b2=:5 c2=:5 d4:1"},
                {RULES_DENSE, "a1:9 b2=:5 c2=:5 d3:1"},
                {RULES_MODIFIED, "a1:9 b3=:5 c3=:5 d4:1"},
                {RULES_FRACTIONAL, "a1:9 b2+=:5 c2+=:5 d4:1"}};
    struct camp camp;

    camp_open(&camp, RULES_TEAM_SUM);
    (void)camp_member(&camp, 3, 4, "1");
    (void)camp_member(&camp, 2, 2, "5");
    (void)camp_member(&camp, 1, 2, "5");
    (void)camp_member(&camp, 0, 1, "9");
    for (size_t i = 0; i < ROWS(rows); i++) {
        camp.table.convention = rows[i].convention;
        assert_lines(&camp, 4, rows[i].want);
    }
}

static void a_total_that_does_not_fit_is_an_error(void **state)
{
    (void)state;
    struct camp camp;

    camp_open(&camp, RULES_TEAM_SUM);
    camp_member(&camp, 0, 1, "0")->total = fraction(INT64_MAX, 1);
    camp_member(&camp, 0, 2, "0")->total = fraction(INT64_MAX, 1);
    assert_false(settle(&camp, 1));
}

// The best so many, found the slow way: one best after the other.
static struct ratio slow_sum(const struct camp *camp, uint32_t team)
{
    bool used[MEMBERS_MAX] = {false};
    struct ratio sum = RATIO_ZERO;

    for (uint32_t left = camp->table.best > 0 ? camp->table.best : MEMBERS_MAX; left > 0; left--) {
        size_t best = MEMBERS_MAX;
        for (size_t i = 0; i < camp->count; i++) {
            const struct team_member *member = &camp->members[i];
            bool may = member->team == team && member->place > 0 && !used[i];
            if (may &&
                (best == MEMBERS_MAX || ratio_better(member->total, camp->members[best].total,
                                                     camp->table.lower_is_better) < 0)) {
                best = i;
            }
        }
        if (best == MEMBERS_MAX) {
            break;
        }
        used[best] = true;
        assert_true(ratio_add(sum, camp->members[best].total, &sum));
    }
    return sum;
}

static void any_table_is_the_slow_sum_in_order(void **state)
{
    (void)state;
    uint64_t seed = 0x7ea3;

    for (uint32_t turn = 0; turn < 1000; turn++) {
        struct camp camp;
        camp_open(&camp, RULES_TEAM_SUM);
        camp.table.best = chance_below(&seed, 5);
        camp.table.lower_is_better = chance_in(&seed, 2);
        for (uint32_t i = chance_below(&seed, MEMBERS_MAX); i > 0; i--) {
            camp_member(&camp, chance_below(&seed, TEAMS_MAX), chance_below(&seed, 9), "0")->total =
                fraction(chance_below(&seed, 50), 1 + chance_below(&seed, 4));
        }
        assert_true(settle(&camp, TEAMS_MAX));
        for (size_t i = 0; i < TEAMS_MAX; i++) {
            const struct team_line *line = &camp.lines[i];
            assert_int_equal(ratio_compare(line->total, slow_sum(&camp, line->team)), 0);
            assert_int_equal(line->place == 0, line->members == 0);
            assert_true(i == 0 || line->place == 0 ||
                        ratio_better(camp.lines[i - 1].total, line->total,
                                     camp.table.lower_is_better) <= 0);
        }
    }
}

RUN(cmocka_unit_test(adds_the_totals_of_the_members), cmocka_unit_test(counts_whom_the_table_says),
    cmocka_unit_test(equal_teams_are_told_apart_by_the_tables_steps),
    cmocka_unit_test(takes_only_the_best_so_many),
    cmocka_unit_test(a_code_or_no_place_does_not_count),
    cmocka_unit_test(only_skills_of_the_table_count), cmocka_unit_test(gives_points_by_place),
    cmocka_unit_test(gives_points_by_title), cmocka_unit_test(counts_members_with_a_place),
    cmocka_unit_test(a_team_with_too_few_is_listed_and_not_ranked),
    cmocka_unit_test(ties_go_by_firsts_and_then_by_the_best_place),
    cmocka_unit_test(shares_places_by_each_convention),
    cmocka_unit_test(a_total_that_does_not_fit_is_an_error),
    cmocka_unit_test(any_table_is_the_slow_sum_in_order))
