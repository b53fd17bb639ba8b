// The trace of a figure: every input, what was dropped, each formula and rounding, in their order.
#include "scoring/reduce.h"
#include "scoring/trace.h"
#include "tests/scoring/book.h"

enum { ROOM = 256 };

struct told {
    struct trace trace;
    struct trace_line lines[ROOM];
};

static void tell(struct play *play, uint32_t stage, struct told *ret)
{
    ret->trace = (struct trace){.room = ROOM, .lines = ret->lines};
    assert_int_equal(
        trace_row(play->rules, play->skill, play->row, stage, &play->tally, &ret->trace), V_OK);
    assert_false(ret->trace.cut);
}

// The n-th line of a kind, from 0; NULL when there is none.
static const struct trace_line *line_of(const struct told *told, enum trace_kind kind, size_t n)
{
    for (size_t i = 0; i < told->trace.count; i++) {
        if (told->lines[i].kind == kind && n-- == 0) {
            return &told->lines[i];
        }
    }
    return NULL;
}

static void assert_kinds(const struct told *told, const enum trace_kind *kinds, size_t count)
{
    for (size_t i = 0; i < count && i < told->trace.count; i++) {
        assert_int_equal(told->lines[i].kind, kinds[i]);
    }
    assert_int_equal(told->trace.count, count);
}

// ---- the way of a figure

static void tells_every_step_in_its_order(void **state)
{
    (void)state;

    static const enum trace_kind kinds[] = {
        TRACE_ENTRY,  TRACE_ENTRY,      TRACE_ENTRY,   TRACE_FIGURE, TRACE_FIGURE,
        TRACE_FIGURE, TRACE_REDUCED,    TRACE_PRODUCT, TRACE_BASE,   TRACE_DEDUCTION,
        TRACE_PART,   TRACE_MODULE_SUM, TRACE_MODULE,  TRACE_OWN,    TRACE_TOTAL};
    struct book book;
    struct play play;
    struct told told;
    struct rules_part *part = book_plain(&book, 3);
    struct declared declared = {.has = RULES_DECLARES_BASE | RULES_DECLARES_DEDUCTION |
                                       RULES_DECLARES_DIFFICULTY,
                                .base = points("4"),
                                .deduction = points("0.5"),
                                .difficulty = points("2")};

    part->technical = "referee";
    part->declares = declared.has;
    part->drop_high = part->drop_low = 1;
    part->judges = (struct rounding){ROUND_TRUNCATE, 0};
    part->rounding = (struct rounding){ROUND_HALF_UP, 0};
    book.modules[0].weight = fraction(1, 2);
    play_open(&play, &book, 0);
    play_panel(&play, 0, "9.4 7.5 8.9");
    assert_int_equal(play_declare(&play, 0, &declared), V_OK);
    tell(&play, 0, &told);
    assert_kinds(&told, kinds, ROWS(kinds));
    assert_int_equal(line_of(&told, TRACE_FIGURE, 0)->n, REDUCE_DROPPED_HIGH);
    assert_int_equal(line_of(&told, TRACE_FIGURE, 1)->n, REDUCE_DROPPED_LOW);
    assert_int_equal(line_of(&told, TRACE_FIGURE, 2)->n, REDUCE_USED);
    assert_int_equal(line_of(&told, TRACE_FIGURE, 2)->seat, 2);
    assert_figure(line_of(&told, TRACE_REDUCED, 0)->a, "8.9");
    assert_figure(line_of(&told, TRACE_REDUCED, 0)->value, "8");
    assert_int_equal(line_of(&told, TRACE_REDUCED, 0)->rounding.mode, ROUND_TRUNCATE);
    assert_figure(line_of(&told, TRACE_PRODUCT, 0)->b, "2");
    assert_figure(line_of(&told, TRACE_PRODUCT, 0)->value, "16");
    assert_figure(line_of(&told, TRACE_BASE, 0)->a, "4");
    assert_figure(line_of(&told, TRACE_BASE, 0)->value, "20");
    assert_figure(line_of(&told, TRACE_DEDUCTION, 0)->a, "0.5");
    assert_figure(line_of(&told, TRACE_DEDUCTION, 0)->value, "19.5");
    assert_figure(line_of(&told, TRACE_PART, 0)->a, "19.5");
    assert_figure(line_of(&told, TRACE_PART, 0)->value, "20");
    assert_figure(line_of(&told, TRACE_MODULE, 0)->value, "10");
    play_close(&play);
}

