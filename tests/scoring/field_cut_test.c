// Rounds: whom a cut lets through, who is an entrant, and the final standing over all rounds.
#include "scoring/quota.h"
#include "tests/scoring/field_book.h"

// A preliminary and a final of one part each; the final takes some of the preliminary.
static void open_rounds(struct book *book, struct ring *ring, const char *const *marks,
                        size_t count, struct rules_cut cut)
{
    book_plain(book, 1);
    book_stage(book)->cut = cut;
    book_module(book, RATIO_ONE);
    book_part(book, 1);
    book_aspect(book, "0", "100", "1");
    ring_open(ring, book, count);
    ring_marks(ring, 0, marks, count);
}

// "ab": who goes on, in the order of the preliminary.
static void assert_cut(struct ring *ring, size_t base, const char *want)
{
    bool passes[RING_MAX];
    char got[RING_MAX + 1] = {0};
    size_t count = ring_rank(ring, 0);
    size_t through = field_cut(&ring->book->rules, 1, ring->lines, count, &base, passes);
    size_t len = 0;

    for (size_t i = 0; i < count; i++) {
        if (passes[i]) {
            got[len++] = (char)('a' + ring->lines[i].who);
        }
    }
    assert_string_equal(got, want);
    assert_int_equal(through, len);
}

static const char *const prelim[] = {"90", "80", "80", "80", "60", "50", "-"};

static void all_who_share_the_last_place_go_on(void **state)
{
    (void)state;
    struct book book;
    struct ring ring;
    struct rules_cut *cut = &book.stages[1].cut;

    open_rounds(&book, &ring, prelim, 7, (struct rules_cut){.by = RULES_CUT_TOP, .top = 3});
    assert_cut(&ring, 6, "abcd");
    cut->top = 1;
    assert_cut(&ring, 6, "a");
    cut->top = 4;
    assert_cut(&ring, 6, "abcd");
    cut->top = 20;
    assert_cut(&ring, 6, "abcdef");
    ring_close(&ring);
}

static void none_of_those_who_share_the_last_place_goes_on(void **state)
{
    (void)state;
    struct book book;
    struct ring ring;

    open_rounds(&book, &ring, prelim, 7,
                (struct rules_cut){.by = RULES_CUT_TOP, .top = 3, .ties = RULES_TIES_NONE_GOES});
    assert_cut(&ring, 6, "a");
    book.stages[1].cut.top = 4;
    assert_cut(&ring, 6, "abcd");
    ring_close(&ring);
}

static void a_share_is_of_the_entrants_and_cut_down(void **state)
{
    (void)state;
    struct book book;
    struct ring ring;
    struct rules_cut *cut = &book.stages[1].cut;

    open_rounds(&book, &ring, prelim, 7,
                (struct rules_cut){.by = RULES_CUT_PERCENT, .share = {3, 4}});
    assert_cut(&ring, 7, "abcde"); // 5.25
    cut->share = fraction(1, 4);
    assert_cut(&ring, 6, "a"); // 1.5
    cut->mode = ROUND_HALF_UP;
    assert_cut(&ring, 6, "abcd"); // 2, and all who share it
    ring_close(&ring);
}

static void a_score_lets_through_who_reaches_it(void **state)
{
    (void)state;
    struct book book;
    struct ring ring;

    open_rounds(&book, &ring, prelim, 7,
                (struct rules_cut){.by = RULES_CUT_SCORE, .share = {60, 1}});
    assert_cut(&ring, 6, "abcde");
    book.skills[0].lower_is_better = true;
    assert_cut(&ring, 6, "fe");
    ring_close(&ring);
}

static void with_too_few_entrants_nobody_goes_on(void **state)
{
    (void)state;
    struct book book;
    struct ring ring;

    open_rounds(&book, &ring, prelim, 7,
                (struct rules_cut){.by = RULES_CUT_TOP, .top = 3, .least = 6});
    assert_cut(&ring, 5, "");
    assert_cut(&ring, 6, "abcd");
    ring_close(&ring);
}

