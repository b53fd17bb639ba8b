// Stages with matches among the other stages: figures, order, carry-over, points among the tied.
// RULES.md 3.11.
#include "scoring/trace.h"
#include "tests/scoring/field_book.h"

// The first stage is of matches, round robin, win 2, loss 1; the chain is head-to-head, then net.
static void open_league(struct book *book)
{
    book_open(book);
    struct rules_skill *skill = book_skill(book);
    struct rules_stage *stage = book_stage(book);
    stage->roll_up = RULES_MATCHES;
    stage->matches = (struct rules_matches){.format = RULES_ROUND_ROBIN,
                                            .rounds = 1,
                                            .win = {2, 1},
                                            .draw = {1, 1},
                                            .loss = {1, 1},
                                            .forfeit_win = {2, 1},
                                            .forfeit_loss = {0, 1}};
    skill->tie_count = 2;
    skill->ties[0] = (struct rules_tie){.by = RULES_TIE_HEAD_TO_HEAD, .index = 0};
    skill->ties[1] = (struct rules_tie){.by = RULES_TIE_NET, .index = 0};
}

static void draw(struct ring *ring, size_t at, uint32_t group, uint32_t number)
{
    ring_rule(ring, at,
              (struct ruling){.kind = RULING_DRAW, .stage = 0, .group = group, .number = number});
}

// "aab": a wins two ends, b one.
static void match(struct ring *ring, uint32_t a, uint32_t b, const char *ends)
{
    bool groups = ring->book->stages[0].matches.format == RULES_ROUND_ROBIN;
    struct bout *bout = &ring->bouts[ring->bout_count++];

    *bout = (struct bout){.group = groups ? 1 : 0, .round = 1, .a = a, .b = b};
    for (; *ends; ends++) {
        bout->ends[bout->end_count].a = *ends == 'a';
        bout->ends[bout->end_count++].b = *ends == 'b';
    }
}

static void open_three(struct book *book, struct ring *ring)
{
    open_league(book);
    ring_open(ring, book, 3);
    for (uint32_t i = 0; i < 3; i++) {
        draw(ring, i, 1, i + 1);
    }
}

static void net_ends_decide_among_three_ex_32(void **state)
{
    (void)state;
    struct book book;
    struct ring ring;

    open_three(&book, &ring);
    match(&ring, 1, 2, "aba");
    match(&ring, 2, 3, "aa");
    match(&ring, 3, 1, "aba");
    assert_ranking(&ring, 0, "b1 a2 c3 ");
    for (size_t i = 0; i < 3; i++) {
        assert_total(&ring, i, "3");
        assert_true(ring.plays[i].tally.stages[0].complete);
        assert_int_equal(ring.plays[i].tally.stages[0].done, 2);
    }
    assert_int_equal(ring.plays[1].tally.stages[0].net, 1);
    assert_int_equal(ring.plays[1].tally.stages[0].wins, 1);
    assert_int_equal(ring.lines[1].tie_step, 2);
    ring_close(&ring);
}

// Scores of one end.
static void scored(struct ring *ring, uint32_t a, uint32_t b, uint32_t of_a, uint32_t of_b)
{
    struct bout *bout = &ring->bouts[ring->bout_count++];

    *bout = (struct bout){.group = 1, .round = 1, .a = a, .b = b, .end_count = 1};
    bout->ends[0].a = of_a;
    bout->ends[0].b = of_b;
}

// a and b have drawn and both beaten c and lost to d; by goals a is 3:3, b 5:3.
static void open_goals(struct book *book, struct ring *ring)
{
    open_league(book);
    book->stages[0].matches.draw_allowed = true;
    ring_open(ring, book, 4);
    for (uint32_t i = 0; i < 4; i++) {
        draw(ring, i, 1, i + 1);
    }
    scored(ring, 1, 2, 1, 1);
    scored(ring, 1, 3, 2, 0);
    scored(ring, 1, 4, 0, 2);
    scored(ring, 2, 3, 4, 0);
    scored(ring, 2, 4, 0, 2);
    scored(ring, 3, 4, 0, 1);
}

static void goal_difference_counts_all_matches_of_the_group(void **state)
{
    (void)state;
    struct book book;
    struct ring ring;

    open_goals(&book, &ring);
    book.skills[0].ties[0] = (struct rules_tie){.by = RULES_TIE_DIFFERENCE, .index = 0};
    assert_ranking(&ring, 0, "d1 b2 a3 c4 ");
    assert_int_equal(ring.lines[2].tie_step, 1);
    assert_int_equal(ring.plays[1].tally.stages[0].scored, 5);
    assert_int_equal(ring.plays[1].tally.stages[0].against, 3);
    ring_close(&ring);
}

