// What rulings do to a competitor's row, which of them are possible, and what a row then refuses.
#include "tests/scoring/book.h"

static enum verdict rule(struct play *play, struct ruling ruling)
{
    struct fault fault = contest_check_ruling(play->rules, play->skill, play->row, &ruling);

    if (fault.verdict == V_OK) {
        contest_apply_ruling(play->rules, play->skill, play->row, &ruling);
        assert_int_equal(play_tally(play), V_OK);
    }
    return fault.verdict;
}

static enum verdict send_one(struct play *play, uint32_t part, uint32_t seat, const char *mark)
{
    return play_marks(play, part, seat, (point_t[]){points(mark)});
}

// A preliminary and a final that carries it, three seats each; the final has a cut.
static void open_two(struct book *book)
{
    book_plain(book, 3);
    struct rules_stage *final = book_stage(book);
    final->carry_count = 1;
    final->cut = (struct rules_cut){.by = RULES_CUT_TOP, .top = 2};
    book_module(book, RATIO_ONE);
    book_part(book, 3);
    book_aspect(book, "0", "100", "1");
    struct rules_skill *skill = &book->skills[0];
    skill->effects[RULES_DNF] = (struct rules_effect){.in_base = true};
    skill->effects[RULES_DSQ] = (struct rules_effect){.later = true};
    skill->effects[RULES_DNS] = (struct rules_effect){.ranked = true};
    skill->title_count = 2;
    skill->promotion_count = 1;
}

// ---- status

static void a_status_closes_a_stage_and_can_be_lifted(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    open_two(&book);
    play_open(&play, &book, 0);
    play_panel(&play, 0, "50 60");
    struct ruling dnf = {.kind = RULING_STATUS, .stage = 0, .status = RULES_DNF};
    assert_int_equal(rule(&play, dnf), V_OK);
    assert_int_equal(rule(&play, dnf), V_RULING_IDLE);
    assert_int_equal(send_one(&play, 0, 2, "70"), V_STATUS_CLOSED);
    assert_int_equal(contest_status(&book.rules, play.row, 0), RULES_DNF);
    assert_int_equal(contest_status(&book.rules, play.row, 1), RULES_RUNNING);
    assert_false(contest_expects_sheet(&book.rules, 0, play.row, 0, 2));
    assert_true(contest_expects_sheet(&book.rules, 0, play.row, 0, 1)); // it is there
    assert_int_equal(play.tally.stages[0].status, RULES_DNF);
    assert_true(play.tally.stages[0].complete); // nothing is awaited any more
    dnf.status = RULES_RUNNING;
    assert_int_equal(rule(&play, dnf), V_OK);
    assert_int_equal(send_one(&play, 0, 2, "70"), V_OK);
    play_close(&play);
}

static void a_disqualification_holds_for_later_stages(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    open_two(&book);
    play_open(&play, &book, 0);
    assert_int_equal(
        rule(&play, (struct ruling){.kind = RULING_STATUS, .stage = 0, .status = RULES_DSQ}), V_OK);
    assert_int_equal(contest_status(&book.rules, play.row, 1), RULES_DSQ);
    assert_int_equal(send_one(&play, 1, 0, "70"), V_STATUS_CLOSED);
    play_close(&play);
}

static void a_status_of_the_whole_skill_holds_everywhere(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct ruling left = {.kind = RULING_STATUS, .stage = RULES_NONE, .status = RULES_WITHDRAWN};

    open_two(&book);
    play_open(&play, &book, 0);
    assert_int_equal(rule(&play, left), V_OK);
    assert_int_equal(contest_status(&book.rules, play.row, 0), RULES_WITHDRAWN);
    assert_int_equal(contest_status(&book.rules, play.row, 1), RULES_WITHDRAWN);
    left.status = RULES_RUNNING;
    assert_int_equal(rule(&play, left), V_OK);
    assert_int_equal(contest_status(&book.rules, play.row, 1), RULES_RUNNING);
    play_close(&play);
}

