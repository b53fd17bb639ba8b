// From the values of parts to modules and stages: roll-ups, dropping, codes, cut-offs, weights.
#include "tests/scoring/book.h"

enum { PARTS_MAX = 6 };

// A module of so many parts, each with one seat; marks 0 to 1000, DNF and DNS allowed.
static struct rules_module *open_parts(struct book *book, uint32_t parts)
{
    book_open(book);
    book_skill(book);
    book_stage(book);
    struct rules_module *module = book_module(book, RATIO_ONE);
    for (uint32_t i = 0; i < parts; i++) {
        book_part(book, 1);
        book_aspect(book, "0", "1000", "0.01")->codes = 1U << RULES_DNF | 1U << RULES_DNS;
    }
    return module;
}

static enum verdict send(struct play *play, uint32_t part, const char *mark)
{
    point_t value = POINT_CODE(strcmp(mark, "dns") == 0 ? RULES_DNS : RULES_DNF);

    (void)point_parse(mark, strlen(mark), &value);
    return play_marks(play, part, 0, &value);
}

// "7 dnf - 9": one mark for each part, "-" is none.
static void send_all(struct play *play, const char *marks)
{
    uint32_t part = 0;

    for (const char *at = marks; *at; part++) {
        char word[16] = {0};
        size_t len = strcspn(at, " ");
        memcpy(word, at, len);
        if (strcmp(word, "-") != 0) {
            assert_int_equal(send(play, part, word), V_OK);
        }
        at += len + strspn(at + len, " ");
    }
    assert_int_equal(play_tally(play), V_OK);
}

static void assert_value(struct ratio value, const char *want)
{
    if (strcmp(want, "dnf") == 0) {
        assert_same(value, RATIO_CODE(RULES_DNF));
    } else if (strcmp(want, "dns") == 0) {
        assert_same(value, RATIO_CODE(RULES_DNS));
    } else {
        assert_figure(value, want);
    }
}

static void assert_rolled(const struct book *book, const char *marks, const char *own)
{
    struct play play;

    play_open(&play, book, 0);
    send_all(&play, marks);
    assert_value(play.tally.stages[0].own, own);
    play_close(&play);
}

static void rolls_parts_up_as_the_module_says(void **state)
{
    (void)state;

    static const struct {
        enum rules_roll_up how;
        bool lower;
        const char *values, *one_code, *codes, *all_dns;
    } rows[] = {{RULES_ADD, false, "18", "dnf", "dnf", "dns"},
                {RULES_AVERAGE, false, "6", "dnf", "dnf", "dns"},
                {RULES_WORST_OF, false, "3", "dnf", "dnf", "dns"},
                {RULES_WORST_OF, true, "10", "dnf", "dnf", "dns"},
                {RULES_BEST_OF, false, "10", "10", "dnf", "dns"},
                {RULES_BEST_OF, true, "3", "5", "dnf", "dns"},
                {RULES_PRODUCT_OF, false, "150", "dnf", "dnf", "dns"}};

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct book book;
        open_parts(&book, 3)->roll_up = rows[i].how;
        book.skills[0].lower_is_better = rows[i].lower;
        assert_rolled(&book, "3 10 5", rows[i].values);
        assert_rolled(&book, "dnf 10 5", rows[i].one_code);
        assert_rolled(&book, "dnf dns dnf", rows[i].codes);
        assert_rolled(&book, "dns dns dns", rows[i].all_dns);
    }
}

static void a_mean_with_a_dns_in_it_is_not_finished(void **state)
{
    (void)state;
    struct book book;

    open_parts(&book, 3)->roll_up = RULES_AVERAGE;
    assert_rolled(&book, "3 dns 5", "dnf");
}

