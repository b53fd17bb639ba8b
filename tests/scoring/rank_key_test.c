// Sorting by keys and exact comparison check each other on random books and rows.
#include "tests/scoring/field_keys.h"
#include "tests/scoring/lively.h"

static void fill_sheet(struct play *play, uint32_t index, uint32_t seat, uint64_t *seed)
{
    const struct rules_part *part = &play->rules->parts[index];
    point_t values[RULES_ASPECTS_MAX] = {0};

    for (uint32_t k = 0; k < part->aspect_count; k++) {
        const struct rules_aspect *aspect = &play->rules->aspects[part->aspect_first + k];
        values[k] = chance_in(seed, 3) ? chance_mark(seed, aspect) : aspect->max;
    }
    if (!chance_in(seed, 30)) {
        assert_int_equal(play_marks(play, index, seat, values), V_OK);
    }
}

static void fill_row(struct play *play, uint64_t *seed)
{
    for (uint32_t i = 0; i < play->rules->part_count; i++) {
        const struct rules_part *part = &play->rules->parts[i];
        struct declared declared;
        for (uint32_t seat = 0; seat < part->seat_count && part->aspect_count > 0; seat++) {
            fill_sheet(play, i, seat, seed);
        }
        if (part->technical && !chance_in(seed, 10)) {
            uint64_t same = 5 + chance_below(seed, 2);
            chance_declare(&declared, &same, part);
            assert_int_equal(play_declare(play, i, &declared), V_OK);
        }
    }
}

static void keys_and_exact_order_agree_on_random_rows(void **state)
{
    (void)state;
    uint64_t seed = 31;
    size_t shared = 0;

    for (int round = 0; round < 150; round++) {
        struct book book;
        struct ring ring;
        chance_book(&book, &seed);
        ring_open(&ring, &book, RING_MAX);
        for (size_t i = 0; i < ring.count; i++) {
            uint64_t again = 100 + seed % 1000 + i / 2; // every second row is like the one before
            fill_row(&ring.plays[i], chance_in(&seed, 2) ? &seed : &again);
        }
        for (uint32_t stage = 0; stage < book.rules.stage_count; stage++) {
            shared += assert_keys_agree(&ring, stage);
        }
        ring_close(&ring);
    }
    assert_true(shared > 100); // the test would be idle without ties
}

// A chain of steps that need no field.
static void chance_chain(struct lively *lively, struct rules_skill *skill)
{
    static const enum rules_tie_by steps[] = {RULES_TIE_MODULE,    RULES_TIE_PART,
                                              RULES_TIE_STAGE_OWN, RULES_TIE_TIME,
                                              RULES_TIE_UNTRIMMED, RULES_TIE_RULING};
    const struct rules *rules = &lively->book.rules;

    skill->tie_count = lively_below(lively, 5);
    for (uint32_t i = 0; i < skill->tie_count; i++) {
        struct rules_tie *tie = &skill->ties[i];
        tie->by = steps[lively_below(lively, ROWS(steps))];
        tie->lower_is_better = lively_in(lively, 2);
        uint32_t count = tie->by == RULES_TIE_MODULE      ? rules->module_count
                         : tie->by == RULES_TIE_STAGE_OWN ? rules->stage_count
                                                          : rules->part_count;
        tie->index = lively_below(lively, count);
    }
}

static void live(struct lively *lively, struct ring *ring)
{
    for (size_t i = 0; i < ring->count; i++) {
        struct ruling ruling;
        if (i > 0 && lively_in(lively, 3)) { // like the one before
            memcpy(ring->plays[i].row, ring->plays[i - 1].row,
                   contest_row_bytes(&lively->book.rules, 0));
        }
        for (uint32_t k = lively_below(lively, 30); k > 0; k--) {
            (void)lively_send(lively, &ring->plays[i]);
        }
        if (lively_in(lively, 4)) {
            (void)lively_rule(lively, &ring->plays[i], &ruling);
        }
    }
}

static void keys_and_exact_order_agree_whatever_happens(void **state)
{
    (void)state;
    static struct lively lively;
    size_t shared = 0;

    for (uint64_t seed = 1; seed <= 150; seed++) {
        struct ring ring;
        lively_open(&lively, seed * 7919);
        struct rules_skill *skill = &lively.book.skills[0];
        chance_chain(&lively, skill);
        skill->convention = (enum rules_convention)lively_below(&lively, RULES_FRACTIONAL + 1);
        ring_open(&ring, &lively.book, 24);
        live(&lively, &ring);
        for (uint32_t stage = 0; stage < lively.book.rules.stage_count; stage++) {
            shared += assert_keys_agree(&ring, stage);
        }
        ring_close(&ring);
    }
    assert_true(shared > 100);
}

RUN(cmocka_unit_test(keys_and_exact_order_agree_on_random_rows),
    cmocka_unit_test(keys_and_exact_order_agree_whatever_happens))