static void what_a_ranked_status_leaves_open_counts_nothing(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    open_two(&book);
    book_part(&book, 1); // of the final
    book_aspect(&book, "0", "100", "1");
    book.modules[1].roll_up = RULES_AVERAGE;
    book.stages[1].cut.by = RULES_CUT_NONE;
    play_open(&play, &book, 0);
    play_panel(&play, 0, "60 60 60");
    play_panel(&play, 2, "80");
    assert_int_equal(play_tally(&play), V_OK);
    assert_figure(play.tally.stages[1].own, "80"); // the mean of what is there
    assert_int_equal(
        rule(&play, (struct ruling){.kind = RULING_STATUS, .stage = 1, .status = RULES_DNS}), V_OK);
    assert_figure(play.tally.stages[1].own, "40");
    assert_figure(play.tally.stages[1].total, "100");
    assert_true(play.tally.stages[1].complete);
    play_close(&play);
}

static void an_unranked_stage_that_is_carried_makes_the_total_its_code(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    open_two(&book);
    book.stages[1].cut.by = RULES_CUT_NONE;
    play_open(&play, &book, 0);
    play_panel(&play, 1, "60 60 60");
    assert_int_equal(
        rule(&play, (struct ruling){.kind = RULING_STATUS, .stage = 0, .status = RULES_DNF}), V_OK);
    assert_figure(play.tally.stages[1].own, "60");
    assert_same(play.tally.stages[1].total, RATIO_CODE(RULES_DNF));
    play_close(&play);
}

// ---- field

static void a_cut_shuts_out_until_a_ruling_lets_in(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct ruling in = {.kind = RULING_FIELD, .stage = 1, .on = true};

    open_two(&book);
    play_open(&play, &book, 0);
    assert_int_equal(contest_field(&book.rules, play.row, 1), FIELD_OPEN);
    assert_int_equal(send_one(&play, 1, 0, "70"), V_NOT_IN_FIELD);
    assert_false(contest_expects_sheet(&book.rules, 0, play.row, 1, 0));
    assert_int_equal(rule(&play, in), V_OK);
    assert_int_equal(contest_field(&book.rules, play.row, 1), FIELD_IN);
    assert_int_equal(send_one(&play, 1, 0, "70"), V_OK);
    assert_int_equal(play_tally(&play), V_OK);
    assert_int_equal(play.tally.stages[1].expected, 3);
    assert_true(play.tally.stages[1].started);
    in.on = false;
    assert_int_equal(rule(&play, in), V_OK);
    assert_int_equal(play.tally.stages[1].field, FIELD_OUT);
    assert_int_equal(play.tally.stages[1].expected, 0);
    assert_false(play.tally.stages[1].started);
    assert_false(play.tally.stages[1].complete);
    assert_int_equal(send_one(&play, 1, 1, "70"), V_NOT_IN_FIELD);
    play_close(&play);
}

// ---- seats

static void a_void_clears_the_marks_of_a_seat_and_lets_it_send_again(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct ruling cancel = {.kind = RULING_VOID, .part = 0, .seat = 1};

    open_two(&book);
    play_open(&play, &book, 0);
    assert_int_equal(rule(&play, cancel), V_RULING_IDLE);
    play_panel(&play, 0, "50 60 70");
    assert_int_equal(rule(&play, cancel), V_OK);
    assert_false(contest_has_sheet(&book.rules, 0, play.row, 0, 1));
    assert_true(contest_expects_sheet(&book.rules, 0, play.row, 0, 1));
    assert_false(play.tally.stages[0].complete);
    play_panel(&play, 0, "- 90");
    assert_int_equal(play_tally(&play), V_OK);
    assert_figure(play.tally.stages[0].own, "70");
    play_close(&play);
}

