// Cards that are turned over together: until then nothing of them counts and nothing is counted,
// held or begun.
#include "tests/scoring/book.h"

static const struct rules_band within_2[] = {{{-1000, 1}, {1000, 1}, {2, 1}, {"", ""}}};

static enum verdict rule(struct play *play, enum ruling_kind kind)
{
    struct ruling ruling = {.kind = kind, .part = 0, .on = true};
    enum verdict verdict = contest_check_ruling(play->rules, 0, play->row, &ruling).verdict;

    if (verdict == V_OK) {
        contest_apply_ruling(play->rules, 0, play->row, &ruling);
        assert_int_equal(play_tally(play), V_OK);
    }
    return verdict;
}

static void open_cards(struct book *book, struct play *play, enum rules_turn turn)
{
    struct rules_part *part = book_plain(book, 3);

    part->turn = turn;
    part->missing = RULES_GIVEN;
    part->judges_least = 1;
    part->variance = (struct rules_variance){RULES_RANGE, RULES_HOLD, within_2, 1};
    play_open(play, book, 0);
}

static void mark(struct play *play, const char *panel)
{
    play_panel(play, 0, panel);
    assert_int_equal(play_tally(play), V_OK);
}

static void assert_nothing_shows(const struct play *play)
{
    const struct stage_result *stage = &play->tally.stages[0];

    assert_false(contest_is_turned(play->rules, play->row, 0));
    assert_true(stage->hidden);
    assert_false(stage->started || stage->held || stage->flagged || stage->complete);
    assert_int_equal(stage->done, 0);
    assert_int_equal(stage->expected, 3);
    assert_figure(stage->own, "0");
}

static void nothing_shows_until_the_last_card_is_in(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    open_cards(&book, &play, RULES_TURN_ALL_IN);
    mark(&play, "8 1");
    assert_nothing_shows(&play);
    mark(&play, "- 8 8");
    assert_true(contest_is_turned(&book.rules, play.row, 0));
    assert_false(play.tally.stages[0].hidden);
    assert_true(play.tally.stages[0].started && play.tally.stages[0].complete);
    assert_int_equal(play.tally.stages[0].done, 3);
    assert_figure(play.tally.stages[0].own, "8");
    play_close(&play);
}

static void an_excused_seat_is_not_waited_for(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct ruling excuse = {.kind = RULING_EXCUSE, .part = 0, .seat = 2, .on = true};

    open_cards(&book, &play, RULES_TURN_ALL_IN);
    mark(&play, "8 7");
    contest_apply_ruling(&book.rules, 0, play.row, &excuse);
    assert_int_equal(play_tally(&play), V_OK);
    assert_figure(play.tally.stages[0].own, "7.5");
    play_close(&play);
}

static void cards_that_lay_open_stay_open_whatever_becomes_of_one(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct ruling rulings[] = {{.kind = RULING_VOID, .part = 0, .seat = 1},
                               {.kind = RULING_EXCUSE, .part = 0, .seat = 2, .on = true},
                               {.kind = RULING_EXCUSE, .part = 0, .seat = 2, .on = false}};

    open_cards(&book, &play, RULES_TURN_ALL_IN);
    mark(&play, "8 7 8");
    for (size_t i = 0; i < ROWS(rulings); i++) {
        contest_apply_ruling(&book.rules, 0, play.row, &rulings[i]);
        assert_int_equal(play_tally(&play), V_OK);
        assert_true(contest_is_turned(&book.rules, play.row, 0));
        assert_figure(play.tally.stages[0].own, "8");
    }
    assert_int_equal(rule(&play, RULING_TURN), V_RULING_IDLE);
    play_close(&play);
}

static void a_panel_that_nothing_is_asked_of_has_no_cards_to_turn(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct declared none = {.has = 0, .no_marks = true};

    struct rules_part *part = book_plain(&book, 3);

    part->turn = RULES_TURN_ALL_IN;
    part->technical = "T";
    part->declares = RULES_DECLARES_NO_MARKS;
    play_open(&play, &book, 0);
    play_declare(&play, 0, &none);
    assert_int_equal(play_tally(&play), V_OK);
    assert_true(play.tally.stages[0].complete);
    play_close(&play);
}