static void among_the_tied_only_their_own_matches_count(void **state)
{
    (void)state;
    struct book book;
    struct ring ring;

    open_goals(&book, &ring);
    book.skills[0].ties[0] =
        (struct rules_tie){.by = RULES_TIE_DIFFERENCE, .index = 0, .among = true};
    book.skills[0].ties[1] = (struct rules_tie){.by = RULES_TIE_SCORED, .index = 0, .among = true};
    assert_ranking(&ring, 0, "d1 a2=b2=c4 ");
    book.skills[0].ties[1] = (struct rules_tie){.by = RULES_TIE_SCORED, .index = 0};
    assert_ranking(&ring, 0, "d1 b2 a3 c4 ");
    assert_int_equal(ring.lines[2].tie_step, 2);
    ring_close(&ring);
}

static void net_ends_count_all_matches_of_the_group(void **state)
{
    (void)state;
    struct book book;
    struct ring ring;

    open_league(&book);
    book.skills[0].ties[0] = (struct rules_tie){.by = RULES_TIE_NET, .index = 0};
    ring_open(&ring, &book, 4);
    for (uint32_t i = 0; i < 4; i++) {
        draw(&ring, i, 1, i + 1);
    }
    match(&ring, 1, 2, "a"); // 1 has won against 2, but over all 2 has more
    match(&ring, 1, 3, "a");
    match(&ring, 4, 1, "a");
    match(&ring, 2, 3, "aaa");
    match(&ring, 2, 4, "aa");
    match(&ring, 3, 4, "a");
    assert_ranking(&ring, 0, "b1 a2 d3 c4 ");
    assert_int_equal(ring.lines[1].tie_step, 1);
    book.skills[0].ties[0].among = true;
    assert_ranking(&ring, 0, "a1 b2 c3 d4 ");
    ring_close(&ring);
}

// 1 and 2 have drawn; 1 has beaten 3, who has three points, 2 has beaten 4, who has two.
static void the_points_of_those_who_were_beaten_decide(void **state)
{
    (void)state;
    struct book book;
    struct ring ring;

    open_league(&book);
    book.stages[0].matches.draw_allowed = true;
    book.stages[0].matches.loss = RATIO_ZERO;
    book.skills[0].ties[0] = (struct rules_tie){.by = RULES_TIE_SONNEBORN, .index = 0};
    ring_open(&ring, &book, 4);
    for (uint32_t i = 0; i < 4; i++) {
        draw(&ring, i, 1, i + 1);
    }
    scored(&ring, 1, 2, 0, 0);
    scored(&ring, 1, 3, 1, 0);
    scored(&ring, 1, 4, 0, 0);
    scored(&ring, 2, 3, 0, 0);
    scored(&ring, 2, 4, 1, 0);
    scored(&ring, 3, 4, 1, 0);
    // points: 1 has 4, 2 has 4, 3 has 3, 4 has 1; 1: 4/2 + 3 + 1/2, 2: 4/2 + 3/2 + 1
    assert_ranking(&ring, 0, "a1 b2 c3 d4 ");
    assert_figure(ring.plays[0].tally.stages[0].sonneborn, "5.5");
    assert_figure(ring.plays[1].tally.stages[0].sonneborn, "4.5");
    assert_int_equal(ring.lines[1].tie_step, 1);
    ring_close(&ring);
}

static void nobody_has_a_place_before_the_group_is_played(void **state)
{
    (void)state;
    struct book book;
    struct ring ring;

    open_three(&book, &ring);
    match(&ring, 1, 2, "aba");
    assert_ranking(&ring, 0, "a0 b0 ");
    assert_int_equal(ring.plays[2].tally.stages[0].expected, 2);
    ring_close(&ring);
}

static void who_was_not_drawn_is_not_listed(void **state)
{
    (void)state;
    struct book book;
    struct ring ring;

    open_league(&book);
    ring_open(&ring, &book, 3);
    draw(&ring, 0, 1, 1);
    draw(&ring, 2, 1, 2);
    match(&ring, 1, 2, "bb");
    assert_ranking(&ring, 0, "c1 a2 ");
    assert_false(ring.plays[1].tally.stages[0].complete);
    ring_close(&ring);
}