static void a_void_takes_a_declaration_back(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct declared declared = {.has = RULES_DECLARES_BASE, .base = points("5")};
    struct rules_part *part = book_plain(&book, 1);

    part->technical = "referee";
    part->declares = RULES_DECLARES_BASE;
    play_open(&play, &book, 0);
    play_panel(&play, 0, "50");
    struct ruling cancel = {.kind = RULING_VOID, .part = 0, .seat = 1};
    assert_int_equal(rule(&play, cancel), V_RULING_IDLE);
    assert_int_equal(play_declare(&play, 0, &declared), V_OK);
    assert_int_equal(play_tally(&play), V_OK);
    assert_figure(play.tally.stages[0].own, "55");
    assert_int_equal(rule(&play, cancel), V_OK);
    assert_false(play.tally.stages[0].complete);
    play_close(&play);
}

static void an_excused_seat_shrinks_the_panel(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct ruling excuse = {.kind = RULING_EXCUSE, .part = 0, .seat = 2, .on = true};

    open_two(&book);
    play_open(&play, &book, 0);
    play_panel(&play, 0, "50 60");
    assert_int_equal(rule(&play, excuse), V_OK);
    assert_int_equal(rule(&play, excuse), V_RULING_IDLE);
    assert_int_equal(send_one(&play, 0, 2, "70"), V_SEAT_EXCUSED);
    assert_false(contest_expects_sheet(&book.rules, 0, play.row, 0, 2));
    assert_int_equal(play.tally.stages[0].expected, 2);
    assert_true(play.tally.stages[0].complete);
    assert_figure(play.tally.stages[0].own, "55");
    excuse.on = false;
    assert_int_equal(rule(&play, excuse), V_OK);
    assert_int_equal(play.tally.stages[0].expected, 3);
    assert_false(play.tally.stages[0].complete);
    play_close(&play);
}

static void a_sheet_of_an_excused_seat_does_not_count_until_that_is_lifted(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct ruling excuse = {.kind = RULING_EXCUSE, .part = 0, .seat = 0, .on = true};

    open_two(&book);
    play_open(&play, &book, 0);
    play_panel(&play, 0, "0 60 70");
    assert_int_equal(rule(&play, excuse), V_OK);
    assert_figure(play.tally.stages[0].own, "65");
    excuse.on = false;
    assert_int_equal(rule(&play, excuse), V_OK);
    assert_figure(play.tally.stages[0].own, "43.333333333");
    play_close(&play);
}

// ---- the rest

static void rulings_about_what_is_not_there_are_refused(void **state)
{
    (void)state;

    static const struct ruling rows[] = {
        {.kind = RULING_STATUS, .stage = 2, .status = RULES_DNF},
        {.kind = RULING_STATUS, .stage = 0, .status = RULES_STATUSES},
        {.kind = RULING_VOID, .part = 7, .seat = 0},
        {.kind = RULING_VOID, .part = 0, .seat = 3}, // no technical seat
        {.kind = RULING_EXCUSE, .part = 0, .seat = 3, .on = true},
        {.kind = RULING_ACCEPT, .part = 2, .on = true},
        {.kind = RULING_ORDER, .stage = 5, .number = 1},
        {.kind = RULING_FIELD, .stage = 5, .on = true},
        {.kind = RULING_DRAW, .stage = 0, .group = 1, .number = 1}, // no matches there
        {.kind = RULING_ADJUST, .adjustment = 0, .times = 1},
        {.kind = RULING_AWARD, .title = 2, .on = true},
    };

    struct book book;
    struct play play;

    open_two(&book);
    play_open(&play, &book, 0);
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_int_equal(rule(&play, rows[i]), V_RULING_UNKNOWN);
    }
    play_close(&play);
}

