// What a technical seat declares, and what that makes the judges be asked for.
#include "scoring/contest.h"
#include "tests/scoring/element.h"

static void a_later_declaration_leaves_nothing_of_the_earlier(void **state)
{
    (void)state;
    struct book book;
    struct play twice;
    struct play once;
    struct declared first = element();
    struct declared second = element();

    open_book(&book);
    play_open(&twice, &book, 0);
    play_open(&once, &book, 0);
    first.base = points("9.9");
    first.scale[2].value = points("0.7");
    first.no_marks = true;
    assert_int_equal(play_declare(&twice, ELEMENT, &first), V_OK);
    assert_int_equal(play_declare(&twice, ELEMENT, &second), V_OK);
    assert_int_equal(play_declare(&once, ELEMENT, &second), V_OK);
    assert_memory_equal(twice.row, once.row, contest_row_bytes(&book.rules, 0));
    play_close(&twice);
    play_close(&once);
}

static void refuses_marks_after_no_marks_was_declared(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct declared declared = element();

    open_book(&book);
    play_open(&play, &book, 0);
    declared.no_marks = true;
    assert_int_equal(play_declare(&play, ELEMENT, &declared), V_OK);
    assert_int_equal(play_marks(&play, ELEMENT, 0, (point_t[]){0}), V_MARKS_NOT_EXPECTED);
    declared.no_marks = false; // it was a slip
    assert_int_equal(play_declare(&play, ELEMENT, &declared), V_OK);
    assert_int_equal(play_marks(&play, ELEMENT, 0, (point_t[]){0}), V_OK);
    play_close(&play);
}

static void refuses_declarations_where_none_belong(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct declared declared = element();

    open_book(&book);
    play_open(&play, &book, 0);
    play_send(&play, &(struct sheet){ELEMENT, 0, 0, NULL, &declared});
    assert_fault(&play, V_DECLARED_NOT_HERE, 0);
    play_declare(&play, SPEECH, &declared); // has no technical seat
    assert_fault(&play, V_DECLARED_NOT_HERE, 0);
    declared.has |= RULES_DECLARES_FACTOR;
    play_declare(&play, ELEMENT, &declared);
    assert_fault(&play, V_DECLARED_NOT_HERE, RULES_DECLARES_FACTOR);
    declared = (struct declared){.has = RULES_DECLARES_DEDUCTION, .no_marks = true};
    play_declare(&play, DEDUCTIONS, &declared);
    assert_fault(&play, V_DECLARED_NOT_HERE, RULES_DECLARES_NO_MARKS);
    play_close(&play);
}

static void refuses_declarations_that_lack_a_value(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct declared declared = element();

    open_book(&book);
    play_open(&play, &book, 0);
    declared.has &= ~(unsigned)RULES_DECLARES_DIFFICULTY;
    play_declare(&play, ELEMENT, &declared);
    assert_fault(&play, V_DECLARED_MISSING, RULES_DECLARES_DIFFICULTY);
    play_declare(&play, DEDUCTIONS, NULL);
    assert_fault(&play, V_DECLARED_MISSING, RULES_DECLARES_DEDUCTION);
    play_close(&play);
}

static void no_marks_needs_only_what_still_counts(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct declared declared = {.has = RULES_DECLARES_BASE, .no_marks = true};

    open_book(&book);
    play_open(&play, &book, 0);
    assert_int_equal(play_declare(&play, ELEMENT, &declared), V_OK);
    declared.has = 0;
    assert_int_equal(play_declare(&play, ELEMENT, &declared), V_DECLARED_MISSING);
    play_close(&play);
}

