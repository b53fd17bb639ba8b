// Figures of a field that is compared with itself: normalisation, comparison with the best, points
// by place, tolerance. RULES.md 3.6, 3.7, 3.9.
#include "scoring/trace.h"
#include "tests/scoring/field_book.h"

static const struct rounding hundredths = {ROUND_HALF_UP, 2};

static void assert_totals(struct ring *ring, const char *const *wants)
{
    ring_settle(ring);
    for (size_t i = 0; i < ring->count; i++) {
        assert_total(ring, i, wants[i]);
    }
}

// ---- normalisation

static struct rules_part *open_judges(struct book *book, enum rules_normalise_by by)
{
    struct rules_part *part = book_plain(book, 2);

    part->normalise = (struct rules_normalise){
        .by = by, .centre = {100, 1}, .spread = {20, 1}, .rounding = {ROUND_HALF_UP, 6}};
    part->rounding = hundredths;
    return part;
}

static const char *const two_judges[] = {"70 85", "80 90", "90 95"};

static void judges_are_made_comparable_by_their_deviation_ex_27(void **state)
{
    (void)state;
    static const char *const wants[] = {"75.51", "100", "124.49"};
    struct book book;
    struct ring ring;

    (void)open_judges(&book, RULES_Z);
    ring_open(&ring, &book, 3);
    ring_marks(&ring, 0, two_judges, 3);
    assert_totals(&ring, wants);
    assert_ranking(&ring, 0, "c1 b2 a3 ");
    ring_close(&ring);
}

static void a_judge_who_gives_all_the_same_gives_the_centre(void **state)
{
    (void)state;
    static const char *const panels[] = {"70 85", "70 90", "70 95"};
    static const char *const wants[] = {"87.75", "100", "112.25"};
    struct book book;
    struct ring ring;

    (void)open_judges(&book, RULES_Z);
    ring_open(&ring, &book, 3);
    ring_marks(&ring, 0, panels, 3);
    assert_totals(&ring, wants);
    ring_close(&ring);
}

static void judges_figures_become_shares_of_their_sum_ex_28(void **state)
{
    (void)state;
    static const char *const wants[] = {"60.65", "66.67", "72.69"};
    struct book book;
    struct ring ring;

    open_judges(&book, RULES_PERCENT)->reduce = RULES_SUM;
    book.parts[0].normalise.rounding = (struct rounding){ROUND_NONE, 0};
    ring_open(&ring, &book, 3);
    ring_marks(&ring, 0, two_judges, 3);
    assert_totals(&ring, wants);
    ring_close(&ring);
}

// The ranks are worked out from scores here; the lowest sum without the extremes wins.
static void judges_figures_become_places_ex_25(void **state)
{
    (void)state;
    static const char *const panels[] = {"90 80 90 70 90", "80 90 70 90 80", "70 70 80 80 70"};
    static const char *const wants[] = {"4", "5", "8"};
    struct book book;
    struct ring ring;
    struct rules_part *part = book_plain(&book, 5);

    part->normalise.by = RULES_RANKS;
    part->reduce = RULES_SUM;
    part->drop_high = part->drop_low = 1;
    part->order = RULES_HIGH;
    book.stages[0].order = RULES_LOW;
    ring_open(&ring, &book, 3);
    ring_marks(&ring, 0, panels, 3);
    assert_totals(&ring, wants);
    assert_ranking(&ring, 0, "a1 b2 c3 ");
    ring_close(&ring);
}

static void who_does_not_count_in_statistics_moves_nobody(void **state)
{
    (void)state;
    static const char *const panels[] = {"70 85", "80 90", "90 95", "10 10"};
    static const char *const wants[] = {"75.51", "100", "124.49"};
    struct book book;
    struct ring ring;

    (void)open_judges(&book, RULES_Z);
    ring_open(&ring, &book, 4);
    ring_marks(&ring, 0, panels, 4);
    ring_status(&ring, 3, RULES_DSQ);
    ring_settle(&ring);
    for (size_t i = 0; i < 3; i++) {
        assert_total(&ring, i, wants[i]);
    }
    book.skills[0].effects[RULES_DSQ].in_statistics = true;
    ring_settle(&ring);
    assert_true(ratio_compare(ring.plays[0].tally.stages[0].total, fraction(100, 1)) > 0);
    ring_close(&ring);
}

