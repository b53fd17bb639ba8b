// Tie steps that compare a module's values one by one, steps that hold in later stages, and parts
// that nobody waits for.
#include "scoring/rank_countback.h"
#include "tests/scoring/chance.h"
#include "tests/scoring/field_book.h"

enum { RACES = 4 };

// Races with one judge, lower is better, the worst is dropped; equal totals go to these steps.
static void open_series(struct book *book, enum rules_tie_by first, enum rules_tie_by second)
{
    book_open(book);
    struct rules_skill *skill = book_skill(book);
    skill->lower_is_better = true;
    skill->tie_count = 2;
    skill->ties[0] = (struct rules_tie){.by = first, .lower_is_better = true};
    skill->ties[1] = (struct rules_tie){.by = second, .lower_is_better = true};
    book_stage(book);
    book_module(book, RATIO_ONE)->drop_worst = 1;
    for (int i = 0; i < RACES; i++) {
        book_part(book, 1);
        book_aspect(book, "1", "99", "1");
    }
}

// "1 4 3 5" for each competitor; "-" is a race without a sheet.
static void sail(struct ring *ring, const char *const *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t part = 0;
        for (const char *at = rows[i]; *at; at += strspn(at, " "), part++) {
            size_t len = strcspn(at, " ");
            point_t value = 0;
            if (point_parse(at, len, &value)) {
                assert_int_equal(play_marks(&ring->plays[i], part, 0, &value), V_OK);
            }
            at += len;
        }
    }
}

static void the_best_of_those_that_count_decides_then_the_last(void **state)
{
    (void)state;
    static const char *const rows[] = {"1 4 3 5", "2 2 4 7", "1 3 4 6"};
    struct book book;
    struct ring ring;

    open_series(&book, RULES_TIE_COUNTBACK, RULES_TIE_LATEST);
    assert_true(rules_is_relative(&book.rules, 0));
    ring_open(&ring, &book, 3);
    sail(&ring, rows, 3);
    assert_ranking(&ring, 0, "a1 c2 b3 ");
    assert_int_equal(ring.lines[1].tie_step, 2);
    assert_int_equal(ring.lines[2].tie_step, 1);
    ring_close(&ring);
}

static void the_explanation_names_the_first_values_that_differ(void **state)
{
    (void)state;
    static const char *const rows[] = {"1 4 3 5", "1 2 5 7"};
    struct book book;
    struct ring ring;
    struct ratio a;
    struct ratio b;

    open_series(&book, RULES_TIE_COUNTBACK, RULES_TIE_LATEST);
    ring_open(&ring, &book, 2);
    sail(&ring, rows, 2);
    assert_ranking(&ring, 0, "b1 a2 ");
    rank_countback_apart(&book.rules, &book.skills[0].ties[0], &ring.plays[0].tally,
                         &ring.plays[1].tally, &a, &b);
    assert_figure(a, "3");
    assert_figure(b, "2");
    rank_countback_apart(&book.rules, &book.skills[0].ties[1], &ring.plays[0].tally,
                         &ring.plays[1].tally, &a, &b);
    assert_figure(a, "5");
    assert_figure(b, "7");
    ring_close(&ring);
}

static void nobody_waits_for_a_part_that_is_optional(void **state)
{
    (void)state;
    static const char *const rows[] = {"1 4 3 -", "2 2 5 -", "- - - -"};
    static const char *const later[] = {"- - - 9"};
    struct book book;
    struct ring ring;

    open_series(&book, RULES_TIE_COUNTBACK, RULES_TIE_LATEST);
    book.parts[3].optional = true;
    ring_open(&ring, &book, 3);
    sail(&ring, rows, 3);
    assert_ranking(&ring, 0, "a1 b2 ");
    assert_int_equal(ring.plays[0].tally.stages[0].expected, 3);
    assert_false(contest_expects_sheet(&book.rules, 0, ring.plays[0].row, 3, 0));
    sail(&ring, later, 1);
    assert_ranking(&ring, 0, "b1 a2 ");
    assert_total(&ring, 0, "8");
    assert_int_equal(ring.plays[0].tally.stages[0].expected, 4);
    ring_close(&ring);
}

