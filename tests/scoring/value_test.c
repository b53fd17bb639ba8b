// What becomes of a part's figure: seats that are missing, judges who are apart, multipliers, time,
// penalties, limits and vetoes.
#include "tests/scoring/book.h"

static const struct rules_band within_2[] = {{{-1000, 1}, {1000, 1}, {2, 1}, {"", ""}}};

static void accept(struct play *play, bool on)
{
    struct ruling ruling = {.kind = RULING_ACCEPT, .part = 0, .on = on};

    assert_int_equal(contest_check_ruling(play->rules, 0, play->row, &ruling).verdict, V_OK);
    contest_apply_ruling(play->rules, 0, play->row, &ruling);
    assert_int_equal(play_tally(play), V_OK);
}

// ---- missing seats

static void assert_given(enum rules_missing missing, uint32_t least, const char *panel,
                         const char *value)
{
    struct book book;
    struct play play;
    struct rules_part *part = book_plain(&book, 4);

    part->missing = missing;
    part->judges_least = least;
    part->drop_low = 1;
    play_open(&play, &book, 0);
    play_panel(&play, 0, panel);
    assert_int_equal(play_tally(&play), V_OK);
    assert_int_equal(play.tally.part_complete[0], value != NULL);
    assert_figure(play.tally.parts[0], value ? value : "0");
    play_close(&play);
}

static void a_missing_seat_blocks_or_is_filled_in_before_dropping(void **state)
{
    (void)state;
    assert_given(RULES_BLOCK, 0, "8 6 4", NULL);
    assert_given(RULES_GIVEN, 0, "8 6 4", "7");                   // 8 6 without the 4
    assert_given(RULES_ZERO, 0, "8 6 4", "6");                    // 8 6 4 without a 0
    assert_given(RULES_MEAN_OF_GIVEN, 0, "8 6 4", "6.666666667"); // 8 6 6 without the 4
    assert_given(RULES_ZERO, 0, "- - -", NULL);                   // nobody has marked yet
    assert_given(RULES_MEAN_OF_GIVEN, 3, "8 6", NULL);
}

static void a_trim_by_count_replaces_the_drops(void **state)
{
    (void)state;
    static const struct rules_trim trims[] = {{3, 0, 0}, {5, 1, 1}};
    struct book book;
    struct play play;
    struct rules_part *part = book_plain(&book, 5);

    part->missing = RULES_GIVEN;
    part->trims = trims;
    part->trim_count = ROWS(trims);
    play_open(&play, &book, 0);
    play_panel(&play, 0, "1 5 9");
    assert_int_equal(play_tally(&play), V_OK);
    assert_figure(play.tally.parts[0], "5");
    play_panel(&play, 0, "- - - 6 100");
    assert_int_equal(play_tally(&play), V_OK);
    assert_figure(play.tally.parts[0], "6.666666667"); // 5 6 9
    play_close(&play);
}

// ---- judges who are apart

static void judges_who_have_to_agree_hold_the_part_until_a_ruling(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    book_plain(&book, 3)->reduce = RULES_AGREED;
    play_open(&play, &book, 0);
    play_panel(&play, 0, "8 8 9");
    assert_int_equal(play_tally(&play), V_OK);
    assert_true(play.tally.stages[0].held);
    assert_false(play.tally.stages[0].complete);
    assert_figure(play.tally.stages[0].own, "0");
    accept(&play, true);
    assert_false(play.tally.stages[0].held);
    assert_figure(play.tally.stages[0].own, "8");
    accept(&play, false);
    assert_true(play.tally.stages[0].held);
    play_panel(&play, 0, "- - 8");
    assert_int_equal(play_tally(&play), V_OK);
    assert_true(play.tally.stages[0].complete);
    play_close(&play);
}

static void judges_who_are_apart_are_held_flagged_or_left_out(void **state)
{
    (void)state;

    static const struct {
        enum rules_variance_by by;
        enum rules_variance_do act;
        const char *value;
        bool held, flagged;
    } rows[] = {{RULES_RANGE, RULES_HOLD, "0", true, false},
                {RULES_RANGE, RULES_FLAG, "8", false, true},
                {RULES_FROM_MEDIAN, RULES_LEAVE_OUT, "6.5", false, false},
                {RULES_RANGE, RULES_USE_ALL, "8", false, false}};

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct book book;
        struct play play;
        book_plain(&book, 3)->variance =
            (struct rules_variance){rows[i].by, rows[i].act, within_2, 1};
        play_open(&play, &book, 0);
        play_panel(&play, 0, "6 7 11");
        assert_int_equal(play_tally(&play), V_OK);
        assert_int_equal(play.tally.stages[0].held, rows[i].held);
        assert_int_equal(play.tally.stages[0].flagged, rows[i].flagged);
        assert_int_equal(play.tally.stages[0].complete, !rows[i].held);
        assert_figure(play.tally.parts[0], rows[i].value);
        play_close(&play);
    }
}