// ---- the field's parts against each other

static struct rules_part *open_against(struct book *book, enum rules_against against)
{
    struct rules_part *part = book_plain(book, 1);

    book->aspects[0].max = points("1000");
    part->against = against;
    part->against_max = fraction(20, 1);
    return part;
}

static void points_follow_the_best_time_ex_31(void **state)
{
    (void)state;
    static const char *const seconds[] = {"120", "150", "240"};
    static const char *const wants[] = {"20", "16", "10"};
    struct book book;
    struct ring ring;

    open_against(&book, RULES_AGAINST_BEST)->order = RULES_LOW;
    ring_open(&ring, &book, 3);
    ring_marks(&ring, 0, seconds, 3);
    assert_totals(&ring, wants);
    assert_ranking(&ring, 0, "a1 b2 c3 ");
    assert_figure(ring.plays[1].tally.results[0].before, "150");
    ring_close(&ring);
}

static void points_follow_the_best_score(void **state)
{
    (void)state;
    static const char *const scores[] = {"80", "60", "0"};
    static const char *const wants[] = {"20", "15", "0"};
    static const char *const nothing[] = {"0", "0", "0"};
    struct book book;
    struct ring ring;

    (void)open_against(&book, RULES_AGAINST_BEST);
    ring_open(&ring, &book, 3);
    ring_marks(&ring, 0, scores, 3);
    assert_totals(&ring, wants);
    ring_marks(&ring, 0, nothing, 3);
    assert_totals(&ring, nothing); // no share of nothing
    ring_close(&ring);
}

static void equal_values_share_the_mean_of_their_places(void **state)
{
    (void)state;
    static const char *const scores[] = {"44", "42", "42", "41"};
    static const char *const wants[] = {"1", "2.5", "2.5", "4"};
    struct book book;
    struct ring ring;

    (void)open_against(&book, RULES_AGAINST_PLACE);
    book.stages[0].order = RULES_LOW;
    book.parts[0].order = RULES_HIGH;
    ring_open(&ring, &book, 4);
    ring_marks(&ring, 0, scores, 4);
    assert_totals(&ring, wants);
    assert_ranking(&ring, 0, "a1 b2=c2=d4 ");
    ring_close(&ring);
}

static void equal_values_share_the_points_of_their_places(void **state)
{
    (void)state;
    static const struct ratio table[] = {{15, 1}, {10, 1}, {5, 1}};
    static const char *const scores[] = {"44", "42", "42", "41"};
    static const char *const wants[] = {"15", "7.5", "7.5", "0"};
    struct book book;
    struct ring ring;
    struct rules_part *part = open_against(&book, RULES_AGAINST_POINTS);

    part->points = table;
    part->point_count = ROWS(table);
    ring_open(&ring, &book, 4);
    ring_marks(&ring, 0, scores, 4);
    assert_totals(&ring, wants);
    ring_close(&ring);
}

// Each judge's ballot is a part of its own: A>B>C, A>C>B, B>C>A.
static void ballots_are_counted_by_borda_ex_26(void **state)
{
    (void)state;
    static const char *const ballots[3][3] = {{"1", "2", "3"}, {"1", "3", "2"}, {"3", "1", "2"}};
    static const char *const wants[] = {"4", "3", "2"};
    struct book book;
    struct ring ring;

    (void)open_against(&book, RULES_AGAINST_BORDA);
    for (int i = 0; i < 2; i++) {
        book_part(&book, 1)->against = RULES_AGAINST_BORDA;
        book_aspect(&book, "0", "1000", "1");
    }
    for (uint32_t i = 0; i < 3; i++) {
        book.parts[i].order = RULES_LOW;
    }
    ring_open(&ring, &book, 3);
    for (uint32_t i = 0; i < 3; i++) {
        ring_marks(&ring, i, ballots[i], 3);
    }
    assert_totals(&ring, wants);
    assert_ranking(&ring, 0, "a1 b2 c3 ");
    ring_close(&ring);
}