static void tells_what_each_fault_took_off(void **state)
{
    (void)state;
    static const struct rules_fault faults[] = {
        {.id = "gap",
         .each = 5 * (point_t)POINT_ONE,
         .begun = true,
         .amount = 2 * (point_t)POINT_ONE},
        {.id = "pore", .each = POINT_ONE, .amount = POINT_ONE}};
    struct book book;
    struct play play;
    struct told told;
    const struct mark marks[] = {{0, points("12"), 0}, {0, 0, 1}};

    book_plain(&book, 1);
    book.aspects[0].input = RULES_DEDUCTION;
    book.aspects[0].full = points("10");
    book.aspects[0].faults = faults;
    book.aspects[0].fault_count = ROWS(faults);
    book_lay_out(&book);
    play_open(&play, &book, 0);
    assert_int_equal(play_send(&play, &(struct sheet){0, 0, 2, marks, NULL}), V_OK);
    tell(&play, 0, &told);
    const struct trace_line *line = line_of(&told, TRACE_FAULT, 0);
    assert_non_null(line);
    assert_int_equal(line->number, 0);
    assert_int_equal(line->n, 3);
    assert_figure(line->a, "12");
    assert_figure(line->value, "6");
    assert_null(line_of(&told, TRACE_FAULT, 1)); // nothing was found
    assert_figure(line_of(&told, TRACE_WORTH, 0)->value, "4");
    play_close(&play);
}

static void tells_codes_and_what_a_module_dropped(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct told told;

    book_open(&book);
    book_skill(&book)->lower_is_better = true;
    book_stage(&book);
    book_module(&book, RATIO_ONE)->drop_worst = 1;
    for (int i = 0; i < 2; i++) {
        book_part(&book, 1);
        book_aspect(&book, "0", "100", "0.01")->codes = 1U << RULES_DNF;
    }
    play_open(&play, &book, 0);
    play_panel(&play, 0, "12.34");
    assert_int_equal(play_marks(&play, 1, 0, (point_t[]){POINT_CODE(RULES_DNF)}), V_OK);
    tell(&play, 0, &told);
    assert_same(line_of(&told, TRACE_ENTRY, 1)->value, RATIO_CODE(RULES_DNF));
    assert_int_equal(line_of(&told, TRACE_DROPPED, 0)->part, 1);
    assert_same(line_of(&told, TRACE_DROPPED, 0)->value, RATIO_CODE(RULES_DNF));
    assert_figure(line_of(&told, TRACE_TOTAL, 0)->value, "12.34");
    play_close(&play);
}