static void drops_the_best_and_the_worst_parts_and_keeps_so_many(void **state)
{
    (void)state;

    static const struct {
        uint32_t best, drop_best, drop_worst;
        bool lower;
        const char *own;
    } rows[] = {{0, 1, 0, false, "15"}, {0, 0, 1, false, "20"}, {0, 1, 1, false, "12"},
                {2, 0, 0, false, "15"}, {2, 1, 0, false, "12"}, {2, 0, 0, true, "8"},
                {1, 1, 1, false, "7"},  {0, 1, 1, true, "12"},  {9, 0, 0, false, "23"}};

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct book book;
        struct rules_module *module = open_parts(&book, 4);
        module->best = rows[i].best;
        module->drop_best = rows[i].drop_best;
        module->drop_worst = rows[i].drop_worst;
        module->order = rows[i].lower ? RULES_LOW : RULES_HIGH;
        assert_rolled(&book, "7 5 8 3", rows[i].own);
    }
}

static void a_code_is_worse_than_any_value(void **state)
{
    (void)state;
    struct book book;
    struct rules_module *module = open_parts(&book, 4);

    module->best = 3;
    assert_rolled(&book, "7 5 8 dnf", "20");
    assert_rolled(&book, "7 dnf 8 dnf", "dnf");
    book.skills[0].lower_is_better = true;
    assert_rolled(&book, "7 5 8 dnf", "20");
}

static void weights_of_parts_count_in_sums_and_means(void **state)
{
    (void)state;
    struct book book;
    struct rules_module *module = open_parts(&book, 2);

    book.parts[0].weight = fraction(2, 1);
    assert_rolled(&book, "10 4", "24");
    module->roll_up = RULES_AVERAGE;
    assert_rolled(&book, "10 4", "8"); // (20 + 4) / 3
    module->roll_up = RULES_BEST_OF;
    assert_rolled(&book, "10 4", "10");
}

static void a_module_may_look_again_at_the_parts_of_another(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct rules_module *module = open_parts(&book, 3);

    module->roll_up = RULES_AVERAGE;
    struct rules_module *best = book_module(&book, RATIO_ONE);
    best->part_first = 0;
    best->part_count = 3;
    best->again = best->aside = true;
    best->roll_up = RULES_BEST_OF;
    book.skills[0].lower_is_better = true;
    play_open(&play, &book, 0);
    send_all(&play, "12 9 12");
    assert_figure(play.tally.modules[0], "11");
    assert_figure(play.tally.modules[1], "9");
    assert_figure(play.tally.stages[0].own, "11"); // aside: for tie steps and for eyes
    assert_int_equal(play.tally.part_count, 3);
    assert_int_equal(play.tally.stages[0].expected, 3);
    play_close(&play);
}

static void a_long_sum_is_rounded_in_its_own_way(void **state)
{
    (void)state;
    struct book book;
    struct rules_module *module = open_parts(&book, 1);

    module->sum = (struct rounding){ROUND_HALF_UP, 1};
    module->has_long = true;
    module->long_from = fraction(600, 1);
    module->longer = (struct rounding){ROUND_HALF_UP, 0};
    assert_rolled(&book, "600.00", "600");
    assert_rolled(&book, "599.94", "599.9");
    assert_rolled(&book, "600.50", "601");
}

static void the_sum_before_the_weight_is_kept_for_pass_marks(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    open_parts(&book, 1)->weight = fraction(3, 10);
    play_open(&play, &book, 0);
    send_all(&play, "59.99");
    assert_figure(play.tally.sums[0], "59.99");
    assert_figure(play.tally.modules[0], "17.997");
    play_close(&play);
}

// ---- cut-offs

static void open_cutoff(struct book *book)
{
    struct rules_module *module = open_parts(book, 5);

    book->skills[0].lower_is_better = true;
    module->roll_up = RULES_AVERAGE;
    module->drop_best = module->drop_worst = 1;
    module->cutoff = (struct rules_cutoff){2, {15, 1}, false};
    struct rules_module *best = book_module(book, RATIO_ONE);
    best->part_first = 0;
    best->part_count = 5;
    best->again = best->aside = true;
    best->roll_up = RULES_BEST_OF;
}

