// What a code counts where the rules give it a worth: a figure, or so many more than are entered.
#include "scoring/trace.h"
#include "tests/scoring/field_book.h"

static const point_t dnf = POINT_CODE(RULES_DNF);

// Three races of places; the worst is dropped.
static void open_races(struct book *book, struct rules_code worth)
{
    book_open(book);
    book_skill(book)->lower_is_better = true;
    book_stage(book);
    book_module(book, RATIO_ONE)->drop_worst = 1;
    for (int i = 0; i < 3; i++) {
        struct rules_part *part = book_part(book, 1);
        part->codes[RULES_DNF] = worth;
        book_aspect(book, "1", "99", "1")->codes = 1U << RULES_DNF;
    }
}

static void race(struct ring *ring, size_t who, const point_t *marks)
{
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(play_marks(&ring->plays[who], i, 0, &marks[i]), V_OK);
    }
}

static void a_code_counts_as_its_worth_and_stays_a_code_on_the_sheet(void **state)
{
    (void)state;
    static const point_t marks[] = {2 * POINT_ONE, POINT_CODE(RULES_DNF), POINT_CODE(RULES_DNF)};
    struct rules_code worth = {.has = true, .worth = {11, 2}};
    struct book book;
    struct ring ring;
    struct mark mark[RULES_CELLS_MAX];
    uint32_t count = 0;

    open_races(&book, worth);
    assert_false(rules_is_relative(&book.rules, 0));
    ring_open(&ring, &book, 1);
    race(&ring, 0, marks);
    ring_settle(&ring);
    assert_total(&ring, 0, "7.5");
    assert_figure(ring.plays[0].tally.parts[1], "5.5");
    assert_int_equal(ring.plays[0].tally.results[0].code, RULES_RUNNING);
    assert_int_equal(ring.plays[0].tally.results[1].code, RULES_DNF);
    assert_true(contest_sheet(&book.rules, 0, ring.plays[0].row, 1, 0, mark, &count));
    assert_true(mark[0].value == dnf);
    ring_close(&ring);
}

static void a_code_counts_one_more_than_are_entered_marked_or_not(void **state)
{
    (void)state;
    static const point_t first[] = {POINT_ONE, POINT_ONE, POINT_CODE(RULES_DNF)};
    static const point_t second[] = {2 * POINT_ONE, POINT_CODE(RULES_DNF), POINT_CODE(RULES_DNF)};
    struct rules_code worth = {.has = true, .entered = true, .worth = {1, 1}};
    struct book book;
    struct ring ring;

    open_races(&book, worth);
    assert_true(rules_is_relative(&book.rules, 0));
    ring_open(&ring, &book, 5);
    race(&ring, 0, first);
    race(&ring, 1, second);
    assert_ranking(&ring, 0, "a1 b2 ");
    assert_total(&ring, 0, "2");
    assert_total(&ring, 1, "8");
    assert_int_equal(ring.plays[1].tally.results[2].code, RULES_DNF);
    ring_close(&ring);
}

static void a_code_takes_its_worth_after_the_field_was_looked_at(void **state)
{
    (void)state;
    static const char *const panels[] = {"10", "20"};
    struct book book;
    struct ring ring;
    struct rules_part *part = book_plain(&book, 1);

    part->against = RULES_AGAINST_PLACE;
    part->order = RULES_LOW;
    part->codes[RULES_DNF] = (struct rules_code){true, true, {1, 1}};
    book.aspects[0].codes = 1U << RULES_DNF;
    book.skills[0].lower_is_better = true;
    ring_open(&ring, &book, 3);
    ring_marks(&ring, 0, panels, 2);
    assert_int_equal(play_marks(&ring.plays[2], 0, 0, &dnf), V_OK);
    assert_ranking(&ring, 0, "a1 b2 c3 ");
    assert_total(&ring, 1, "2");
    assert_total(&ring, 2, "4");
    ring_close(&ring);
}

static void a_code_never_passes_a_cut_off(void **state)
{
    (void)state;
    struct rules_code worth = {.has = true, .worth = {1, 1}};
    struct book book;
    struct ring ring;

    open_races(&book, worth);
    book.modules[0].cutoff = (struct rules_cutoff){.after = 1, .than = {10, 1}};
    ring_open(&ring, &book, 1);
    assert_int_equal(play_marks(&ring.plays[0], 0, 0, &dnf), V_OK);
    assert_int_equal(play_marks(&ring.plays[0], 1, 0, &dnf), V_CUTOFF_MISSED);
    ring_close(&ring);
}

static void what_a_code_counts_is_part_of_the_explanation(void **state)
{
    (void)state;
    static const point_t marks[] = {2 * POINT_ONE, POINT_CODE(RULES_DNF), 3 * POINT_ONE};
    struct trace_line lines[64];
    struct trace trace = {.room = ROWS(lines), .lines = lines};
    struct book book;
    struct ring ring;
    size_t said = 0;

    open_races(&book, (struct rules_code){.has = true, .worth = {7, 1}});
    ring_open(&ring, &book, 1);
    race(&ring, 0, marks);
    assert_int_equal(trace_row(&book.rules, 0, ring.plays[0].row, 0, &ring.plays[0].tally, &trace),
                     V_OK);
    for (size_t i = 0; i < trace.count; i++) {
        if (lines[i].kind == TRACE_CODE) {
            said++;
            assert_int_equal(lines[i].part, 1);
            assert_same(lines[i].a, RATIO_CODE(RULES_DNF));
            assert_figure(lines[i].value, "7");
        }
    }
    assert_int_equal(said, 1);
    ring_close(&ring);
}

static void a_worth_beyond_exact_arithmetic_is_refused_at_import(void **state)
{
    (void)state;
    struct rules_code worth = {.has = true, .worth = {INT64_C(1000000000001), 1}};
    struct book book;
    uint32_t index = 9;

    open_races(&book, worth);
    assert_int_equal(rules_check(&book.rules, &index), RULES_OVERFLOW_POSSIBLE);
    assert_int_equal(index, 0);
}

RUN(cmocka_unit_test(a_code_counts_as_its_worth_and_stays_a_code_on_the_sheet),
    cmocka_unit_test(a_code_counts_one_more_than_are_entered_marked_or_not),
    cmocka_unit_test(a_code_takes_its_worth_after_the_field_was_looked_at),
    cmocka_unit_test(a_code_never_passes_a_cut_off),
    cmocka_unit_test(what_a_code_counts_is_part_of_the_explanation),
    cmocka_unit_test(a_worth_beyond_exact_arithmetic_is_refused_at_import))
