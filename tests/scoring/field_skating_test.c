// Places that judges give over a whole field: majority, several dances, call-backs. RULES.md 3.5.
#include "scoring/trace.h"
#include "tests/scoring/field_book.h"

static struct rules_part *dance(struct book *book, uint32_t judges)
{
    struct rules_part *part = book_part(book, judges);

    part->reduce = RULES_MAJORITY;
    book_aspect(book, "1", "512", "1")->input = RULES_PLACE;
    return part;
}

// One stage of so many dances, each marked by so many judges.
static void open_ballroom(struct book *book, uint32_t dances, uint32_t judges)
{
    book_open(book);
    book_skill(book)->lower_is_better = true;
    book_stage(book)->roll_up = RULES_SKATING;
    book_module(book, RATIO_ONE);
    for (uint32_t i = 0; i < dances; i++) {
        (void)dance(book, judges);
    }
}

static void assert_parts(const struct ring *ring, uint32_t part, const char *const *wants)
{
    for (size_t i = 0; i < ring->count; i++) {
        assert_figure(ring->plays[i].tally.parts[part], wants[i]);
    }
}

// One dance for a majority of four of seven.
static const char *const seven[] = {"1 1 1 2 3 4 4", "2 2 2 1 4 3 3", "3 4 3 3 1 2 1",
                                    "4 3 4 4 2 1 2"};

static void the_majority_of_judges_gives_the_places_ex_23(void **state)
{
    (void)state;
    static const char *const wants[] = {"1", "2", "3", "4"};
    struct book book;
    struct ring ring;

    open_ballroom(&book, 1, 7);
    ring_open(&ring, &book, 4);
    ring_marks(&ring, 0, seven, 4);
    assert_ranking(&ring, 0, "a1 b2 c3 d4 ");
    assert_parts(&ring, 0, wants);
    assert_true(ring.plays[0].tally.stages[0].complete);
    ring_close(&ring);
}

// X 1,3,1; Y 2,1,2; Z 3,2,3 by one judge each: sums 5, 5, 8.
static void more_first_places_decide_equal_sums_ex_24(void **state)
{
    (void)state;
    static const char *const marks[3][3] = {{"1", "2", "3"}, {"3", "1", "2"}, {"1", "2", "3"}};
    struct book book;
    struct ring ring;

    open_ballroom(&book, 3, 1);
    ring_open(&ring, &book, 3);
    for (uint32_t i = 0; i < 3; i++) {
        ring_marks(&ring, i, marks[i], 3);
    }
    assert_ranking(&ring, 0, "a1 b2 c3 ");
    assert_total(&ring, 0, "5");
    assert_total(&ring, 1, "5");
    assert_total(&ring, 2, "8");
    assert_int_equal(ring.plays[0].tally.stages[0].order, 1);
    assert_int_equal(ring.plays[1].tally.stages[0].order, 2);
    ring_close(&ring);
}

static void a_dance_has_no_places_before_all_are_marked(void **state)
{
    (void)state;
    static const char *const first[] = {"1", "2", "3"};
    static const char *const second[] = {"2", "1", "-"};
    static const char *const zeros[] = {"0", "0", "0"};
    struct book book;
    struct ring ring;

    open_ballroom(&book, 2, 1);
    ring_open(&ring, &book, 3);
    ring_marks(&ring, 0, first, 3);
    ring_marks(&ring, 1, second, 3);
    assert_ranking(&ring, 0, "a0 b0 c0 "); // by the first dance, as far as it goes
    assert_parts(&ring, 0, first);
    assert_parts(&ring, 1, zeros);
    assert_false(ring.plays[0].tally.stages[0].complete);
    assert_false(ring.plays[0].tally.stages[0].held);
    ring_close(&ring);
}

static void places_that_are_not_each_given_once_are_held(void **state)
{
    (void)state;
    static const char *const wrong[][3] = {{"1", "1", "3"}, {"1", "2", "4"}};
    static const char *const right[] = {"2", "3", "1"};

    for (size_t i = 0; i < ROWS(wrong); i++) {
        struct book book;
        struct ring ring;
        open_ballroom(&book, 1, 1);
        ring_open(&ring, &book, 3);
        ring_marks(&ring, 0, wrong[i], 3);
        assert_ranking(&ring, 0, "a0 b0 c0 ");
        assert_true(ring.plays[0].tally.stages[0].held);
        assert_true(ring.plays[2].tally.results[0].held);
        ring_marks(&ring, 0, right, 3);
        assert_ranking(&ring, 0, "c1 a2 b3 ");
        assert_false(ring.plays[0].tally.stages[0].held);
        ring_close(&ring);
    }
}