static void who_is_out_of_a_knockout_waits_for_its_end(void **state)
{
    (void)state;
    struct book book;
    struct ring ring;

    open_league(&book);
    book.stages[0].matches.format = RULES_KNOCKOUT;
    book.skills[0].tie_count = 0;
    ring_open(&ring, &book, 4);
    for (uint32_t i = 0; i < 4; i++) {
        draw(&ring, i, 1, i + 1);
    }
    match(&ring, 1, 4, "aa");
    ring.bouts[0].number = 1;
    match(&ring, 2, 3, "bb");
    ring.bouts[1].number = 2;
    assert_ranking(&ring, 0, "a0 c0 b0 d0 ");
    match(&ring, 1, 3, "bb");
    ring.bouts[2].round = 2;
    ring.bouts[2].number = 1;
    assert_ranking(&ring, 0, "c1 a2 b3=d3=");
    ring_close(&ring);
}

// A second stage with marks that carries the points of the matches.
static void points_among_the_tied_decide_later_stages(void **state)
{
    (void)state;
    static const char *const marks[] = {"5", "4", "6"};
    struct book book;
    struct ring ring;

    open_league(&book);
    struct rules_stage *stage = book_stage(&book);
    stage->carry_count = 1;
    book_module(&book, RATIO_ONE);
    book_part(&book, 1);
    book_aspect(&book, "0", "10", "1");
    ring_open(&ring, &book, 3);
    for (uint32_t i = 0; i < 3; i++) {
        draw(&ring, i, 1, i + 1);
    }
    match(&ring, 1, 2, "bb"); // 2: the winner of their match
    match(&ring, 1, 3, "aa");
    match(&ring, 2, 3, "aa");
    ring_marks(&ring, 0, marks, 3);
    assert_ranking(&ring, 1, "b1 a2 c3 ");
    assert_total(&ring, 0, "8"); // 3 + 5
    assert_total(&ring, 1, "8"); // 4 + 4
    assert_total(&ring, 2, "8"); // 2 + 6
    assert_int_equal(ring.lines[1].tie_step, 1);
    ring_close(&ring);
}

static void the_trace_tells_the_matches(void **state)
{
    (void)state;
    struct trace_line lines[64];
    struct trace trace = {.room = ROWS(lines), .lines = lines};
    struct book book;
    struct ring ring;
    const struct trace_line *found = NULL;

    open_three(&book, &ring);
    match(&ring, 1, 2, "aba");
    match(&ring, 2, 3, "aa");
    void *scratch = malloc(field_bytes(&book.rules, 0, 3));
    assert_int_equal(field_explain(&book.rules, 0, ring.entries, 3, ring.bouts, ring.bout_count,
                                   scratch, 1, &trace),
                     V_OK);
    free(scratch);
    for (size_t i = 0; i < trace.count; i++) {
        found = lines[i].kind == TRACE_MATCHES ? &lines[i] : found;
    }
    assert_non_null(found);
    assert_int_equal(found->n, 1);
    assert_int_equal(found->number, 1);
    assert_figure(found->value, "3");
    ring_close(&ring);
}

static void the_trace_tells_what_a_step_of_matches_has_compared(void **state)
{
    (void)state;
    struct trace_line lines[64];
    struct trace trace = {.room = ROWS(lines), .lines = lines};
    struct book book;
    struct ring ring;
    const struct trace_line *found = NULL;

    open_goals(&book, &ring);
    book.skills[0].ties[0] = (struct rules_tie){.by = RULES_TIE_DIFFERENCE, .index = 0};
    void *scratch = malloc(field_bytes(&book.rules, 0, 4));
    assert_int_equal(field_explain(&book.rules, 0, ring.entries, 4, ring.bouts, ring.bout_count,
                                   scratch, 0, &trace),
                     V_OK);
    free(scratch);
    for (size_t i = 0; i < trace.count; i++) {
        found = lines[i].kind == TRACE_TIE ? &lines[i] : found;
    }
    assert_non_null(found);
    assert_int_equal(found->n, 1);
    assert_figure(found->a, "0");
    assert_figure(found->b, "2");
    ring_close(&ring);
}

RUN(cmocka_unit_test(net_ends_decide_among_three_ex_32),
    cmocka_unit_test(goal_difference_counts_all_matches_of_the_group),
    cmocka_unit_test(among_the_tied_only_their_own_matches_count),
    cmocka_unit_test(net_ends_count_all_matches_of_the_group),
    cmocka_unit_test(the_points_of_those_who_were_beaten_decide),
    cmocka_unit_test(nobody_has_a_place_before_the_group_is_played),
    cmocka_unit_test(who_was_not_drawn_is_not_listed),
    cmocka_unit_test(who_is_out_of_a_knockout_waits_for_its_end),
    cmocka_unit_test(points_among_the_tied_decide_later_stages),
    cmocka_unit_test(the_trace_tells_the_matches),
    cmocka_unit_test(the_trace_tells_what_a_step_of_matches_has_compared))
