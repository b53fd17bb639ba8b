// A large field whose bounds change, against one that is counted anew each time.
#include "scoring/forecast_field.h"
#include "tests/scoring/chance.h"

enum { MANY = 1500, CHANGES = 4000 };

static void chance_bounds(uint64_t *state, struct forecast_bounds *bounds)
{
    uint32_t high = chance_below(state, 200);

    memset(bounds, 0, sizeof *bounds);
    bounds->kind = chance_in(state, 9)   ? FORECAST_OUT
                   : chance_in(state, 2) ? FORECAST_DONE
                                         : FORECAST_OPEN;
    bounds->best[7] = bounds->worst[7] = (unsigned char)high;
    if (bounds->kind == FORECAST_OPEN) {
        bounds->worst[7] = (unsigned char)(high + chance_below(state, 50));
    }
}

static void check_against_plain(const struct forecast_field *field,
                                const struct forecast_bounds *all, uint32_t who, bool ties)
{
    struct forecast_place got = forecast_field_place(field, &all[who], 1, ties);
    uint32_t best = 1;
    uint32_t worst = 1;

    for (uint32_t i = 0; i < MANY; i++) {
        bool before = all[who].kind == FORECAST_DONE && all[i].kind == FORECAST_DONE;
        if (i == who || all[i].kind == FORECAST_OUT || before) {
            continue; // among those who are done his place counts, which is said to be 1
        }
        int order = memcmp(all[i].best, all[who].worst, RATIO_KEY);
        best += memcmp(all[i].worst, all[who].best, RATIO_KEY) < 0;
        worst += order < 0 || (ties && order == 0);
    }
    struct forecast_place untold = forecast_field_place(field, &all[who], 0, ties);
    assert_int_equal(got.known, all[who].kind != FORECAST_OUT);
    assert_int_equal(untold.known, got.known);
    if (got.known) {
        assert_int_equal(got.best, best);
        assert_int_equal(got.worst, worst);
    }
}

static void check_order(const struct forecast_field *field, const struct forecast_bounds *all,
                        size_t at)
{
    unsigned char key[RATIO_KEY];
    uint32_t who = RULES_NONE;
    size_t done = 0;
    size_t before = 0;

    bool there = forecast_field_at(field, at, key, &who);
    for (uint32_t i = 0; i < MANY; i++) {
        done += all[i].kind == FORECAST_DONE;
        before += there && all[i].kind == FORECAST_DONE &&
                  (memcmp(all[i].best, key, RATIO_KEY) < 0 ||
                   (memcmp(all[i].best, key, RATIO_KEY) == 0 && i < who));
    }
    assert_int_equal(there, at >= 1 && at <= done);
    if (there) {
        assert_int_equal(before, at - 1);
        assert_memory_equal(all[who].best, key, RATIO_KEY);
    }
}

static void a_field_that_changes_counts_as_one_that_is_counted_anew(void **state)
{
    (void)state;
    static struct forecast_bounds all[MANY];
    struct forecast_field *field = malloc(sizeof *field);
    void *memory = malloc(forecast_field_bytes(MANY));
    uint64_t seed = 480000;

    forecast_field_init(field, memory, MANY);
    for (uint32_t i = 0; i < MANY; i++) {
        chance_bounds(&seed, &all[i]);
        forecast_field_load(field, i, &all[i]);
    }
    forecast_field_sort(field);
    for (int change = 0; change < CHANGES; change++) {
        uint32_t who = chance_below(&seed, MANY);
        struct forecast_bounds before = all[who];
        chance_bounds(&seed, &all[who]);
        forecast_field_change(field, who, &before, &all[who]);
        check_against_plain(field, all, chance_below(&seed, MANY), chance_in(&seed, 2));
        check_order(field, all, chance_below(&seed, 900));
    }
    free(memory);
    free(field);
}

RUN(cmocka_unit_test(a_field_that_changes_counts_as_one_that_is_counted_anew))