static void who_is_disqualified_leaves_no_gap(void **state)
{
    (void)state;
    static const char *const marks[2][4] = {{"1 1 2", "2 3 1", "3 2 4", "4 4 3"},
                                            {"1 2 1", "2 1 2", "3 4 3", "4 3 4"}};
    struct book book;
    struct ring ring;

    open_ballroom(&book, 2, 3);
    ring_open(&ring, &book, 4);
    ring_marks(&ring, 0, marks[0], 4);
    ring_marks(&ring, 1, marks[1], 4);
    assert_ranking(&ring, 0, "a1 b2 c3 d4 ");
    ring_status(&ring, 0, RULES_DSQ);
    assert_ranking(&ring, 0, "b1 c2 d3 a0 ");
    assert_total(&ring, 1, "2");
    assert_total(&ring, 2, "4");
    assert_total(&ring, 3, "6");
    ring_close(&ring);
}

static void a_judge_who_has_marked_nobody_is_not_counted(void **state)
{
    (void)state;
    static const char *const marks[] = {"1 2 - 1", "2 1 - 3", "3 3 - 2"};
    static const char *const wants[] = {"1", "2", "3"};
    struct book book;
    struct ring ring;

    open_ballroom(&book, 1, 4);
    book.parts[0].missing = RULES_GIVEN;
    ring_open(&ring, &book, 3);
    ring_marks(&ring, 0, marks, 3);
    ring_settle(&ring);
    assert_parts(&ring, 0, wants);
    ring_close(&ring);
}

static void dances_with_different_panels_are_held(void **state)
{
    (void)state;
    static const char *const first[] = {"1 1 2", "2 2 1"};
    static const char *const second[] = {"1 - -", "2 - -"};
    struct book book;
    struct ring ring;

    open_ballroom(&book, 2, 3);
    book.parts[0].missing = book.parts[1].missing = RULES_GIVEN;
    ring_open(&ring, &book, 2);
    ring_marks(&ring, 0, first, 2);
    ring_marks(&ring, 1, second, 2);
    assert_ranking(&ring, 0, "a0 b0 ");
    assert_true(ring.plays[0].tally.stages[0].held);
    assert_total(&ring, 0, "2");
    ring_close(&ring);
}

static void only_those_who_went_through_are_compared(void **state)
{
    (void)state;
    static const char *const marks[] = {"1", "-", "2"};
    struct book book;
    struct ring ring;

    open_ballroom(&book, 1, 1);
    ring_open(&ring, &book, 3);
    ring_marks(&ring, 0, marks, 3);
    assert_ranking(&ring, 0, "a0 c0 ");
    ring_rule(&ring, 1, (struct ruling){.kind = RULING_FIELD, .stage = 0, .on = false});
    assert_ranking(&ring, 0, "a1 c2 ");
    ring_close(&ring);
}

static void places_may_be_added_instead(void **state)
{
    (void)state;
    static const char *const marks[2][3] = {{"1", "2", "3"}, {"2", "1", "3"}};
    struct book book;
    struct ring ring;

    open_ballroom(&book, 2, 1);
    book.stages[0].roll_up = RULES_ADD;
    ring_open(&ring, &book, 3);
    ring_marks(&ring, 0, marks[0], 3);
    ring_marks(&ring, 1, marks[1], 3);
    assert_ranking(&ring, 0, "a1=b1=c3 ");
    ring_close(&ring);
}

static void the_trace_names_the_rules_that_decided(void **state)
{
    (void)state;
    struct trace_line lines[64];
    struct trace trace = {.room = ROWS(lines), .lines = lines};
    struct book book;
    struct ring ring;
    uint32_t majorities = 0;
    uint32_t finals = 0;

    open_ballroom(&book, 1, 7);
    ring_open(&ring, &book, 4);
    ring_marks(&ring, 0, seven, 4);
    void *scratch = malloc(field_bytes(&book.rules, 0, 4));
    assert_int_equal(field_explain(&book.rules, 0, ring.entries, 4, NULL, 0, scratch, 1, &trace),
                     V_OK);
    free(scratch);
    for (size_t i = 0; i < trace.count; i++) {
        if (lines[i].kind == TRACE_MAJORITY) {
            majorities++;
            assert_in_range(lines[i].n, 5, 8);
            assert_figure(lines[i].value, "2");
        }
        if (lines[i].kind == TRACE_SKATING) {
            finals++;
            assert_int_equal(lines[i].n, 9);
            assert_figure(lines[i].value, "2");
        }
    }
    assert_int_equal(majorities, 1);
    assert_int_equal(finals, 1);
    ring_close(&ring);
}