// Adjustments, limits and rounding come after the field has been looked at.
static void what_follows_the_field_follows_it(void **state)
{
    (void)state;
    static const struct rules_adjustment late[] = {{.id = "late", .amount = -2 * POINT_ONE}};
    static const char *const seconds[] = {"120", "150", "990"};
    struct book book;
    struct ring ring;
    struct rules_part *part = open_against(&book, RULES_AGAINST_BEST);

    part->order = RULES_LOW;
    part->limits = (struct rules_limits){.has_floor = true, .floor = {1, 1}};
    part->rounding = (struct rounding){ROUND_HALF_UP, 1};
    part->adjustment_count = 1;
    book.rules.adjustments = late;
    book.rules.adjustment_count = 1;
    ring_open(&ring, &book, 3);
    ring_marks(&ring, 0, seconds, 3);
    for (size_t i = 1; i < 3; i++) {
        ring_rule(&ring, i, (struct ruling){.kind = RULING_ADJUST, .adjustment = 0, .times = 1});
    }
    ring_settle(&ring);
    assert_total(&ring, 1, "14"); // 16 - 2
    assert_total(&ring, 2, "1");  // 2.42 - 2, not below 1
    ring_close(&ring);
}

static void codes_and_open_parts_are_not_compared(void **state)
{
    (void)state;
    static const char *const seconds[] = {"120", "-", "150", "-"};
    point_t dnf = POINT_CODE(RULES_DNF);
    struct book book;
    struct ring ring;

    open_against(&book, RULES_AGAINST_BEST)->order = RULES_LOW;
    book.aspects[0].codes = 1U << RULES_DNF;
    ring_open(&ring, &book, 4);
    ring_marks(&ring, 0, seconds, 4);
    assert_int_equal(play_marks(&ring.plays[1], 0, 0, &dnf), V_OK);
    assert_ranking(&ring, 0, "a1 c2 b0 ");
    assert_false(ring.plays[3].tally.stages[0].complete);
    assert_int_equal(ring.plays[3].tally.stages[0].order, 0);
    ring_close(&ring);
}

// ---- firsts and tolerance

static void more_first_places_decide(void **state)
{
    (void)state;
    static const char *const marks[3][3] = {{"9", "7", "5"}, {"5", "7", "9"}, {"7", "7", "6"}};
    struct book book;
    struct ring ring;

    book_plain(&book, 1);
    for (int i = 0; i < 2; i++) {
        book_part(&book, 1);
        book_aspect(&book, "0", "10", "1");
    }
    book.skills[0].tie_count = 1;
    book.skills[0].ties[0] = (struct rules_tie){.by = RULES_TIE_FIRSTS, .index = 0};
    ring_open(&ring, &book, 3);
    for (uint32_t i = 0; i < 3; i++) {
        ring_marks(&ring, i, marks[i], 3);
    }
    assert_ranking(&ring, 0, "a1 b2 c3 "); // 21, 21, 20; firsts 2, 1, 1
    assert_int_equal(ring.lines[1].tie_step, 1);
    assert_int_equal(ring.lines[2].tie_step, 0);
    assert_int_equal(ring.plays[0].tally.firsts[0], 2);
    assert_int_equal(ring.plays[1].tally.firsts[0], 1);
    ring_close(&ring);
}

static void open_tolerance(struct ring *ring, struct book *book, bool chained)
{
    static const char *const totals[] = {"50", "49", "48", "47", "46.9", "10"};

    book_plain(book, 1);
    book->skills[0].tolerance =
        (struct rules_tolerance){.has = true, .within = {2, 1}, .chained = chained};
    ring_open(ring, book, 6);
    ring_marks(ring, 0, totals, 6);
}

static void a_tolerance_is_measured_from_the_first_of_the_group(void **state)
{
    (void)state;
    struct book book;
    struct ring ring;

    open_tolerance(&ring, &book, false);
    assert_ranking(&ring, 0, "a1=b1=c1=d4=e4=f6 ");
    assert_int_equal(ring.lines[3].tie_step, 0);
    assert_int_equal(ring.lines[1].tie_step, RULES_NONE);
    ring_close(&ring);
}

static void a_chained_tolerance_is_measured_from_the_one_before(void **state)
{
    (void)state;
    struct book book;
    struct ring ring;

    open_tolerance(&ring, &book, true);
    assert_ranking(&ring, 0, "a1=b1=c1=d1=e1=f6 ");
    ring_close(&ring);
}