static void after_a_missed_cut_off_nothing_more_is_awaited(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    open_cutoff(&book);
    play_open(&play, &book, 0);
    send_all(&play, "16");
    assert_int_equal(send(&play, 2, "10"), V_OK); // it may overtake the second attempt
    send_all(&play, "16 15.00");                  // not better than 15
    assert_int_equal(send(&play, 3, "10"), V_CUTOFF_MISSED);
    assert_false(contest_expects_sheet(&book.rules, 0, play.row, 2, 0));
    assert_true(play.tally.stages[0].complete);
    assert_int_equal(play.tally.stages[0].expected, 2);
    assert_same(play.tally.modules[0], RATIO_CODE(RULES_RUNNING)); // no value
    assert_same(play.tally.stages[0].total, RATIO_CODE(RULES_DNF));
    assert_figure(play.tally.modules[1], "15"); // the best of what he had
    book.modules[0].cutoff.or_equal = true;
    assert_int_equal(play_tally(&play), V_OK);
    assert_int_equal(play.tally.stages[0].expected, 5);
    assert_int_equal(play.tally.stages[0].done, 3);
    play_close(&play);
}

static void one_good_attempt_is_enough_for_the_rest(void **state)
{
    (void)state;
    struct book book;
    struct play play;

    open_cutoff(&book);
    play_open(&play, &book, 0);
    send_all(&play, "dnf 14.99 20 18 16");
    assert_true(play.tally.stages[0].complete);
    assert_figure(play.tally.stages[0].own, "18"); // 16 18 20
    send_all(&play, "dnf 15.01");                  // amended: now it was missed
    assert_same(play.tally.stages[0].own, RATIO_CODE(RULES_DNF));
    assert_figure(play.tally.parts[2], "0");
    assert_false(play.tally.results[2].counts);
    play_close(&play);
}

// ---- stages

static void rolls_modules_up_as_the_stage_says(void **state)
{
    (void)state;

    static const struct {
        enum rules_roll_up how;
        const char *own, *with_one, *with_code;
    } rows[] = {{RULES_ADD, "7", "4", "dnf"},
                {RULES_AVERAGE, "7", "8", "dnf"}, // (4 + 3) / (0.5 + 0.5); 4 / 0.5
                {RULES_WORST_OF, "3", "4", "dnf"},
                {RULES_BEST_OF, "4", "4", "4"},
                {RULES_PRODUCT_OF, "12", "4", "dnf"}};

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct book book;
        open_parts(&book, 1)->weight = fraction(1, 2);
        book_module(&book, fraction(1, 2));
        book_part(&book, 1);
        book_aspect(&book, "0", "100", "1")->codes = 1U << RULES_DNF;
        book.stages[0].roll_up = rows[i].how;
        assert_rolled(&book, "8 6", rows[i].own);
        assert_rolled(&book, "8", rows[i].with_one);
        assert_rolled(&book, "8 dnf", rows[i].with_code);
    }
}

static void the_order_of_a_node_holds_below_it(void **state)
{
    (void)state;
    struct book book;

    open_parts(&book, 2);
    assert_false(rules_part_lower(&book.rules, 1));
    book.skills[0].lower_is_better = true;
    assert_true(rules_stage_lower(&book.rules, 0));
    assert_true(rules_part_lower(&book.rules, 1));
    book.stages[0].order = RULES_HIGH;
    assert_false(rules_module_lower(&book.rules, 0));
    book.parts[1].order = RULES_LOW;
    assert_true(rules_part_lower(&book.rules, 1));
    assert_false(rules_part_lower(&book.rules, 0));
}

RUN(cmocka_unit_test(rolls_parts_up_as_the_module_says),
    cmocka_unit_test(a_mean_with_a_dns_in_it_is_not_finished),
    cmocka_unit_test(drops_the_best_and_the_worst_parts_and_keeps_so_many),
    cmocka_unit_test(a_code_is_worse_than_any_value),
    cmocka_unit_test(weights_of_parts_count_in_sums_and_means),
    cmocka_unit_test(a_module_may_look_again_at_the_parts_of_another),
    cmocka_unit_test(a_long_sum_is_rounded_in_its_own_way),
    cmocka_unit_test(the_sum_before_the_weight_is_kept_for_pass_marks),
    cmocka_unit_test(after_a_missed_cut_off_nothing_more_is_awaited),
    cmocka_unit_test(one_good_attempt_is_enough_for_the_rest),
    cmocka_unit_test(rolls_modules_up_as_the_stage_says),
    cmocka_unit_test(the_order_of_a_node_holds_below_it))