// ---- call-backs

static void open_heat(struct book *book, struct ring *ring)
{
    book_open(book);
    book_skill(book);
    book_stage(book);
    book_module(book, RATIO_ONE);
    struct rules_part *part = book_part(book, 2);
    part->reduce = RULES_SUM;
    part->call_back = 2;
    book_aspect(book, "0", "1", "1")->input = RULES_TICK;
    book->skills[0].tolerance = (struct rules_tolerance){.has = true, .within = {0, 1}};
    ring_open(ring, book, 3);
}

static void ticks_that_are_as_many_as_they_must_be_count(void **state)
{
    (void)state;
    static const char *const ticks[] = {"1 1", "0 1", "1 0"};
    struct book book;
    struct ring ring;

    open_heat(&book, &ring);
    ring_marks(&ring, 0, ticks, 3);
    assert_ranking(&ring, 0, "a1 b2=c2=");
    ring_close(&ring);
}

static void too_many_or_too_few_ticks_are_held(void **state)
{
    (void)state;
    static const char *const many[] = {"1 1", "1 1", "1 0"};
    static const char *const few[] = {"1 1", "0 1", "0 0"};
    static const char *const open[] = {"1 1", "0 0", "- -"};
    struct book book;
    struct ring ring;

    open_heat(&book, &ring);
    ring_marks(&ring, 0, open, 3);
    ring_settle(&ring);
    assert_false(ring.plays[0].tally.stages[0].held); // too few so far
    ring_marks(&ring, 0, few, 3);
    ring_settle(&ring);
    assert_true(ring.plays[0].tally.stages[0].held);
    assert_false(ring.plays[2].tally.stages[0].complete);
    ring_marks(&ring, 0, many, 3);
    assert_ranking(&ring, 0, "a0 b0 c0 ");
    ring_close(&ring);
}

static void accept_ticks(struct ring *ring, uint32_t entry)
{
    struct ruling ruling = {.kind = RULING_ACCEPT, .part = 0, .on = true};

    contest_apply_ruling(&ring->book->rules, 0, ring->plays[entry].row, &ruling);
}

static void ticks_of_another_number_count_once_the_chief_judge_accepts_them(void **state)
{
    (void)state;
    static const char *const many[] = {"1 1", "1 1", "1 0"};
    struct book book;
    struct ring ring;

    open_heat(&book, &ring);
    ring_marks(&ring, 0, many, 3);
    accept_ticks(&ring, 0);
    ring_settle(&ring);
    assert_false(ring.plays[0].tally.stages[0].held);
    assert_true(ring.plays[1].tally.stages[0].held); // he is not named
    accept_ticks(&ring, 1);
    accept_ticks(&ring, 2);
    assert_ranking(&ring, 0, "a1=b1=c3 ");
    ring_close(&ring);
}

RUN(cmocka_unit_test(the_majority_of_judges_gives_the_places_ex_23),
    cmocka_unit_test(more_first_places_decide_equal_sums_ex_24),
    cmocka_unit_test(a_dance_has_no_places_before_all_are_marked),
    cmocka_unit_test(places_that_are_not_each_given_once_are_held),
    cmocka_unit_test(who_is_disqualified_leaves_no_gap),
    cmocka_unit_test(a_judge_who_has_marked_nobody_is_not_counted),
    cmocka_unit_test(dances_with_different_panels_are_held),
    cmocka_unit_test(only_those_who_went_through_are_compared),
    cmocka_unit_test(places_may_be_added_instead),
    cmocka_unit_test(the_trace_names_the_rules_that_decided),
    cmocka_unit_test(ticks_that_are_as_many_as_they_must_be_count),
    cmocka_unit_test(too_many_or_too_few_ticks_are_held),
    cmocka_unit_test(ticks_of_another_number_count_once_the_chief_judge_accepts_them))
