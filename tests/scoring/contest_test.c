#include "scoring/contest.h"
#include "tests/scoring/element.h"

static enum verdict speech(struct play *play, uint32_t seat, uint32_t count, struct mark one,
                           struct mark two)
{
    struct mark marks[] = {one, two, one};

    return play_send(play, &(struct sheet){SPEECH, seat, count, marks, NULL});
}

static void takes_a_sheet_and_gives_it_back(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct mark marks[RULES_CELLS_MAX];
    uint32_t count = 0;

    open_book(&book);
    play_open(&play, &book, 0);
    assert_false(contest_sheet(&book.rules, 0, play.row, SPEECH, 1, marks, &count));
    assert_false(contest_has_sheet(&book.rules, 0, play.row, SPEECH, 1));
    struct mark manner = {2, points("61"), 0};
    struct mark voice = {1, points("9.75"), 0};
    assert_int_equal(speech(&play, 1, 2, manner, voice), V_OK); // in any order
    assert_true(contest_has_sheet(&book.rules, 0, play.row, SPEECH, 1));
    assert_false(contest_has_sheet(&book.rules, 0, play.row, SPEECH, 0));
    assert_true(contest_sheet(&book.rules, 0, play.row, SPEECH, 1, marks, &count));
    assert_int_equal(count, 2);
    assert_int_equal(marks[0].aspect, 1);
    assert_int_equal(marks[0].value, points("9.75"));
    assert_int_equal(marks[1].aspect, 2);
    assert_int_equal(marks[1].value, points("61"));
    play_close(&play);
}

static void a_later_sheet_replaces_the_earlier_whole(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct mark marks[RULES_CELLS_MAX];
    uint32_t count = 0;

    open_book(&book);
    play_open(&play, &book, 0);
    play_marks(&play, SPEECH, 0, (point_t[]){points("9"), points("90")});
    play_marks(&play, SPEECH, 1, (point_t[]){points("8"), points("80")});
    play_marks(&play, SPEECH, 0, (point_t[]){points("1"), points("60")});
    assert_true(contest_sheet(&book.rules, 0, play.row, SPEECH, 0, marks, &count));
    assert_int_equal(marks[0].value, points("1"));
    assert_int_equal(marks[1].value, points("60"));
    assert_true(contest_sheet(&book.rules, 0, play.row, SPEECH, 1, marks, &count));
    assert_int_equal(marks[0].value, points("8"));
    play_close(&play);
}

static void a_row_may_be_copied_as_bytes(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct play what_if;

    open_book(&book);
    play_open(&play, &book, 0);
    play_open(&what_if, &book, 0);
    play_marks(&play, SPEECH, 0, (point_t[]){points("9"), points("90")});
    memcpy(what_if.row, play.row, contest_row_bytes(&book.rules, 0));
    play_marks(&what_if, SPEECH, 1, (point_t[]){points("8"), points("80")});
    assert_true(contest_has_sheet(&book.rules, 0, what_if.row, SPEECH, 0));
    assert_true(contest_has_sheet(&book.rules, 0, what_if.row, SPEECH, 1));
    assert_false(contest_has_sheet(&book.rules, 0, play.row, SPEECH, 1));
    assert_int_equal(contest_row_bytes(&book.rules, 0) % 16, 0);
    play_close(&play);
    play_close(&what_if);
}

static void an_old_row_in_used_memory_is_as_good_as_new(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct play fresh;

    open_book(&book);
    play_open(&play, &book, 0);
    play_open(&fresh, &book, 0);
    struct declared declared = element();
    play_declare(&play, ELEMENT, &declared);
    play_marks(&play, SPEECH, 0, (point_t[]){points("9"), points("90")});
    contest_row_init(&book.rules, 0, play.row);
    assert_memory_equal(play.row, fresh.row, contest_row_bytes(&book.rules, 0));
    play_close(&play);
    play_close(&fresh);
}

static void refuses_marks_outside_their_range(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct mark good = {1, 0, 0};

    open_book(&book);
    play_open(&play, &book, 0);
    speech(&play, 0, 2, good, (struct mark){2, points("101"), 0});
    assert_fault(&play, V_MARK_OUT_OF_RANGE, 1);
    speech(&play, 0, 2, (struct mark){1, points("-0.25"), 0}, good);
    assert_fault(&play, V_MARK_OUT_OF_RANGE, 0);
    speech(&play, 0, 2, (struct mark){1, INT64_MIN, 0}, good);
    assert_fault(&play, V_MARK_OUT_OF_RANGE, 0);
    play_close(&play);
}

