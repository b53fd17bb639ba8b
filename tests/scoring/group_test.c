// Groups inside a skill: places in them, cuts and titles for each.
#include "scoring/rank_group.h"
#include "tests/scoring/field_book.h"
#include "tests/scoring/stand.h"

static const struct rules_group groups[] = {{"senior", {"", ""}}, {"junior", {"", ""}}};

// ---- places

// A stage of one part; "aabb": the group of each row.
static size_t rank_groups(struct book *book, struct ring *ring, const char *const *marks,
                          const char *of)
{
    size_t rows = strlen(of);

    book_plain(book, 1);
    book->skills[0].groups = groups;
    book->skills[0].group_count = 2;
    ring_open(ring, book, rows);
    ring_marks(ring, 0, marks, rows);
    size_t count = ring_rank(ring, 0);
    for (size_t i = 0; i < count; i++) {
        ring->lines[i].group = (uint32_t)(of[ring->lines[i].who] - 'a') + 1;
    }
    rank_group_lines(&book->rules, 0, ring->lines, count);
    return count;
}

// "a1 b1=": who, his place in his group, and whether he shares it there.
static void assert_groups(const struct ring *ring, size_t count, const char *want)
{
    char got[RING_MAX * 8] = {0};

    for (size_t i = 0; i < count; i++) {
        const struct rank_line *line = &ring->lines[i];
        put_place(got, line->who, line->group_place, line->group_half, line->group_shared);
    }
    assert_string_equal(got, want);
}

static const char *const marks[] = {"90", "80", "80", "80", "70", "60", "-"};

static void each_group_counts_its_own_places(void **state)
{
    (void)state;
    struct book book;
    struct ring ring;
    size_t count = rank_groups(&book, &ring, marks, "abaabbb");

    assert_lines(&ring, count, "a1 b2=c2=d2=e5 f6 ");
    assert_groups(&ring, count, "a1 b1 c2=d2=e2 f3 ");
    ring_close(&ring);
}

static void places_in_a_group_follow_the_convention(void **state)
{
    (void)state;

    static const struct {
        enum rules_convention convention;
        const char *want;
    } rows[] = {{RULES_DENSE, "a1 b1 c2=d2=e3 f2 "},
                {RULES_MODIFIED, "a1 b1 c3=d3=e4 f2 "},
                {RULES_FRACTIONAL, "a1 b1 c2.5=d2.5=e4 f2 "}};

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct book book;
        struct ring ring;
        size_t count = rank_groups(&book, &ring, marks, "abaaabb");
        book.skills[0].convention = rows[i].convention;
        rank_order(&book.rules, 0, ring.lines, count);
        rank_group_lines(&book.rules, 0, ring.lines, count);
        assert_groups(&ring, count, rows[i].want);
        ring_close(&ring);
    }
}

static void a_place_may_be_shared_across_groups_that_compete_apart(void **state)
{
    (void)state;
    struct book book;
    struct ring ring;
    size_t count = rank_groups(&book, &ring, marks, "abbaaa.");

    book.skills[0].no_shared_places = true;
    assert_true(rank_is_undecided(&book.rules, 0, ring.lines, count)); // b and c in one group
    ring_close(&ring);
    static const char *const two[] = {"90", "80", "80"};
    count = rank_groups(&book, &ring, two, "aab");
    book.skills[0].no_shared_places = true;
    assert_false(rank_is_undecided(&book.rules, 0, ring.lines, count));
    book.skills[0].together = true;
    assert_true(rank_is_undecided(&book.rules, 0, ring.lines, count));
    ring_close(&ring);
}

// A group's places are those that it would have if nobody else were there.
static void a_group_is_placed_as_if_it_were_alone(void **state)
{
    (void)state;
    uint64_t seed = 0x6709;

    for (uint32_t turn = 0; turn < 300; turn++) {
        char texts[40][4];
        const char *panels[40];
        char of[41] = {0};
        uint32_t rows = 1 + chance_below(&seed, 40);
        for (uint32_t i = 0; i < rows; i++) {
            (void)snprintf(texts[i], sizeof texts[i], "%u", chance_below(&seed, 12));
            panels[i] = texts[i];
            of[i] = (char)('a' + chance_below(&seed, 2));
        }
        struct book book;
        struct ring ring;
        size_t count = rank_groups(&book, &ring, panels, of);
        book.skills[0].convention = (enum rules_convention)chance_below(&seed, 5);
        rank_order(&book.rules, 0, ring.lines, count);
        rank_group_lines(&book.rules, 0, ring.lines, count);
        for (uint32_t group = 1; group <= 2; group++) {
            struct rank_line alone[40];
            size_t found = 0;
            for (size_t i = 0; i < count; i++) {
                if (ring.lines[i].group == group) {
                    alone[found++] = ring.lines[i];
                }
            }
            rank_order(&book.rules, 0, alone, found);
            for (size_t i = 0; i < found; i++) {
                assert_int_equal(alone[i].place, alone[i].group_place);
                assert_int_equal(alone[i].half, alone[i].group_half);
                assert_int_equal(alone[i].shared, alone[i].group_shared);
            }
        }
        ring_close(&ring);
    }
}