static void the_sheet_that_sets_judges_apart_is_refused_unless_accepted(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    point_t far[] = {0, points("9")};

    book_plain(&book, 2)->variance =
        (struct rules_variance){RULES_RANGE, RULES_REFUSE, within_2, 1};
    book_aspect(&book, "0", "10", "1");
    play_open(&play, &book, 0);
    assert_int_equal(play_marks(&play, 0, 0, (point_t[]){0, points("6")}), V_OK);
    assert_int_equal(play_marks(&play, 0, 1, far), V_JUDGES_APART);
    assert_int_equal(play.last.item, 1);
    accept(&play, true);
    assert_int_equal(play_marks(&play, 0, 1, far), V_OK);
    assert_int_equal(play_tally(&play), V_OK);
    assert_figure(play.tally.stages[0].own, "7.5");
    book.parts[0].combine = RULES_PER_SHEET; // sheets of 6 and 9
    accept(&play, false);
    assert_true(play.tally.stages[0].held);
    assert_int_equal(play_marks(&play, 0, 1, far), V_JUDGES_APART);
    assert_int_equal(play_marks(&play, 0, 1, (point_t[]){points("1"), points("7")}), V_OK);
    play_close(&play);
}

static void a_weighted_median_is_exact_over_all_aspects(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct rules_part *part = book_plain(&book, 3);

    for (int i = 0; i < 3; i++) {
        book_aspect(&book, "0", "100", "0.01");
    }
    part->reduce = RULES_NEAR_MEDIAN;
    part->rounding = (struct rounding){ROUND_HALF_UP, 2};
    play_open(&play, &book, 0);
    for (uint32_t seat = 0; seat < 3; seat++) { // 1 2 4: (1/2 + 2 + 4/5) / (1/2 + 1 + 1/5)
        point_t mark = points(seat == 0 ? "1" : seat == 1 ? "2" : "4");
        assert_int_equal(play_marks(&play, 0, seat, (point_t[]){mark, mark, mark, mark}), V_OK);
    }
    assert_int_equal(play_tally(&play), V_OK);
    assert_figure(play.tally.parts[0], "7.76"); // 4 x 33/17 = 7.7647 …
    play_close(&play);
}

// ---- multipliers and time

static void the_rules_and_the_declaration_divide_the_figure(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct rules_part *part = book_plain(&book, 1);
    struct declared declared = {.has = RULES_DECLARES_DIVISOR, .divisor = points("1.6")};

    part->divisor = fraction(5, 2);
    part->technical = "referee";
    part->declares = RULES_DECLARES_DIVISOR;
    play_open(&play, &book, 0);
    play_panel(&play, 0, "10");
    assert_int_equal(play_declare(&play, 0, &declared), V_OK);
    assert_int_equal(play_tally(&play), V_OK);
    assert_figure(play.tally.parts[0], "2.5");
    play_close(&play);
}

static void the_net_time_may_be_the_figure(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct declared declared = {.has = RULES_DECLARES_TIME, .time = points("83.456")};

    book_open(&book);
    book_skill(&book)->lower_is_better = true;
    book_stage(&book);
    book_module(&book, RATIO_ONE);
    struct rules_part *part = book_part(&book, 0);
    part->technical = "timer";
    part->declares = RULES_DECLARES_TIME | RULES_DECLARES_NO_MARKS;
    part->figure_is_time = true;
    part->rounding = (struct rounding){ROUND_TRUNCATE, 2};
    play_open(&play, &book, 0);
    assert_int_equal(play_declare(&play, 0, &declared), V_OK);
    assert_int_equal(play_tally(&play), V_OK);
    assert_figure(play.tally.parts[0], "83.45");
    assert_figure(play.tally.results[0].figure, "83.456");
    assert_int_equal(play_declare(&play, 0, &(struct declared){.no_marks = true}), V_OK);
    assert_int_equal(play_tally(&play), V_OK);
    assert_same(play.tally.parts[0], RATIO_CODE(RULES_DNF)); // no time is not a time of 0
    play_close(&play);
}

