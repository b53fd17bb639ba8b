// Check-in and draw as the fold of their entries: what was written against the rules is never
// taken.
#include "live/lot.h"
#include "live/muster_draw.h"
#include "tests/live/veil.h"

static struct entry_muster commitment(struct forge *it, const unsigned char seed[LOT_SEED])
{
    unsigned char hash[SECRET_HASH];
    char *hex = arena_alloc(it->arena, SECRET_HEX);
    struct slice *here = NULL;
    size_t count = muster_draw_present(it->arena, it->record, 0, &here);

    secret_sha256((struct slice){(const char *)seed, LOT_SEED}, hash);
    text_hex(hash, sizeof hash, hex);
    return (struct entry_muster){.act = MUSTER_COMMITMENT,
                                 .skill = SLICE("s"),
                                 .stations = 2,
                                 .ids = {count, here},
                                 .commitment = slice_of(hex),
                                 .sealed = SLICE("00")};
}

static struct entry_muster opening(struct forge *it, const unsigned char seed[LOT_SEED])
{
    char *hex = arena_alloc(it->arena, SECRET_HEX);
    struct entry_muster act = {.act = MUSTER_DRAW, .skill = SLICE("s"), .word = SLICE("词")};

    text_hex(seed, LOT_SEED, hex);
    act.seed = slice_of(hex);
    muster_draw_work_out(it->arena, muster_draw_of(it->record, 0), seed, act.word, false, &act);
    return act;
}

static struct forge *four_here(void)
{
    struct forge *it = forge_new();

    for (unsigned i = 1; i <= 5; i++) {
        veil_check_in(it, arena_printf(it->arena, "x%u", i),
                      i == 3 ? MUSTER_ABSENT : MUSTER_PRESENT);
    }
    return it;
}

static void who_is_here_may_be_drawn_and_nobody_else(void **state)
{
    (void)state;
    struct forge *it = four_here();
    static const char *const here[] = {"x1", "x2", "x4", "x5"};
    struct slice *ids = NULL;

    assert_int_equal(muster_draw_present(it->arena, it->record, 0, &ids), 4);
    for (size_t i = 0; i < ROWS(here); i++) {
        assert_true(slice_is(ids[i], here[i]));
    }
    veil_check_in(it, "x2", MUSTER_EXPECTED);
    veil_check_in(it, "x3", MUSTER_LATE);
    veil_check_in(it, "x6", MUSTER_REPLACED);
    assert_int_equal(muster_draw_present(it->arena, it->record, 0, &ids), 5);
    forge_free(it);
}

static void a_draw_that_does_not_follow_from_its_seed_breaks_the_journal(void **state)
{
    (void)state;
    static const unsigned char seed[LOT_SEED] = {7};
    static const unsigned char other[LOT_SEED] = {8};

    for (int how = 0; how < 3; how++) {
        struct forge *it = four_here();
        struct entry_muster committed = commitment(it, seed);
        assert_int_equal(veil_add(it, &committed), RECORD_GOOD);
        struct entry_muster act = opening(it, how == 1 ? other : seed);
        struct slice *first = (struct slice *)(uintptr_t)act.batches[0].ids;
        if (how == 2) { // two change places
            struct slice kept = first[0];
            first[0] = first[1];
            first[1] = kept;
        }
        assert_int_equal(veil_add(it, &act), how == 0 ? RECORD_GOOD : RECORD_BROKEN);
        forge_free(it);
    }
}

static void a_commitment_is_to_just_those_who_are_here(void **state)
{
    (void)state;
    static const unsigned char seed[LOT_SEED] = {7};
    struct forge *it = four_here();
    struct entry_muster act = commitment(it, seed);

    act.ids.count--;
    veil_refused(it, &act, "draw-list-moved");
    act.ids.count++;
    act.commitment = SLICE("ab");
    veil_refused(it, &act, "draw-list-moved");
    act = commitment(it, seed);
    assert_int_equal(veil_add(it, &act), RECORD_GOOD);
    veil_check_in(it, "x1", MUSTER_ABSENT);
    act = opening(it, seed);
    veil_refused(it, &act, "draw-list-moved");
    forge_free(it);
}

static void a_draw_by_hand_has_everybody_who_is_here_once(void **state)
{
    (void)state;
    struct forge *it = four_here();
    struct slice ids[] = {SLICE("x5"), SLICE("x1"), SLICE("x4"), SLICE("x2")};
    struct entry_muster_ids batch = {4, ids};
    struct entry_muster act = {.act = MUSTER_HAND,
                               .skill = SLICE("s"),
                               .stations = 4,
                               .batch_count = 1,
                               .batches = &batch};

    static const struct {
        const char *id, *problem;
    } rows[] = {
        {"x3", "competitor-absent"}, {"x1", "competitor-twice"}, {"z", "unknown-competitor"}};

    for (size_t i = 0; i < ROWS(rows); i++) {
        ids[3] = slice_of(rows[i].id);
        veil_refused(it, &act, rows[i].problem);
    }
    ids[3] = SLICE("x2");
    batch.count = 3;
    veil_refused(it, &act, "draw-incomplete");
    batch.count = 4;
    assert_int_equal(veil_add(it, &act), RECORD_GOOD);
    veil_refused(it, &act, "draw-again");
    act.reason = SLICE("again");
    assert_int_equal(veil_add(it, &act), RECORD_GOOD);
    assert_int_equal(muster_draw_of(it->record, 0)->times, 2);
    assert_string_equal(muster_draw_of(it->record, 0)->batches[0].ids[0], "x5");
    forge_free(it);
}

RUN(cmocka_unit_test(who_is_here_may_be_drawn_and_nobody_else),
    cmocka_unit_test(a_draw_that_does_not_follow_from_its_seed_breaks_the_journal),
    cmocka_unit_test(a_commitment_is_to_just_those_who_are_here),
    cmocka_unit_test(a_draw_by_hand_has_everybody_who_is_here_once))