// "aab.": the delegation of each in the order of the rows, a dot for none.
static void assert_cut_of_teams(struct ring *ring, const char *teams, const char *want)
{
    struct quota quotas[3];
    bool passes[RING_MAX];
    char got[RING_MAX + 1] = {0};
    size_t count = ring_rank(ring, 0);
    size_t len = 0;

    for (size_t i = 0; i < count; i++) {
        char team = teams[ring->lines[i].who];
        ring->lines[i].team = team == '.' ? NULL : &quotas[team - 'a'];
    }
    size_t through = field_cut(&ring->book->rules, 1, ring->lines, count, &count, passes);
    for (size_t i = 0; i < count; i++) {
        if (passes[i]) {
            got[len++] = (char)('a' + ring->lines[i].who);
        }
    }
    assert_string_equal(got, want);
    assert_int_equal(through, len);
}

static void of_a_delegation_so_many_go_on_and_the_next_one_moves_up(void **state)
{
    (void)state;
    static const char *const marks[] = {"90", "85", "80", "75", "70", "65", "60"};
    struct book book;
    struct ring ring;
    struct rules_cut *cut = &book.stages[1].cut;

    open_rounds(&book, &ring, marks, 7,
                (struct rules_cut){.by = RULES_CUT_TOP, .top = 4, .per_team = 2});
    assert_cut_of_teams(&ring, "aaaabcc", "abef");
    cut->ties = RULES_TIES_NONE_GOES;
    assert_cut_of_teams(&ring, "aaaabcc", "abef");
    assert_cut_of_teams(&ring, "a......", "abcd");
    cut->by = RULES_CUT_SCORE;
    cut->share = fraction(70, 1);
    assert_cut_of_teams(&ring, "aaaabcc", "abe");
    ring_close(&ring);
}

static void a_tie_at_the_end_of_a_delegations_limit_goes_as_one_at_the_cut(void **state)
{
    (void)state;
    static const char *const marks[] = {"90", "80", "80", "80", "70", "60", "50"};
    struct book book;
    struct ring ring;

    open_rounds(&book, &ring, marks, 7,
                (struct rules_cut){.by = RULES_CUT_TOP, .top = 4, .per_team = 2});
    assert_cut_of_teams(&ring, "aaababb", "abcd");
    book.stages[1].cut.ties = RULES_TIES_NONE_GOES;
    assert_cut_of_teams(&ring, "aaababb", "adf"); // b and c are one too many, e follows them
    ring_close(&ring);
}

static void who_has_no_place_does_not_go_on(void **state)
{
    (void)state;
    struct book book;
    struct ring ring;

    open_rounds(&book, &ring, prelim, 7, (struct rules_cut){.by = RULES_CUT_TOP, .top = 4});
    ring_status(&ring, 0, RULES_DSQ);
    ring_status(&ring, 4, RULES_DNF);
    assert_cut(&ring, 5, "bcdf");
    ring_close(&ring);
}

static void an_entrant_has_started_or_his_status_counts(void **state)
{
    (void)state;
    static const bool wants[] = {true, false, true, false, true, true, false};
    struct book book;
    struct ring ring;

    open_rounds(&book, &ring, prelim, 7, (struct rules_cut){.by = RULES_CUT_NONE});
    book.skills[0].effects[RULES_DNF].in_base = true;
    ring_status(&ring, 1, RULES_DSQ);
    ring_status(&ring, 2, RULES_DNF);
    ring_rule(&ring, 3, (struct ruling){.kind = RULING_FIELD, .stage = 0, .on = false});
    ring_settle(&ring);
    for (size_t i = 0; i < ROWS(wants); i++) {
        assert_int_equal(field_in_base(&book.rules, 0, &ring.plays[i].tally), wants[i]);
    }
    ring_close(&ring);
}

// ---- the final standing

static void assert_overall(struct ring *ring, const char *want)
{
    struct field_overall lines[RING_MAX];
    struct rank_line scratch[RING_MAX];
    char got[RING_MAX * 8] = {0};

    ring_settle(ring);
    field_rank_overall(&ring->book->rules, 0, ring->entries, ring->count, scratch, lines);
    for (size_t i = 0; i < ring->count; i++) {
        put_place(got, lines[i].who, lines[i].place, lines[i].half, lines[i].shared);
        const struct tally *tally = &ring->plays[lines[i].who].tally;
        assert_int_equal(lines[i].stage == RULES_NONE, !tally->stages[0].started);
    }
    assert_string_equal(got, want);
}

