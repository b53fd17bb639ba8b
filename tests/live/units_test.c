#include "base/arena.h"
#include "live/units.h"
#include "tests/unit.h"

#include <stdio.h>

static void medals_come_first_then_the_best_place_and_equals_share(void **state)
{
    (void)state;

    static const struct {
        const char *name;
        uint32_t place;
    } people[] = {{"甲", 1}, {"乙", 1}, {"丙", 3}, {"丁", 4}, {"甲", 5}, {"戊", 4},
                  {NULL, 6}, {"己", 0}, {"丁", 7}, {"丙", 7}, {"丙", 7}};

    static const struct {
        const char *name;
        uint32_t place, gold, bronze, best, people;
        bool shared;
    } want[] = {{"甲", 1, 1, 0, 1, 2, true},
                {"乙", 1, 1, 0, 1, 1, true},
                {"丙", 3, 0, 1, 3, 3, false},
                {"丁", 4, 0, 0, 4, 2, true},
                {"戊", 4, 0, 0, 4, 1, true}};
    struct arena *arena = arena_new();
    struct units *units = units_open();
    const struct units_line *lines = NULL;

    for (size_t i = 0; i < ROWS(people); i++) {
        units_add(units, units_number(units, slice_of(people[i].name)), people[i].place);
    }
    assert_int_equal(units_settle(units, arena, &lines), ROWS(want));
    for (size_t i = 0; i < ROWS(want); i++) {
        assert_true(slice_is(lines[i].name, want[i].name));
        assert_int_equal(lines[i].place, want[i].place);
        assert_int_equal(lines[i].unit.medals[0], want[i].gold);
        assert_int_equal(lines[i].unit.medals[1], 0);
        assert_int_equal(lines[i].unit.medals[2], want[i].bronze);
        assert_int_equal(lines[i].unit.best, want[i].best);
        assert_int_equal(lines[i].unit.people, want[i].people);
        assert_int_equal(lines[i].shared, want[i].shared);
    }
    units_close(units);
    arena_free(arena);
}

static void hundreds_of_delegations_all_stand_there(void **state)
{
    (void)state;

    enum { UNITS = 700 };
    struct arena *arena = arena_new();
    struct units *units = units_open();
    const struct units_line *lines = NULL;
    char name[16];

    for (uint32_t i = 0; i < 2 * UNITS; i++) {
        (void)snprintf(name, sizeof name, "u%u", i % UNITS);
        units_add(units, units_number(units, slice_of(name)), i + 1);
    }
    assert_int_equal(units_settle(units, arena, &lines), UNITS);
    for (uint32_t i = 0; i < UNITS; i++) {
        assert_int_equal(lines[i].place, i + 1);
        assert_int_equal(lines[i].unit.best, i + 1);
        assert_int_equal(lines[i].unit.people, 2);
    }
    units_close(units);
    arena_free(arena);
}

static void after_the_table_everybody_is_counted_anew_under_the_same_numbers(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct units *units = units_open();
    const struct units_line *lines = NULL;
    uint32_t a = units_number(units, SLICE("甲"));
    uint32_t b = units_number(units, SLICE("乙"));

    units_add(units, a, 1);
    units_add(units, b, 2);
    assert_int_equal(units_settle(units, arena, &lines), 2);
    assert_int_equal(units_number(units, SLICE("乙")), b);
    units_add(units, b, 1);
    assert_int_equal(units_settle(units, arena, &lines), 1); // of 甲 nobody has a place any more
    assert_true(slice_is(lines[0].name, "乙"));
    assert_int_equal(lines[0].unit.people, 1);
    assert_int_equal(lines[0].unit.medals[1], 0);
    units_close(units);
    arena_free(arena);
}

RUN(cmocka_unit_test(medals_come_first_then_the_best_place_and_equals_share),
    cmocka_unit_test(after_the_table_everybody_is_counted_anew_under_the_same_numbers),
    cmocka_unit_test(hundreds_of_delegations_all_stand_there))