static void refuses_declared_values_below_zero(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct declared declared = {.has = RULES_DECLARES_DEDUCTION, .deduction = -1};

    open_book(&book);
    play_open(&play, &book, 0);
    play_declare(&play, DEDUCTIONS, &declared);
    assert_fault(&play, V_MARK_OUT_OF_RANGE, RULES_DECLARES_DEDUCTION);
    declared = element();
    declared.difficulty = -1;
    play_declare(&play, ELEMENT, &declared);
    assert_fault(&play, V_MARK_OUT_OF_RANGE, RULES_DECLARES_DIFFICULTY);
    declared = element();
    declared.deduction = -1; // not declared here, and so not looked at
    assert_int_equal(play_declare(&play, ELEMENT, &declared), V_OK);
    play_close(&play);
}

// What a part declares, of one thing alone.
static enum verdict declares(unsigned what, point_t value)
{
    struct book book;
    struct play play;
    struct rules_part *part = book_plain(&book, 1);
    struct declared declared = {.has = what,
                                .base = value,
                                .difficulty = value,
                                .factor = value,
                                .deduction = value,
                                .divisor = value,
                                .time = value,
                                .added = value};

    part->technical = "referee";
    part->declares = what;
    play_open(&play, &book, 0);
    enum verdict verdict = play_declare(&play, 0, &declared);
    play_close(&play);
    return verdict;
}

static void declared_values_have_limits_on_both_sides(void **state)
{
    (void)state;
    const point_t most = RULES_DECLARED_MAX;
    const point_t step = RULES_MULTIPLIER_STEP;

    const struct {
        unsigned what;
        point_t least, most, step;
    } rows[] = {
        {RULES_DECLARES_BASE, -most, most, 1},
        {RULES_DECLARES_DEDUCTION, 0, most, 1},
        {RULES_DECLARES_TIME, 0, most, 1},
        {RULES_DECLARES_LOG, 0, most, 1},
        {RULES_DECLARES_DIFFICULTY, 0, RULES_MULTIPLIER_MAX, step},
        {RULES_DECLARES_FACTOR, 0, RULES_MULTIPLIER_MAX, step},
        {RULES_DECLARES_DIVISOR, RULES_DIVISOR_MIN, RULES_DIVISOR_MAX, step},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_int_equal(declares(rows[i].what, rows[i].least), V_OK);
        assert_int_equal(declares(rows[i].what, rows[i].most), V_OK);
        assert_int_equal(declares(rows[i].what, rows[i].most - rows[i].step), V_OK);
        assert_int_equal(declares(rows[i].what, rows[i].least - rows[i].step), V_MARK_OUT_OF_RANGE);
        assert_int_equal(declares(rows[i].what, rows[i].most + rows[i].step), V_MARK_OUT_OF_RANGE);
        assert_int_equal(declares(rows[i].what, rows[i].most - 1),
                         rows[i].step == 1 ? V_OK : V_MARK_OFF_STEP);
    }
}

static void values_on_a_declared_scale_have_limits(void **state)
{
    (void)state;
    for (int sign = -1; sign <= 1; sign += 2) {
        for (int over = 0; over < 2; over++) {
            struct book book;
            struct play play;
            open_book(&book);
            play_open(&play, &book, 0);
            struct declared declared = element();
            declared.scale[0].value = sign * (RULES_DECLARED_MAX + over);
            assert_int_equal(play_declare(&play, ELEMENT, &declared),
                             over ? V_MARK_OUT_OF_RANGE : V_OK);
            play_close(&play);
        }
    }
}

static void refuses_a_scale_with_a_gap(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct declared declared = element();

    open_book(&book);
    play_open(&play, &book, 0);
    declared.scale[1].grade = points("0.5");
    play_declare(&play, ELEMENT, &declared);
    assert_fault(&play, V_SCALE_INCOMPLETE, 3);
    declared = element();
    declared.scale_count = 2;
    play_declare(&play, ELEMENT, &declared);
    assert_fault(&play, V_SCALE_INCOMPLETE, 2);
    declared.scale_count = RULES_SCALE_MAX + 1;
    play_declare(&play, ELEMENT, &declared);
    assert_fault(&play, V_SCALE_INCOMPLETE, RULES_SCALE_MAX);
    play_close(&play);
}

