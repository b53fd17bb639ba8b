#include "live/ceremony_cut.h"
#include "tests/unit.h"

#include <stdio.h>

// "first+count …" of the steps, in the order in which they are shown.
static const char *cut_at_most(enum ceremony_mode mode, unsigned batch, size_t count,
                               const uint32_t *places, size_t most)
{
    static char text[512];
    struct ceremony_cut steps[64];
    size_t len = 0;
    size_t made = ceremony_cut_steps(mode, batch, count, places, most, steps);

    text[0] = 0;
    for (size_t i = 0; i < made; i++) {
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%zu+%zu", i ? " " : "",
                                steps[i].first, steps[i].count);
    }
    return text;
}

static const char *cut(enum ceremony_mode mode, unsigned batch, size_t count,
                       const uint32_t *places)
{
    return cut_at_most(mode, batch, count, places, 12);
}

static const uint32_t apart[] = {2,  4,  6,  8,  10, 12, 14, 16, 18, 20,
                                 22, 24, 26, 28, 30, 32, 34, 36, 38, 40};

static void one_at_a_time_comes_from_the_last_to_the_first(void **state)
{
    (void)state;
    assert_string_equal(cut(CEREMONY_ONE, 8, 3, apart), "2+1 1+1 0+1");
    assert_string_equal(cut(CEREMONY_ONE, 8, 1, apart), "0+1");
    assert_string_equal(cut(CEREMONY_ONE, 8, 0, apart), "");
}

static void who_shares_a_place_is_called_up_together(void **state)
{
    (void)state;
    static const uint32_t shared[] = {2, 4, 4, 8, 10, 10, 10};

    assert_string_equal(cut(CEREMONY_ONE, 8, 7, shared), "4+3 3+1 1+2 0+1");
    assert_string_equal(cut(CEREMONY_BATCH, 2, 7, shared), "4+3 3+1 1+2 0+1");
    assert_string_equal(cut(CEREMONY_BATCH, 4, 7, shared), "3+4 0+3");
}

static void half_places_are_not_whole_ones(void **state)
{
    (void)state;
    static const uint32_t half[] = {2, 5, 5, 8}; // 1, 2.5, 2.5, 4

    assert_string_equal(cut(CEREMONY_ONE, 8, 4, half), "3+1 1+2 0+1");
}

static void batches_are_even_and_none_is_too_large(void **state)
{
    (void)state;
    assert_string_equal(cut(CEREMONY_BATCH, 12, 13, apart), "6+7 0+6");
    assert_string_equal(cut(CEREMONY_BATCH, 8, 20, apart), "13+7 6+7 0+6");
    assert_string_equal(cut(CEREMONY_BATCH, 12, 12, apart), "0+12");
    assert_string_equal(cut(CEREMONY_BATCH, 2, 5, apart), "3+2 1+2 0+1");
}

static void medals_stand_on_the_podium_at_once(void **state)
{
    (void)state;
    assert_string_equal(cut(CEREMONY_MEDALS, 8, 4, apart), "0+4");
}

static void those_who_share_a_place_and_are_too_many_for_the_wall_come_in_even_parts(void **state)
{
    (void)state;
    static const uint32_t shared[20] = {0, 1}; // and 18 who share a place
    struct ceremony_cut steps[20];

    assert_string_equal(cut(CEREMONY_ONE, 8, 14, shared + 2), "7+7 0+7");
    assert_string_equal(cut(CEREMONY_ONE, 8, 12, shared + 2), "0+12");
    assert_string_equal(cut(CEREMONY_BATCH, 8, 15, shared), "8+7 2+6 0+2");
    assert_string_equal(cut(CEREMONY_MEDALS, 8, 13, apart), "6+7 0+6");
    assert_string_equal(cut_at_most(CEREMONY_ONE, 8, 14, shared + 2, 0), "0+14"); // an older sheet
    assert_int_equal(ceremony_cut_steps(CEREMONY_ONE, 8, 14, shared + 2, 12, steps), 2);
    assert_true(steps[0].part == 1 && steps[1].part == 2 && steps[1].parts == 2);
    assert_int_equal(ceremony_cut_steps(CEREMONY_ONE, 8, 2, shared, 12, steps), 2);
    assert_true(steps[0].part == 1 && steps[0].parts == 1);
}

static void everybody_is_called_up_once_however_they_share(void **state)
{
    (void)state;
    for (unsigned bits = 0; bits < 1U << 11; bits++) {
        uint32_t places[12] = {1};
        for (size_t i = 1; i < 12; i++) {
            places[i] = places[i - 1] + (bits >> (i - 1) & 1);
        }
        for (unsigned batch = 2; batch <= 12; batch++) {
            struct ceremony_cut steps[12];
            size_t left = 12;
            size_t made = ceremony_cut_steps(CEREMONY_BATCH, batch, 12, places, 12, steps);
            for (size_t i = 0; i < made; i++) {
                assert_int_equal(steps[i].first + steps[i].count, left);
                left = steps[i].first;
                assert_true(left == 0 || places[left - 1] != places[left]);
            }
            assert_int_equal(left, 0);
        }
    }
}

RUN(cmocka_unit_test(one_at_a_time_comes_from_the_last_to_the_first),
    cmocka_unit_test(who_shares_a_place_is_called_up_together),
    cmocka_unit_test(half_places_are_not_whole_ones),
    cmocka_unit_test(batches_are_even_and_none_is_too_large),
    cmocka_unit_test(medals_stand_on_the_podium_at_once),
    cmocka_unit_test(those_who_share_a_place_and_are_too_many_for_the_wall_come_in_even_parts),
    cmocka_unit_test(everybody_is_called_up_once_however_they_share))