static void refuses_marks_between_the_steps(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    open_book(&book);
    play_open(&play, &book, 0);
    speech(&play, 0, 2, (struct mark){1, points("9.8"), 0}, (struct mark){2, points("60"), 0});
    assert_fault(&play, V_MARK_OFF_STEP, 0);
    speech(&play, 0, 2, (struct mark){1, 0, 0}, (struct mark){2, points("60.000001"), 0});
    assert_fault(&play, V_MARK_OFF_STEP, 1);
    play_close(&play);
}

static void refuses_aspects_of_another_part(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    open_book(&book);
    play_open(&play, &book, 0);
    speech(&play, 0, 2, (struct mark){1, 0, 0}, (struct mark){0, 0, 0});
    assert_fault(&play, V_ASPECT_UNKNOWN, 1);
    speech(&play, 0, 2, (struct mark){RULES_NONE, 0, 0}, (struct mark){1, 0, 0});
    assert_fault(&play, V_ASPECT_UNKNOWN, 0);
    play_close(&play);
}

static void refuses_an_aspect_that_comes_twice(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    open_book(&book);
    play_open(&play, &book, 0);
    speech(&play, 0, 3, (struct mark){1, 0, 0}, (struct mark){2, points("60"), 0});
    assert_fault(&play, V_ASPECT_TWICE, 2);
    play_close(&play);
}

static void refuses_a_sheet_with_a_blank(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    open_book(&book);
    play_open(&play, &book, 0);
    speech(&play, 0, 1, (struct mark){1, 0, 0}, (struct mark){0, 0, 0});
    assert_fault(&play, V_ASPECT_MISSING, 2);
    play_send(&play, &(struct sheet){SPEECH, 0, 0, NULL, NULL});
    assert_fault(&play, V_ASPECT_MISSING, 1);
    assert_false(contest_has_sheet(&book.rules, 0, play.row, SPEECH, 0));
    play_close(&play);
}

static void refuses_marks_from_those_who_have_none_to_give(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct mark mark = {0, 0, 0};

    open_book(&book);
    play_open(&play, &book, 0);
    play_send(&play, &(struct sheet){ELEMENT, 3, 1, &mark, NULL}); // the controller
    assert_fault(&play, V_MARKS_NOT_EXPECTED, 0);
    play_send(&play, &(struct sheet){ELEMENT, 4, 1, &mark, NULL}); // no such seat
    assert_fault(&play, V_MARKS_NOT_EXPECTED, 0);
    play_send(&play, &(struct sheet){SPEECH, 2, 1, &mark, NULL}); // a part without a technical seat
    assert_fault(&play, V_MARKS_NOT_EXPECTED, 0);
    play_close(&play);
}

static void takes_marks_that_come_before_their_declaration(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    open_book(&book);
    play_open(&play, &book, 0);
    assert_int_equal(play_marks(&play, ELEMENT, 0, (point_t[]){0}), V_OK);
    assert_true(contest_has_sheet(&book.rules, 0, play.row, ELEMENT, 0));
    play_close(&play);
}

static void refuses_sheets_of_another_skill(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct mark mark = {3, 0, 0};

    open_book(&book);
    play_open(&play, &book, 0);
    play_send(&play, &(struct sheet){FOREIGN, 0, 1, &mark, NULL});
    assert_fault(&play, V_SKILL_DIFFERS, 0);
    play_send(&play, &(struct sheet){FOREIGN + 1, 0, 1, &mark, NULL}); // there is none
    assert_fault(&play, V_SKILL_DIFFERS, 0);
    play_close(&play);
    play_open(&play, &book, 1);
    assert_int_equal(play_marks(&play, FOREIGN, 0, (point_t[]){0}), V_OK);
    play_close(&play);
}

RUN(cmocka_unit_test(takes_a_sheet_and_gives_it_back),
    cmocka_unit_test(a_later_sheet_replaces_the_earlier_whole),
    cmocka_unit_test(a_row_may_be_copied_as_bytes),
    cmocka_unit_test(an_old_row_in_used_memory_is_as_good_as_new),
    cmocka_unit_test(refuses_marks_outside_their_range),
    cmocka_unit_test(refuses_marks_between_the_steps),
    cmocka_unit_test(refuses_aspects_of_another_part),
    cmocka_unit_test(refuses_an_aspect_that_comes_twice),
    cmocka_unit_test(refuses_a_sheet_with_a_blank),
    cmocka_unit_test(refuses_marks_from_those_who_have_none_to_give),
    cmocka_unit_test(takes_marks_that_come_before_their_declaration),
    cmocka_unit_test(refuses_sheets_of_another_skill))