// ---- cuts

static void assert_cut(struct ring *ring, size_t count, const size_t *base, const char *want)
{
    bool passes[RING_MAX];
    char got[RING_MAX + 1] = {0};
    size_t len = 0;

    size_t through = field_cut(&ring->book->rules, 1, ring->lines, count, base, passes);
    for (size_t i = 0; i < count; i++) {
        if (passes[i]) {
            got[len++] = (char)('a' + ring->lines[i].who);
        }
    }
    assert_string_equal(got, want);
    assert_int_equal(through, len);
}

static void each_group_is_cut_for_itself(void **state)
{
    (void)state;
    static const char *const many[] = {"90", "85", "80", "75", "70", "65", "60", "55"};
    static const size_t base[] = {8, 6, 2};
    struct book book;
    struct ring ring;
    size_t count = rank_groups(&book, &ring, many, "aaaaabab");

    book_stage(&book)->cut = (struct rules_cut){.by = RULES_CUT_TOP, .top = 2};
    struct rules_cut *cut = &book.stages[1].cut;
    assert_cut(&ring, count, base, "abfh");
    cut->together = true;
    assert_cut(&ring, count, base, "ab");
    cut->together = false;
    book.skills[0].together = true;
    assert_cut(&ring, count, base, "ab");
    book.skills[0].together = false;
    *cut = (struct rules_cut){.by = RULES_CUT_PERCENT, .share = {1, 2}}; // three of six, one of two
    assert_cut(&ring, count, base, "abcf");
    cut->least = 3;
    assert_cut(&ring, count, base, "abc");
    ring_close(&ring);
}

static void the_first_of_each_heat_go_on_and_the_best_of_the_rest(void **state)
{
    (void)state;
    static const char *const many[] = {"90", "85", "80", "75", "70", "65", "60", "55"};
    static const char of[] = "aaaabbbb"; // heats
    static const size_t base[] = {8, 8, 0};
    struct book book;
    struct ring ring;
    size_t count = rank_groups(&book, &ring, many, "aaaaaaaa");

    for (size_t i = 0; i < count; i++) {
        ring.lines[i].heat = (uint32_t)(of[ring.lines[i].who] - 'a') + 1;
    }
    book_stage(&book)->cut = (struct rules_cut){.by = RULES_CUT_HEATS, .top = 1, .rest = 2};
    assert_cut(&ring, count, base, "abce");
    book.stages[1].cut.rest = 0;
    assert_cut(&ring, count, base, "ae");
    book.stages[1].cut.top = 3;
    assert_cut(&ring, count, base, "abcefg");
    book.stages[1].cut.least = 9;
    assert_cut(&ring, count, base, "");
    rank_group_heats(&book.rules, 0, ring.lines, count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(ring.lines[i].heat_place, i % 4 + 1);
    }
    ring_close(&ring);
}

static void who_was_not_reached_in_his_heat_takes_no_place_of_his_delegation(void **state)
{
    (void)state;
    static const char *const many[] = {"90", "85", "80", "75"};
    static const char of[] = "aaab";
    static const size_t base[] = {4, 4, 0};
    struct book book;
    struct ring ring;
    struct quota team;
    size_t count = rank_groups(&book, &ring, many, "aaaa");

    for (size_t i = 0; i < count; i++) {
        ring.lines[i].heat = (uint32_t)(of[ring.lines[i].who] - 'a') + 1;
        ring.lines[i].team = i > 0 ? &team : NULL;
    }
    book_stage(&book)->cut =
        (struct rules_cut){.by = RULES_CUT_HEATS, .top = 1, .rest = 1, .per_team = 2};
    assert_cut(&ring, count, base, "abd");
    book.stages[1].cut.per_team = 1;
    assert_cut(&ring, count, base, "ad");
    ring_close(&ring);
}

static void ties_in_a_heat_and_in_the_rest_go_as_at_any_cut(void **state)
{
    (void)state;
    static const char *const many[] = {"90", "90", "80", "70", "60", "60", "50", "40"};
    static const char of[] = "aaababbb";
    static const size_t base[] = {8, 8, 0};
    struct book book;
    struct ring ring;
    size_t count = rank_groups(&book, &ring, many, "aaaaaaaa");

    for (size_t i = 0; i < count; i++) {
        ring.lines[i].heat = (uint32_t)(of[ring.lines[i].who] - 'a') + 1;
    }
    book_stage(&book)->cut = (struct rules_cut){.by = RULES_CUT_HEATS, .top = 1, .rest = 2};
    assert_cut(&ring, count, base, "abcdef"); // a and b, d; then c, e and f
    book.stages[1].cut.ties = RULES_TIES_NONE_GOES;
    assert_cut(&ring, count, base, "abd"); // d; then the tied a and b are the best of the rest
    ring_close(&ring);
}