static void a_panel_whose_sheets_are_all_void_begins_anew(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    open_cards(&book, &play, RULES_TURN_ALL_IN);
    mark(&play, "8 7 8");
    for (uint32_t seat = 0; seat < 3; seat++) {
        assert_true(contest_is_turned(&book.rules, play.row, 0));
        struct ruling ruling = {.kind = RULING_VOID, .part = 0, .seat = seat};
        contest_apply_ruling(&book.rules, 0, play.row, &ruling);
    }
    mark(&play, "6 6");
    assert_nothing_shows(&play);
    play_close(&play);
}

static void the_chief_may_turn_cards_before_all_are_in(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    open_cards(&book, &play, RULES_TURN_ALL_IN);
    assert_int_equal(rule(&play, RULING_TURN), V_RULING_IDLE); // nobody has given one
    mark(&play, "8 7");
    assert_int_equal(rule(&play, RULING_TURN), V_OK);
    assert_int_equal(play.tally.stages[0].done, 2);
    assert_figure(play.tally.stages[0].own, "7.5");
    assert_int_equal(rule(&play, RULING_TURN), V_RULING_IDLE);
    play_close(&play);
}

static void a_panel_that_waits_for_the_chief_stays_closed_when_all_are_in(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    open_cards(&book, &play, RULES_TURN_CHIEF);
    mark(&play, "8 1 8"); // further apart than the rules allow, which does not show either
    assert_nothing_shows(&play);
    assert_int_equal(rule(&play, RULING_TURN), V_OK);
    assert_true(play.tally.stages[0].held);
    assert_int_equal(play.tally.stages[0].done, 3);
    play_close(&play);
}

static void a_panel_that_is_sent_back_begins_anew_with_closed_cards(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct ruling accept = {.kind = RULING_ACCEPT, .part = 0, .on = true};

    open_cards(&book, &play, RULES_TURN_CHIEF);
    assert_int_equal(rule(&play, RULING_RETURN), V_RULING_IDLE);
    mark(&play, "8 1 8");
    assert_int_equal(rule(&play, RULING_TURN), V_OK);
    contest_apply_ruling(&book.rules, 0, play.row, &accept);
    assert_int_equal(rule(&play, RULING_RETURN), V_OK);
    assert_false(play.tally.stages[0].hidden || play.tally.stages[0].started);
    mark(&play, "8 2 8");
    assert_nothing_shows(&play);
    assert_int_equal(rule(&play, RULING_TURN), V_OK);
    assert_true(play.tally.stages[0].held); // what was accepted of the first round is forgotten
    play_close(&play);
}

static void what_was_turned_is_told_again(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct ruling said[2];

    open_cards(&book, &play, RULES_TURN_CHIEF);
    mark(&play, "8 8");
    assert_int_equal(contest_said(play.row, said, 2), 0);
    assert_int_equal(rule(&play, RULING_TURN), V_OK);
    assert_int_equal(contest_said(play.row, said, 2), 1);
    assert_int_equal(said[0].kind, RULING_TURN);
    play_close(&play);
}

static void cards_that_nothing_hides_are_open(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    open_cards(&book, &play, RULES_TURN_NONE);
    mark(&play, "8");
    assert_int_equal(play.tally.stages[0].done, 1);
    assert_figure(play.tally.stages[0].own, "8");
    assert_int_equal(rule(&play, RULING_TURN), V_RULING_IDLE);
    assert_int_equal(rule(&play, RULING_RETURN), V_OK);
    assert_int_equal(play.tally.stages[0].done, 0);
    play_close(&play);
}

RUN(cmocka_unit_test(nothing_shows_until_the_last_card_is_in),
    cmocka_unit_test(an_excused_seat_is_not_waited_for),
    cmocka_unit_test(cards_that_lay_open_stay_open_whatever_becomes_of_one),
    cmocka_unit_test(a_panel_that_nothing_is_asked_of_has_no_cards_to_turn),
    cmocka_unit_test(a_panel_whose_sheets_are_all_void_begins_anew),
    cmocka_unit_test(the_chief_may_turn_cards_before_all_are_in),
    cmocka_unit_test(a_panel_that_waits_for_the_chief_stays_closed_when_all_are_in),
    cmocka_unit_test(a_panel_that_is_sent_back_begins_anew_with_closed_cards),
    cmocka_unit_test(what_was_turned_is_told_again),
    cmocka_unit_test(cards_that_nothing_hides_are_open))