// ---- penalties

static const struct rules_adjustment penalties[] = {
    {.id = "tenth", .by = RULES_BY_RULING, .percent = true, .amount = -10 * (point_t)POINT_ONE},
    {.id = "over",
     .by = RULES_BY_OVERTIME,
     .amount = -1 * (point_t)POINT_ONE,
     .after = 60 * (point_t)POINT_ONE,
     .each = 30 * (point_t)POINT_ONE,
     .most = 3},
    {.id = "early",
     .by = RULES_BY_EARLY,
     .amount = (point_t)POINT_ONE / 2,
     .after = 60 * (point_t)POINT_ONE,
     .each = 10 * (point_t)POINT_ONE},
    {.id = "warned", .by = RULES_BY_WARNINGS, .amount = -5 * (point_t)POINT_ONE},
    {.id = "offence", .by = RULES_BY_OFFENCES, .amount = -20 * (point_t)POINT_ONE}};

static void open_penalties(struct book *book)
{
    struct rules_part *part = book_plain(book, 1);

    part->technical = "station";
    part->declares = RULES_DECLARES_LOG;
    part->adjustment_count = ROWS(penalties);
    book->rules.adjustment_count = ROWS(penalties);
    book->rules.adjustments = penalties;
}

static void penalties_follow_the_station_log_and_rulings_in_their_order(void **state)
{
    (void)state;

    static const struct {
        const char *time, *added;
        uint32_t warnings, offences, tenths;
        const char *value;
    } rows[] = {
        {"60", "0", 0, 0, 0, "80"},    {"60.1", "0", 0, 0, 0, "79"},
        {"90", "0", 0, 0, 0, "79"},    {"90.000001", "0", 0, 0, 0, "78"},
        {"90.1", "30", 0, 0, 0, "79"}, {"900", "0", 0, 0, 0, "77"},
        {"50", "0", 0, 0, 0, "80.5"},  {"41", "0", 0, 0, 0, "80.5"},
        {"60", "0", 2, 0, 0, "70"},    {"60", "0", 1, 1, 0, "55"},
        {"60", "0", 1, 0, 1, "67"},    {"60", "0", 0, 0, 2, "64"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct book book;
        struct play play;
        struct declared declared = {.has = RULES_DECLARES_LOG,
                                    .time = points(rows[i].time),
                                    .added = points(rows[i].added),
                                    .warnings = rows[i].warnings,
                                    .offences = rows[i].offences};
        struct ruling ruling = {.kind = RULING_ADJUST, .times = rows[i].tenths};
        open_penalties(&book);
        play_open(&play, &book, 0);
        play_panel(&play, 0, "80");
        assert_int_equal(play_declare(&play, 0, &declared), V_OK);
        contest_apply_ruling(&book.rules, 0, play.row, &ruling);
        assert_int_equal(play_tally(&play), V_OK);
        assert_figure(play.tally.parts[0], rows[i].value);
        play_close(&play);
    }
}

static void only_rulings_are_counted_by_rulings(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct ruling ruling = {.kind = RULING_ADJUST, .adjustment = 1, .times = 1};

    open_penalties(&book);
    play_open(&play, &book, 0);
    assert_int_equal(contest_check_ruling(&book.rules, 0, play.row, &ruling).verdict,
                     V_RULING_UNKNOWN);
    play_close(&play);
}

static void floor_and_ceiling_hold_a_part_a_module_and_a_stage(void **state)
{
    (void)state;
    static const char *const totals[] = {"30", "30", "30"};

    for (int where = 0; where < 3; where++) {
        struct book book;
        book_plain(&book, 1);
        struct rules_limits *limits[] = {&book.parts[0].limits, &book.modules[0].limits,
                                         &book.stages[0].limits};
        *limits[where] = (struct rules_limits){true, true, {10, 1}, {30, 1}};
        assert_panel(&book, "31", totals[where]);
        assert_panel(&book, "9", "10");
        assert_panel(&book, "20", "20");
    }
}

// ---- vetoes

static void a_failed_aspect_takes_the_part_the_module_or_the_stage_with_it(void **state)
{
    (void)state;

    static const struct {
        enum rules_veto veto;
        const char *part, *module, *own;
    } rows[] = {{RULES_NO_VETO, "50", "60", "90"},
                {RULES_VETO_PART, "0", "10", "40"},
                {RULES_VETO_MODULE, "0", "0", "30"},
                {RULES_VETO_STAGE, "0", "0", "0"}};

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct book book;
        struct play play;
        book_plain(&book, 1);
        book_aspect(&book, "0", "1", "1")->veto = rows[i].veto;
        book_part(&book, 1);
        book_aspect(&book, "0", "100", "1");
        book_module(&book, RATIO_ONE);
        book_part(&book, 1);
        book_aspect(&book, "0", "100", "1");
        play_open(&play, &book, 0);
        assert_int_equal(play_marks(&play, 0, 0, (point_t[]){points("50"), 0}), V_OK);
        play_panel(&play, 1, "10");
        play_panel(&play, 2, "30");
        assert_int_equal(play_tally(&play), V_OK);
        assert_figure(play.tally.parts[0], rows[i].part);
        assert_figure(play.tally.modules[0], rows[i].module);
        assert_figure(play.tally.stages[0].own, rows[i].own);
        assert_int_equal(play.tally.results[0].veto, rows[i].veto);
        assert_int_equal(play.tally.results[0].vetoed, rows[i].veto != RULES_NO_VETO);
        play_close(&play);
    }
}

