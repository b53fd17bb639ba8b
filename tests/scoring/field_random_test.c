// Random relative books: keys agree with the order, and the order of the entries does not matter.
#include "tests/scoring/field_keys.h"
#include "tests/scoring/lively.h"

enum { HOW_MANY = 12 };

static void relate(struct lively *lively, struct rules_part *part)
{
    static const struct ratio table[] = {{9, 1}, {7, 1}, {6, 1}, {5, 1}};

    part->against = (enum rules_against)lively_below(lively, RULES_AGAINST_BORDA + 1);
    part->against_max = fraction(20, 1);
    part->points = table;
    part->point_count = ROWS(table);
    part->order = (enum rules_order)lively_below(lively, 3);
    if (lively_in(lively, 3) && (part->combine == RULES_PER_SHEET || part->aspect_count == 1)) {
        part->normalise = (struct rules_normalise){
            .by = (enum rules_normalise_by)lively_below(lively, RULES_RANKS + 1),
            .sample = lively_in(lively, 2),
            .centre = {100, 1},
            .spread = {20, 1},
            .rounding = {ROUND_HALF_UP, 3}};
    }
    // Shares of sums have large denominators; they are rounded as organisers round them.
    part->judges = part->product = part->rounding = (struct rounding){ROUND_HALF_UP, 2};
}

static void chance_chain(struct lively *lively, struct rules_skill *skill)
{
    const struct rules *rules = &lively->book.rules;

    skill->tolerance = (struct rules_tolerance){
        .has = lively_in(lively, 3), .within = {1, 2}, .chained = lively_in(lively, 2)};
    skill->convention = (enum rules_convention)lively_below(lively, RULES_FRACTIONAL + 1);
    skill->effects[RULES_DNF].in_statistics = lively_in(lively, 2);
    skill->tie_count = 3;
    skill->ties[0] = (struct rules_tie){.by = RULES_TIE_FIRSTS,
                                        .index = lively_below(lively, rules->module_count)};
    skill->ties[1] = (struct rules_tie){.by = RULES_TIE_UNTRIMMED,
                                        .index = lively_below(lively, rules->part_count),
                                        .lower_is_better = lively_in(lively, 2)};
    skill->ties[2] = (struct rules_tie){.by = RULES_TIE_RULING};
}

static void open_relative(struct lively *lively, uint64_t seed)
{
    lively_open(lively, seed);
    for (uint32_t i = 0; i < lively->book.rules.part_count; i++) {
        relate(lively, &lively->book.parts[i]);
    }
    chance_chain(lively, &lively->book.skills[0]);
}

static void live(struct lively *lively, struct ring *ring)
{
    for (size_t i = 0; i < ring->count; i++) {
        struct ruling ruling;
        if (i > 0 && lively_in(lively, 4)) { // like the one before
            memcpy(ring->plays[i].row, ring->plays[i - 1].row,
                   contest_row_bytes(&lively->book.rules, 0));
        }
        for (uint32_t k = lively_below(lively, 60); k > 0; k--) {
            (void)lively_send(lively, &ring->plays[i]);
        }
        if (lively_in(lively, 3)) {
            (void)lively_rule(lively, &ring->plays[i], &ruling);
        }
    }
}

static void keys_and_order_agree_in_relative_skills(void **state)
{
    (void)state;
    static struct lively lively;
    size_t shared = 0;
    size_t settled = 0;

    for (uint64_t seed = 1; seed <= 120; seed++) {
        struct ring ring;
        open_relative(&lively, seed * 104729);
        ring_open(&ring, &lively.book, HOW_MANY);
        live(&lively, &ring);
        assert_true(rules_is_relative(&lively.book.rules, 0));
        if (ring_try(&ring) == V_OK) {
            settled++;
            for (uint32_t stage = 0; stage < lively.book.rules.stage_count; stage++) {
                shared += assert_keys_agree(&ring, stage);
            }
        }
        ring_close(&ring);
    }
    assert_true(shared > 50);
    assert_true(settled > 100);
}