static void tells_penalties_limits_vetoes_and_times(void **state)
{
    (void)state;
    static const struct rules_adjustment over = {.id = "over",
                                                 .by = RULES_BY_OVERTIME,
                                                 .amount = -40 * (point_t)POINT_ONE,
                                                 .after = 60 * (point_t)POINT_ONE,
                                                 .each = 60 * (point_t)POINT_ONE};
    struct book book;
    struct play play;
    struct told told;
    struct rules_part *part = book_plain(&book, 1);
    struct declared declared = {
        .has = RULES_DECLARES_LOG, .time = points("150"), .added = points("20")};

    part->technical = "station";
    part->declares = RULES_DECLARES_LOG;
    part->adjustment_count = 1;
    part->limits = (struct rules_limits){.has_floor = true, .floor = {0, 1}};
    book.rules.adjustment_count = 1;
    book.rules.adjustments = &over;
    book_aspect(&book, "0", "1", "1")->veto = RULES_VETO_MODULE;
    play_open(&play, &book, 0);
    assert_int_equal(play_marks(&play, 0, 0, (point_t[]){points("50"), 0}), V_OK);
    assert_int_equal(play_declare(&play, 0, &declared), V_OK);
    tell(&play, 0, &told);
    assert_figure(line_of(&told, TRACE_TIME, 0)->value, "150");
    assert_figure(line_of(&told, TRACE_TIME, 0)->a, "20");
    assert_int_equal(line_of(&told, TRACE_ADJUSTED, 0)->n, 2);
    assert_int_equal(line_of(&told, TRACE_ADJUSTED, 0)->number, 0);
    assert_figure(line_of(&told, TRACE_ADJUSTED, 0)->a, "50");
    assert_figure(line_of(&told, TRACE_ADJUSTED, 0)->value, "-30");
    assert_figure(line_of(&told, TRACE_LIMITED, 0)->a, "-30");
    assert_figure(line_of(&told, TRACE_LIMITED, 0)->value, "0");
    assert_int_equal(line_of(&told, TRACE_VETO, 0)->aspect, 1);
    play_close(&play);
}

static void tells_what_is_open_carried_or_ruled(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct told told;
    struct ruling dnf = {.kind = RULING_STATUS, .stage = 1, .status = RULES_DNF};

    book_plain(&book, 1);
    struct rules_stage *final = book_stage(&book);
    final->carry_count = 1;
    book_module(&book, RATIO_ONE);
    book_part(&book, 3);
    book_aspect(&book, "0", "100", "1");
    play_open(&play, &book, 0);
    play_panel(&play, 0, "40");
    play_panel(&play, 1, "50");
    contest_apply_ruling(&book.rules, 0, play.row, &dnf);
    tell(&play, 1, &told);
    assert_int_equal(line_of(&told, TRACE_PART_OPEN, 0)->n, 2);
    assert_int_equal(line_of(&told, TRACE_CARRIED, 0)->number, 0);
    assert_figure(line_of(&told, TRACE_CARRIED, 0)->value, "40");
    assert_int_equal(line_of(&told, TRACE_STATUS, 0)->n, RULES_DNF);
    assert_null(line_of(&told, TRACE_ENTRY, 0)); // those of the preliminary are not told here
    play_close(&play);
}

static void tells_judges_who_are_apart(void **state)
{
    (void)state;
    static const struct rules_band limit[] = {{{0, 1}, {100, 1}, {1, 1}, {"", ""}}};
    struct book book;
    struct play play;
    struct told told;

    book_plain(&book, 2)->variance = (struct rules_variance){RULES_RANGE, RULES_FLAG, limit, 1};
    play_open(&play, &book, 0);
    play_panel(&play, 0, "5 7");
    tell(&play, 0, &told);
    assert_int_equal(line_of(&told, TRACE_APART, 0)->n, RULES_FLAG);
    play_close(&play);
}

// ---- room

static void says_when_there_is_no_more_room(void **state)
{
    (void)state;
    struct trace_line room[2];
    struct trace trace = {.room = 2, .lines = room};
    struct trace_line line = {.kind = TRACE_OWN};

    trace_add(NULL, &line);
    trace_add(&trace, &line);
    trace_add(&trace, &line);
    assert_false(trace.cut);
    trace_add(&trace, &line);
    assert_true(trace.cut);
    assert_int_equal(trace.count, 2);
}

RUN(cmocka_unit_test(tells_every_step_in_its_order),
    cmocka_unit_test(tells_what_each_fault_took_off),
    cmocka_unit_test(tells_codes_and_what_a_module_dropped),
    cmocka_unit_test(tells_penalties_limits_vetoes_and_times),
    cmocka_unit_test(tells_what_is_open_carried_or_ruled),
    cmocka_unit_test(tells_judges_who_are_apart), cmocka_unit_test(says_when_there_is_no_more_room))
