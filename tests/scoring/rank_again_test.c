// An order that is brought up to date is what ordering all of it gives, whoever moved.
#include "tests/scoring/field_book.h"
#include "tests/scoring/lively.h"

enum { ROWS_MANY = 24, SEEDS = 200, STEPS = 25, MOVES = 4 };

struct kept {
    size_t count;
    struct rank_line lines[ROWS_MANY];
};

static void chance_chain(struct lively *lively, struct rules_skill *skill)
{
    skill->convention = (enum rules_convention)lively_below(lively, RULES_FRACTIONAL + 1);
    skill->tie_count = lively_below(lively, 3);
    for (uint32_t i = 0; i < skill->tie_count; i++) {
        skill->ties[i] = (struct rules_tie){
            .by = lively_in(lively, 2) ? RULES_TIE_MODULE : RULES_TIE_RULING, .index = 0};
    }
}

// Sheets and rulings for a few, whose rows may be like another's afterwards: returns whose, in
// bits.
static uint32_t live(struct lively *lively, struct ring *ring)
{
    uint32_t moved = 0;

    for (uint32_t k = lively_below(lively, MOVES + 1); k > 0; k--) {
        uint32_t at = lively_below(lively, ROWS_MANY);
        struct ruling ruling;
        if (lively_in(lively, 3)) {
            memcpy(ring->plays[at].row, ring->plays[lively_below(lively, ROWS_MANY)].row,
                   contest_row_bytes(&lively->book.rules, 0));
        }
        for (uint32_t n = lively_below(lively, 12); n > 0; n--) {
            (void)lively_send(lively, &ring->plays[at]);
        }
        if (lively_in(lively, 4)) {
            (void)lively_rule(lively, &ring->plays[at], &ruling);
        }
        moved |= 1U << at;
    }
    return moved;
}

// After ring_rank, which settles the tallies.
static void bring_up(struct kept *kept, struct ring *ring, uint32_t moved)
{
    const struct rules *rules = &ring->book->rules;
    struct rank_line fresh[ROWS_MANY];
    struct rank_line out[2 * ROWS_MANY];
    bool gone[ROWS_MANY];
    size_t count = 0;

    for (uint32_t i = 0; i < ROWS_MANY; i++) {
        gone[i] = moved >> i & 1;
        if (moved >> i & 1 && rank_is_listed(rules, 0, &ring->plays[i].tally)) {
            fresh[count++] = (struct rank_line){.tally = &ring->plays[i].tally, .who = i};
        }
    }
    struct rank_before before = {kept->lines, kept->count, gone};
    kept->count = rank_again(rules, 0, &before, fresh, count, out);
    assert_true(kept->count <= ROWS_MANY);
    memcpy(kept->lines, out, kept->count * sizeof *out);
}

static void assert_order(const struct kept *kept, const struct ring *ring, size_t count)
{
    assert_int_equal(kept->count, count);
    for (size_t i = 0; i < count; i++) {
        const struct rank_line *got = &kept->lines[i];
        const struct rank_line *want = &ring->lines[i];
        assert_int_equal(got->who, want->who);
        assert_int_equal(got->place, want->place);
        assert_int_equal(got->half, want->half);
        assert_int_equal(got->shared, want->shared);
        assert_int_equal(got->tie_step, want->tie_step);
        assert_int_equal(rank_find(&ring->book->rules, 0, kept->lines, count, got->tally, got->who),
                         i);
    }
}

static size_t run(struct lively *lively)
{
    struct ring ring;
    struct kept kept = {.count = 0};
    size_t shared = 0;

    ring_open(&ring, &lively->book, ROWS_MANY);
    for (unsigned step = 0; step < STEPS; step++) {
        uint32_t moved = live(lively, &ring);
        size_t count = ring_rank(&ring, 0);
        bring_up(&kept, &ring, moved);
        assert_order(&kept, &ring, count);
        for (size_t i = 0; i < count; i++) {
            shared += kept.lines[i].shared;
        }
    }
    ring_close(&ring);
    return shared;
}

static void an_order_brought_up_to_date_is_the_order_of_all(void **state)
{
    (void)state;
    static struct lively lively;
    size_t books = 0;
    size_t shared = 0;

    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        lively_open(&lively, seed * 104729);
        chance_chain(&lively, &lively.book.skills[0]);
        if (!rules_is_relative(&lively.book.rules, 0)) { // there one mark moves others
            books++;
            shared += run(&lively);
        }
    }
    assert_true(books > SEEDS / 4);
    assert_true(shared > 1000); // the test would be idle without ties
}

static void who_is_not_listed_is_nowhere(void **state)
{
    (void)state;
    static const char *const marks[] = {"9", "8", "7"};
    struct book book;
    struct ring ring;

    book_plain(&book, 1);
    ring_open(&ring, &book, 4);
    ring_marks(&ring, 0, marks, ROWS(marks));
    size_t count = ring_rank(&ring, 0);
    assert_int_equal(count, 3);
    assert_int_equal(rank_find(&book.rules, 0, ring.lines, 3, &ring.plays[3].tally, 3), 3);
    assert_int_equal(rank_find(&book.rules, 0, ring.lines, 0, &ring.plays[0].tally, 0), 0);
    ring_close(&ring);
}

RUN(cmocka_unit_test(an_order_brought_up_to_date_is_the_order_of_all),
    cmocka_unit_test(who_is_not_listed_is_nowhere))