static void assert_like(const struct tally *a, const struct tally *b)
{
    for (uint32_t i = 0; i < a->stage_count; i++) {
        assert_same(a->stages[i].own, b->stages[i].own);
        assert_same(a->stages[i].total, b->stages[i].total);
        assert_int_equal(a->stages[i].order, b->stages[i].order);
        assert_int_equal(a->stages[i].tie_step, b->stages[i].tie_step);
        assert_int_equal(a->stages[i].complete, b->stages[i].complete);
        assert_int_equal(a->stages[i].held, b->stages[i].held);
    }
    for (uint32_t i = 0; i < a->part_count; i++) {
        assert_same(a->parts[i], b->parts[i]);
    }
    for (uint32_t i = 0; i < a->module_count; i++) {
        assert_int_equal(a->firsts[i], b->firsts[i]);
    }
}

// The same rows in another order, into tallies of their own.
static void settle_shuffled(struct lively *lively, const struct ring *ring, enum verdict want)
{
    struct field_entry entries[HOW_MANY];
    struct tally tallies[HOW_MANY];
    void *memories[HOW_MANY];
    const struct rules *rules = &lively->book.rules;
    void *scratch = malloc(field_bytes(rules, 0, HOW_MANY));

    assert_non_null(scratch);
    for (size_t i = 0; i < HOW_MANY; i++) {
        memories[i] = malloc(tally_bytes(rules, 0));
        assert_non_null(memories[i]);
        tally_init(rules, 0, memories[i], &tallies[i]);
        size_t at = lively_below(lively, (uint32_t)i + 1);
        entries[i] = entries[at];
        entries[at] = ring->entries[i];
        entries[at].tally = &tallies[i];
    }
    assert_int_equal(field_settle(rules, 0, entries, HOW_MANY, NULL, 0, scratch), want);
    for (size_t i = 0; i < HOW_MANY; i++) {
        if (want == V_OK) {
            assert_like(ring->entries[i].tally, &tallies[i]);
        }
        free(memories[i]);
    }
    free(scratch);
}

static void the_order_of_the_entries_does_not_matter(void **state)
{
    (void)state;
    static struct lively lively;

    for (uint64_t seed = 1; seed <= 120; seed++) {
        struct ring ring;
        open_relative(&lively, seed * 15485863);
        ring_open(&ring, &lively.book, HOW_MANY);
        live(&lively, &ring);
        settle_shuffled(&lively, &ring, ring_try(&ring));
        ring_close(&ring);
    }
}

// What relates nobody to anybody comes to the same with the field as without.
static void a_field_without_comparisons_gives_each_his_own_tally(void **state)
{
    (void)state;
    static struct lively lively;

    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct ring ring;
        struct play other;
        lively_open(&lively, seed * 31337);
        lively.book.skills[0].tolerance = (struct rules_tolerance){.has = true, .within = {0, 1}};
        ring_open(&ring, &lively.book, HOW_MANY);
        live(&lively, &ring);
        bool settled = ring_try(&ring) == V_OK;
        play_open(&other, &lively.book, 0);
        for (size_t i = 0; settled && i < HOW_MANY; i++) {
            assert_int_equal(tally_row(&lively.book.rules, 0, ring.plays[i].row, &other.tally),
                             V_OK);
            for (uint32_t k = 0; k < other.tally.stage_count; k++) {
                const struct stage_result *stage = &ring.plays[i].tally.stages[k];
                assert_same(stage->total, other.tally.stages[k].total);
                assert_int_equal(stage->complete, other.tally.stages[k].complete);
                assert_int_equal(stage->done, other.tally.stages[k].done);
            }
        }
        play_close(&other);
        ring_close(&ring);
    }
}

RUN(cmocka_unit_test(keys_and_order_agree_in_relative_skills),
    cmocka_unit_test(the_order_of_the_entries_does_not_matter),
    cmocka_unit_test(a_field_without_comparisons_gives_each_his_own_tally))