static void refuses_a_scale_with_two_values_for_a_grade(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct declared declared = element();

    open_book(&book);
    play_open(&play, &book, 0);
    declared.scale_count = 4;
    declared.scale[3] = (struct scale_step){0, points("0.1")};
    play_declare(&play, ELEMENT, &declared);
    assert_fault(&play, V_SCALE_INCOMPLETE, 3);
    play_close(&play);
}

static void a_scale_may_hold_more_than_marks_can_use(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct declared declared = element();

    open_book(&book);
    play_open(&play, &book, 0);
    declared.scale_count = RULES_SCALE_MAX;
    for (int i = 3; i < RULES_SCALE_MAX; i++) {
        declared.scale[i] = (struct scale_step){i * (point_t)POINT_ONE, 7};
    }
    assert_int_equal(play_declare(&play, ELEMENT, &declared), V_OK);
    play_panel(&play, ELEMENT, "1 1 -1");
    play_declare(&play, DEDUCTIONS, &(struct declared){.has = RULES_DECLARES_DEDUCTION});
    assert_int_equal(play_tally(&play), V_OK);
    assert_same(play.tally.parts[ELEMENT], fraction(4 * 30 + 4 * 3 + 7, 30)); // 4.4 + 0.7/3
    play_close(&play);
}

static void assert_expects(const struct play *play, uint32_t part, const char *seats)
{
    for (uint32_t seat = 0; seats[seat]; seat++) {
        bool expects = contest_expects_sheet(play->rules, play->skill, play->row, part, seat);
        assert_int_equal(expects, seats[seat] == 'x');
    }
}

static void expects_what_the_rules_await(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct declared declared = element();

    open_book(&book);
    play_open(&play, &book, 0);
    assert_expects(&play, SPEECH, "xx--");
    assert_expects(&play, DEDUCTIONS, "x-");
    assert_expects(&play, ELEMENT, "-----"); // counts only when declared
    play_declare(&play, ELEMENT, &declared);
    assert_expects(&play, ELEMENT, "xxxx-");
    declared.no_marks = true;
    play_declare(&play, ELEMENT, &declared);
    assert_expects(&play, ELEMENT, "---x-");
    play_close(&play);
}

static void a_declaration_that_need_not_come_is_expected_once_it_is_there(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    open_book(&book);
    book.parts[ELEMENT].only_declared = false;
    book.parts[ELEMENT].declares = RULES_DECLARES_NO_MARKS;
    book.aspects[0].scaled = false;
    play_open(&play, &book, 0);
    assert_expects(&play, ELEMENT, "xxx--");
    assert_int_equal(play_declare(&play, ELEMENT, &(struct declared){.no_marks = true}), V_OK);
    assert_expects(&play, ELEMENT, "---x-");
    play_close(&play);
}

RUN(cmocka_unit_test(a_later_declaration_leaves_nothing_of_the_earlier),
    cmocka_unit_test(refuses_marks_after_no_marks_was_declared),
    cmocka_unit_test(refuses_declarations_where_none_belong),
    cmocka_unit_test(refuses_declarations_that_lack_a_value),
    cmocka_unit_test(no_marks_needs_only_what_still_counts),
    cmocka_unit_test(refuses_declared_values_below_zero),
    cmocka_unit_test(declared_values_have_limits_on_both_sides),
    cmocka_unit_test(values_on_a_declared_scale_have_limits),
    cmocka_unit_test(refuses_a_scale_with_a_gap),
    cmocka_unit_test(refuses_a_scale_with_two_values_for_a_grade),
    cmocka_unit_test(a_scale_may_hold_more_than_marks_can_use),
    cmocka_unit_test(expects_what_the_rules_await),
    cmocka_unit_test(a_declaration_that_need_not_come_is_expected_once_it_is_there))