static void let_through(struct ring *ring, const char *who)
{
    for (size_t i = 0; i < ring->count; i++) {
        bool on = strchr(who, (int)('a' + i)) != NULL;
        ring_rule(ring, i, (struct ruling){.kind = RULING_FIELD, .stage = 1, .on = on});
    }
}

static void who_went_out_stands_below_the_final(void **state)
{
    (void)state;
    static const char *const finals[] = {"10", "30", "20"};

    static const struct {
        enum rules_convention convention;
        const char *want;
    } rows[] = {{RULES_STANDARD, "b1 c2 a3 d4 e5=f5=h7 g0 "},
                {RULES_DENSE, "b1 c2 a3 d4 e5=f5=h6 g0 "},
                {RULES_MODIFIED, "b1 c2 a3 d4 e6=f6=h7 g0 "},
                {RULES_FRACTIONAL, "b1 c2 a3 d4 e5.5=f5.5=h7 g0 "}};

    static const char *const marks[] = {"90", "85", "80", "70", "60", "60", "-", "5"};
    struct book book;
    struct ring ring;

    open_rounds(&book, &ring, marks, 8, (struct rules_cut){.by = RULES_CUT_TOP, .top = 3});
    let_through(&ring, "abc");
    ring_marks(&ring, 1, finals, 3);
    for (size_t i = 0; i < ROWS(rows); i++) {
        book.skills[0].convention = rows[i].convention;
        assert_overall(&ring, rows[i].want);
    }
    ring_close(&ring);
}

static void a_finalist_without_a_result_keeps_the_others_below(void **state)
{
    (void)state;
    static const char *const finals[] = {"10", "30"};
    static const char *const marks[] = {"90", "85", "80", "70"};
    struct book book;
    struct ring ring;

    open_rounds(&book, &ring, marks, 4, (struct rules_cut){.by = RULES_CUT_TOP, .top = 3});
    let_through(&ring, "abc");
    ring_marks(&ring, 1, finals, 2);
    ring_rule(&ring, 2,
              (struct ruling){.kind = RULING_STATUS, .stage = 1, .status = RULES_NO_SHOW});
    assert_overall(&ring, "b1 a2 c0 d4 ");
    ring_rule(&ring, 2, (struct ruling){.kind = RULING_STATUS, .stage = 1, .status = RULES_DSQ});
    assert_overall(&ring, "b1 a2 c0 d3 "); // those below move up
    ring_close(&ring);
}

static void before_a_final_the_preliminary_stands(void **state)
{
    (void)state;
    struct book book;
    struct ring ring;

    open_rounds(&book, &ring, prelim, 7, (struct rules_cut){.by = RULES_CUT_TOP, .top = 3});
    assert_overall(&ring, "a1 b2=c2=d2=e5 f6 g0 ");
    ring_close(&ring);
}

RUN(cmocka_unit_test(all_who_share_the_last_place_go_on),
    cmocka_unit_test(none_of_those_who_share_the_last_place_goes_on),
    cmocka_unit_test(a_share_is_of_the_entrants_and_cut_down),
    cmocka_unit_test(a_score_lets_through_who_reaches_it),
    cmocka_unit_test(with_too_few_entrants_nobody_goes_on),
    cmocka_unit_test(of_a_delegation_so_many_go_on_and_the_next_one_moves_up),
    cmocka_unit_test(a_tie_at_the_end_of_a_delegations_limit_goes_as_one_at_the_cut),
    cmocka_unit_test(who_has_no_place_does_not_go_on),
    cmocka_unit_test(an_entrant_has_started_or_his_status_counts),
    cmocka_unit_test(who_went_out_stands_below_the_final),
    cmocka_unit_test(a_finalist_without_a_result_keeps_the_others_below),
    cmocka_unit_test(before_a_final_the_preliminary_stands))