// ---- titles

// "aab": the group of each line, in the order of the standing.
static void stand_groups(struct stand *stand, const char *of)
{
    uint32_t before[2] = {0, 0};

    stand->skill->groups = groups;
    stand->skill->group_count = 2;
    for (size_t i = 0; i < stand->count; i++) {
        struct award_line *line = &stand->lines[i];
        line->group = (uint32_t)(of[i] - 'a') + 1;
        line->group_place = ++before[line->group - 1];
    }
}

static void each_group_has_its_own_champion(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand_places(&stand, "champion", 1, 1);
    stand_places(&stand, "star", 2, 2);
    stand_field(&stand, 5);
    stand_groups(&stand, "aaabb");
    assert_titles(&stand, "c s . c s");
    stand.skill->titles[0].together = true;
    assert_titles(&stand, "c s . . s");
    stand.skill->together = true;
    assert_titles(&stand, "c s . . .");
}

// RULES.md 2.2: of each group's entrants.
static void shares_and_least_entrants_are_of_each_group(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    struct rules_title *title = stand_title(&stand, "prize");
    title->by = RULES_BY_SHARE;
    title->share = fraction(1, 3);
    stand_field(&stand, 9);
    stand_groups(&stand, "aaaaaabbb");
    assert_titles(&stand, "p p . . . . p . .");
    title->entrants_least = 4;
    assert_titles(&stand, "p p . . . . . . .");
}

static void a_title_may_be_for_some_groups_only(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand_places(&stand, "senior", 1, 1);
    stand.skill->titles[0].groups = 1;
    stand_places(&stand, "junior", 1, 1);
    stand.skill->titles[1].groups = 2;
    stand_field(&stand, 4);
    stand_groups(&stand, "abab");
    assert_titles(&stand, "s j . .");
}

static void medals_are_given_in_each_group(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    (void)stand_title(&stand, "gold");
    (void)stand_title(&stand, "silver");
    (void)stand_title(&stand, "bronze");
    stand.skill->medals = (struct rules_medals){.has = true, .silver = 1, .bronze = 2};
    stand_field(&stand, 6);
    stand_groups(&stand, "ababab");
    assert_titles(&stand, "g g s s b b");
}

static void a_delegation_limit_holds_in_each_group(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand_quota(&stand, "title", 2, false);
    stand.skill->titles[0].per_team = 1;
    stand_field(&stand, 6);
    stand_groups(&stand, "aaabbb");
    stand_teams(&stand, "aabaab");
    assert_titles(&stand, "t . t t . t");
}

static void a_promotion_goes_by_the_place_in_the_group(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand.skill->promotion_count = 2;
    stand.promotions[0] = (struct rules_promotion){.from = 1, .to = 1, .groups = 1};
    stand.promotions[1] = (struct rules_promotion){.from = 1, .to = 2};
    stand_field(&stand, 4);
    stand_groups(&stand, "aabb");
    settle(&stand);
    assert_int_equal(stand.lines[0].promotion, 0);
    assert_int_equal(stand.lines[1].promotion, 1);
    assert_int_equal(stand.lines[2].promotion, 1);
    stand.skill->together = true;
    settle(&stand);
    assert_int_equal(stand.lines[2].promotion, RULES_NONE);
}

RUN(cmocka_unit_test(each_group_counts_its_own_places),
    cmocka_unit_test(places_in_a_group_follow_the_convention),
    cmocka_unit_test(a_place_may_be_shared_across_groups_that_compete_apart),
    cmocka_unit_test(a_group_is_placed_as_if_it_were_alone),
    cmocka_unit_test(each_group_is_cut_for_itself),
    cmocka_unit_test(the_first_of_each_heat_go_on_and_the_best_of_the_rest),
    cmocka_unit_test(who_was_not_reached_in_his_heat_takes_no_place_of_his_delegation),
    cmocka_unit_test(ties_in_a_heat_and_in_the_rest_go_as_at_any_cut),
    cmocka_unit_test(each_group_has_its_own_champion),
    cmocka_unit_test(shares_and_least_entrants_are_of_each_group),
    cmocka_unit_test(a_title_may_be_for_some_groups_only),
    cmocka_unit_test(medals_are_given_in_each_group),
    cmocka_unit_test(a_delegation_limit_holds_in_each_group),
    cmocka_unit_test(a_promotion_goes_by_the_place_in_the_group))