static void an_aspect_fails_only_when_no_judge_gives_anything(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    book_plain(&book, 2);
    book.aspects[0].veto = RULES_VETO_PART;
    play_open(&play, &book, 0);
    play_panel(&play, 0, "0 1");
    assert_int_equal(play_tally(&play), V_OK);
    assert_false(play.tally.results[0].vetoed);
    assert_figure(play.tally.parts[0], "0.5");
    play_close(&play);
}

// ---- for tie steps and fields

static void tells_the_figure_with_nobody_dropped(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct ratio value;
    struct rules_part *part = book_plain(&book, 4);

    part->drop_high = part->drop_low = 1;
    book.skills[0].tie_count = 1;
    book.skills[0].ties[0] = (struct rules_tie){.by = RULES_TIE_UNTRIMMED};
    play_open(&play, &book, 0);
    play_panel(&play, 0, "1 5 6 9");
    assert_int_equal(play_tally(&play), V_OK);
    assert_figure(play.tally.parts[0], "5.5");
    assert_figure(play.tally.results[0].untrimmed, "5.25");
    assert_true(tally_untrimmed(&book.rules, play.row, 0, &value));
    assert_figure(value, "5.25");
    play_close(&play);
}

static void tells_the_figure_of_one_seat(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct ratio value = RATIO_ONE;

    book_plain(&book, 2);
    book_aspect(&book, "0", "10", "1")->codes = 1U << RULES_DNF;
    play_open(&play, &book, 0);
    assert_int_equal(play_marks(&play, 0, 0, (point_t[]){points("50"), points("3")}), V_OK);
    assert_true(tally_seat_figure(&book.rules, play.row, 0, 0, &value));
    assert_figure(value, "53");
    assert_false(tally_seat_figure(&book.rules, play.row, 0, 1, &value));
    assert_int_equal(play_marks(&play, 0, 1, (point_t[]){0, POINT_CODE(RULES_DNF)}), V_OK);
    assert_false(tally_seat_figure(&book.rules, play.row, 0, 1, &value));
    play_close(&play);
}

RUN(cmocka_unit_test(a_missing_seat_blocks_or_is_filled_in_before_dropping),
    cmocka_unit_test(a_trim_by_count_replaces_the_drops),
    cmocka_unit_test(judges_who_have_to_agree_hold_the_part_until_a_ruling),
    cmocka_unit_test(judges_who_are_apart_are_held_flagged_or_left_out),
    cmocka_unit_test(the_sheet_that_sets_judges_apart_is_refused_unless_accepted),
    cmocka_unit_test(a_weighted_median_is_exact_over_all_aspects),
    cmocka_unit_test(the_rules_and_the_declaration_divide_the_figure),
    cmocka_unit_test(the_net_time_may_be_the_figure),
    cmocka_unit_test(penalties_follow_the_station_log_and_rulings_in_their_order),
    cmocka_unit_test(only_rulings_are_counted_by_rulings),
    cmocka_unit_test(floor_and_ceiling_hold_a_part_a_module_and_a_stage),
    cmocka_unit_test(a_failed_aspect_takes_the_part_the_module_or_the_stage_with_it),
    cmocka_unit_test(an_aspect_fails_only_when_no_judge_gives_anything),
    cmocka_unit_test(tells_the_figure_with_nobody_dropped),
    cmocka_unit_test(tells_the_figure_of_one_seat))