static void the_chain_decides_within_a_tolerance(void **state)
{
    (void)state;
    struct book book;
    struct ring ring;

    open_tolerance(&ring, &book, false);
    book.skills[0].tie_count = 1;
    book.skills[0].ties[0] = (struct rules_tie){.by = RULES_TIE_RULING};
    ring_rule(&ring, 2, (struct ruling){.kind = RULING_ORDER, .stage = 0, .number = 1});
    ring_rule(&ring, 0, (struct ruling){.kind = RULING_ORDER, .stage = 0, .number = 2});
    assert_ranking(&ring, 0, "c1 a2 b3 d4=e4=f6 ");
    assert_int_equal(ring.lines[2].tie_step, 1);
    assert_int_equal(ring.lines[3].tie_step, 0);
    ring_close(&ring);
}

// ---- the way of a figure

static void the_trace_tells_what_the_field_did(void **state)
{
    (void)state;
    static const char *const seconds[] = {"120", "150"};
    struct trace_line lines[64];
    struct trace trace = {.room = ROWS(lines), .lines = lines};
    struct book book;
    struct ring ring;
    const struct trace_line *against = NULL;

    open_against(&book, RULES_AGAINST_BEST)->order = RULES_LOW;
    ring_open(&ring, &book, 2);
    ring_marks(&ring, 0, seconds, 2);
    void *scratch = malloc(field_bytes(&book.rules, 0, 2));
    assert_int_equal(field_explain(&book.rules, 0, ring.entries, 2, NULL, 0, scratch, 1, &trace),
                     V_OK);
    free(scratch);
    for (size_t i = 0; i < trace.count; i++) {
        against = lines[i].kind == TRACE_AGAINST ? &lines[i] : against;
    }
    assert_non_null(against);
    assert_figure(against->a, "150");
    assert_figure(against->b, "120");
    assert_figure(against->value, "16");
    assert_int_equal(against->part, 0);
    assert_int_equal(lines[trace.count - 1].kind, TRACE_TOTAL);
    assert_figure(lines[trace.count - 1].value, "16");
    ring_close(&ring);
}

static void an_empty_field_is_a_field(void **state)
{
    (void)state;
    struct book book;
    struct ring ring;

    (void)open_against(&book, RULES_AGAINST_BEST);
    ring_open(&ring, &book, 0);
    assert_int_equal(ring_try(&ring), V_OK);
    ring_close(&ring);
}

static void figures_that_do_not_fit_are_refused(void **state)
{
    (void)state;
    static const char *const scores[] = {"999.99999", "999.99998"};
    struct book book;
    struct ring ring;

    (void)open_against(&book, RULES_AGAINST_BEST);
    book.aspects[0].step = 1;
    book.parts[0].against_max = fraction(INT64_MAX, 1);
    ring_open(&ring, &book, 2);
    ring_marks(&ring, 0, scores, 2);
    assert_int_equal(ring_try(&ring), V_TOTAL_OVERFLOW);
    ring_close(&ring);
}

RUN(cmocka_unit_test(judges_are_made_comparable_by_their_deviation_ex_27),
    cmocka_unit_test(a_judge_who_gives_all_the_same_gives_the_centre),
    cmocka_unit_test(judges_figures_become_shares_of_their_sum_ex_28),
    cmocka_unit_test(judges_figures_become_places_ex_25),
    cmocka_unit_test(who_does_not_count_in_statistics_moves_nobody),
    cmocka_unit_test(points_follow_the_best_time_ex_31),
    cmocka_unit_test(points_follow_the_best_score),
    cmocka_unit_test(equal_values_share_the_mean_of_their_places),
    cmocka_unit_test(equal_values_share_the_points_of_their_places),
    cmocka_unit_test(ballots_are_counted_by_borda_ex_26),
    cmocka_unit_test(what_follows_the_field_follows_it),
    cmocka_unit_test(codes_and_open_parts_are_not_compared),
    cmocka_unit_test(more_first_places_decide),
    cmocka_unit_test(a_tolerance_is_measured_from_the_first_of_the_group),
    cmocka_unit_test(a_chained_tolerance_is_measured_from_the_one_before),
    cmocka_unit_test(the_chain_decides_within_a_tolerance),
    cmocka_unit_test(the_trace_tells_what_the_field_did),
    cmocka_unit_test(an_empty_field_is_a_field),
    cmocka_unit_test(figures_that_do_not_fit_are_refused))