static void order_draw_and_awards_are_remembered(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    uint32_t group = 0;
    uint32_t number = 0;

    open_two(&book);
    book.stages[1].roll_up = RULES_MATCHES;
    play_open(&play, &book, 0);
    assert_int_equal(rule(&play, (struct ruling){.kind = RULING_ORDER, .stage = 0, .number = 2}),
                     V_OK);
    assert_int_equal(play.tally.stages[0].ruling, 2);
    contest_draw(&book.rules, play.row, 1, &group, &number);
    assert_int_equal(number, 0);
    assert_int_equal(
        rule(&play, (struct ruling){.kind = RULING_DRAW, .stage = 1, .group = 2, .number = 3}),
        V_OK);
    contest_draw(&book.rules, play.row, 1, &group, &number);
    assert_int_equal(group, 2);
    assert_int_equal(number, 3);
    assert_int_equal(contest_approved(&book.rules, play.row, 1), 0);
    struct ruling award = {.kind = RULING_AWARD, .title = 1, .on = true};
    assert_int_equal(rule(&play, award), V_OK);
    assert_int_equal(rule(&play, award), V_RULING_IDLE);
    assert_int_equal(contest_approved(&book.rules, play.row, 1), 1);
    award.on = false;
    assert_int_equal(rule(&play, award), V_OK);
    assert_int_equal(contest_approved(&book.rules, play.row, 1), -1);
    assert_int_equal(contest_approved(&book.rules, play.row, RULES_NONE), 0);
    award = (struct ruling){.kind = RULING_AWARD, .title = RULES_NONE, .on = true};
    assert_int_equal(rule(&play, award), V_OK);
    assert_int_equal(contest_approved(&book.rules, play.row, RULES_NONE), 1);
    play_close(&play);
}

static void an_adjustment_counts_as_often_as_it_was_ruled_last(void **state)
{
    (void)state;
    static const struct rules_adjustment late = {.id = "late", .amount = -2 * (point_t)POINT_ONE};
    struct book book;
    struct play play;
    struct ruling twice = {.kind = RULING_ADJUST, .adjustment = 0, .times = 2};

    book_plain(&book, 1);
    book.rules.adjustment_count = 1;
    book.rules.adjustments = &late;
    book.stages[0].adjustment_count = 1;
    play_open(&play, &book, 0);
    play_panel(&play, 0, "50");
    assert_int_equal(rule(&play, twice), V_OK);
    assert_int_equal(rule(&play, twice), V_RULING_IDLE);
    assert_int_equal(contest_times(&book.rules, play.row, 0), 2);
    assert_figure(play.tally.stages[0].own, "46");
    twice.times = 0;
    assert_int_equal(rule(&play, twice), V_OK);
    assert_figure(play.tally.stages[0].own, "50");
    twice.times = 2000000;
    assert_int_equal(rule(&play, twice), V_MARK_OUT_OF_RANGE);
    play_close(&play);
}

RUN(cmocka_unit_test(a_status_closes_a_stage_and_can_be_lifted),
    cmocka_unit_test(a_disqualification_holds_for_later_stages),
    cmocka_unit_test(a_status_of_the_whole_skill_holds_everywhere),
    cmocka_unit_test(what_a_ranked_status_leaves_open_counts_nothing),
    cmocka_unit_test(an_unranked_stage_that_is_carried_makes_the_total_its_code),
    cmocka_unit_test(a_cut_shuts_out_until_a_ruling_lets_in),
    cmocka_unit_test(a_void_clears_the_marks_of_a_seat_and_lets_it_send_again),
    cmocka_unit_test(a_void_takes_a_declaration_back),
    cmocka_unit_test(an_excused_seat_shrinks_the_panel),
    cmocka_unit_test(a_sheet_of_an_excused_seat_does_not_count_until_that_is_lifted),
    cmocka_unit_test(rulings_about_what_is_not_there_are_refused),
    cmocka_unit_test(order_draw_and_awards_are_remembered),
    cmocka_unit_test(an_adjustment_counts_as_often_as_it_was_ruled_last))