static void a_value_that_is_not_there_is_worse_than_any(void **state)
{
    (void)state;
    static const char *const rows[] = {"3 3 9 9", "3 3 9 -"};
    struct book book;
    struct ring ring;

    open_series(&book, RULES_TIE_LATEST, RULES_TIE_COUNTBACK);
    book.modules[0].best = 2;
    book.modules[0].drop_worst = 0;
    book.parts[3].optional = true;
    ring_open(&ring, &book, 2);
    sail(&ring, rows, 2);
    assert_ranking(&ring, 0, "a1 b2 ");
    ring_close(&ring);
}

static void a_step_of_an_earlier_stage_holds_always_if_the_rules_say_so(void **state)
{
    (void)state;
    struct book book;
    struct play play;
    struct rules_skill *skill = NULL;

    open_series(&book, RULES_TIE_STAGE_OWN, RULES_TIE_RULING);
    skill = &book.skills[0];
    book_stage(&book);
    book_module(&book, RATIO_ONE);
    book_part(&book, 1);
    book_aspect(&book, "0", "10", "1");
    assert_false(rules_tie_holds(&book.rules, 1, &skill->ties[0]));
    size_t without = rank_key_len(&book.rules, 1);
    skill->ties[0].always = true;
    assert_true(rules_tie_holds(&book.rules, 1, &skill->ties[0]));
    assert_int_equal(rank_key_len(&book.rules, 1), without + RATIO_KEY);
    skill->ties[0].index = 1;
    assert_false(rules_tie_holds(&book.rules, 0, &skill->ties[0]));
    play_open(&play, &book, 0);
    assert_int_equal(play_tally(&play), V_OK);
    play_close(&play);
}

// The order of the keys, which is what Redis sorts by, is the order of the engine's ranking.
static void random_series_have_keys_in_the_order_of_the_ranking(void **state)
{
    (void)state;
    uint64_t chance = 5;

    for (int round = 0; round < 200; round++) {
        struct book book;
        struct ring ring;
        unsigned char keys[8][RULES_KEY_MAX];
        open_series(&book, RULES_TIE_COUNTBACK, RULES_TIE_LATEST);
        ring_open(&ring, &book, 8);
        for (size_t i = 0; i < 8; i++) {
            for (uint32_t part = 0; part < RACES; part++) {
                point_t value = (1 + (point_t)chance_below(&chance, 3)) * POINT_ONE;
                assert_int_equal(play_marks(&ring.plays[i], part, 0, &value), V_OK);
            }
        }
        size_t count = ring_rank(&ring, 0);
        assert_int_equal(count, 8);
        size_t len = rank_key_len(&book.rules, 0);
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(rank_key(&book.rules, 0, ring.lines[i].tally, keys[i]), len);
            if (i > 0) {
                int order = memcmp(keys[i - 1], keys[i], len);
                assert_true(ring.lines[i].place == ring.lines[i - 1].place ? order == 0
                                                                           : order < 0);
            }
        }
        ring_close(&ring);
    }
}

static void a_module_too_long_to_be_compared_is_refused_at_import(void **state)
{
    (void)state;
    struct book book;
    uint32_t index = 9;

    open_series(&book, RULES_TIE_COUNTBACK, RULES_TIE_LATEST);
    for (int i = RACES; i < RULES_COUNTBACK_MAX; i++) {
        book_part(&book, 1);
        book_aspect(&book, "1", "99", "1");
    }
    assert_int_equal(rules_check(&book.rules, &index), RULES_SENSE);
    book_part(&book, 1);
    book_aspect(&book, "1", "99", "1");
    assert_int_equal(rules_check(&book.rules, &index), RULES_COUNTBACK_LONG);
    assert_int_equal(index, 0);
}

RUN(cmocka_unit_test(the_best_of_those_that_count_decides_then_the_last),
    cmocka_unit_test(the_explanation_names_the_first_values_that_differ),
    cmocka_unit_test(nobody_waits_for_a_part_that_is_optional),
    cmocka_unit_test(a_value_that_is_not_there_is_worse_than_any),
    cmocka_unit_test(a_step_of_an_earlier_stage_holds_always_if_the_rules_say_so),
    cmocka_unit_test(random_series_have_keys_in_the_order_of_the_ranking),
    cmocka_unit_test(a_module_too_long_to_be_compared_is_refused_at_import))
