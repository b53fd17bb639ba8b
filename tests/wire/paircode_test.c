#include "tests/unit.h"
#include "wire/paircode.h"

#include <string.h>

static const char signs[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

static void make(unsigned seed, size_t count, char out[PAIRCODE_MAX])
{
    unsigned char random[32];

    for (size_t i = 0; i < sizeof random; i++) {
        random[i] = (unsigned char)(seed * 37 + i * 101 + (seed >> 3) * i);
    }
    paircode_make(random, count, out);
}

static enum paircode_reading read_text(const char *text, size_t count)
{
    char out[PAIRCODE_MAX];
    return paircode_read(slice_of(text), count, out);
}

static void a_code_reads_back_as_it_is_written(void **state)
{
    (void)state;
    for (unsigned seed = 0; seed < 500; seed++) {
        char code[PAIRCODE_MAX];
        char back[PAIRCODE_MAX];
        make(seed, seed % 2 ? PAIRCODE_SCREEN : PAIRCODE_CARD, code);
        assert_int_equal(strlen(code), seed % 2 ? 9 : 12);
        assert_int_equal(
            paircode_read(slice_of(code), seed % 2 ? PAIRCODE_SCREEN : PAIRCODE_CARD, back),
            PAIRCODE_GOOD);
        assert_string_equal(code, back);
    }
}

static void one_wrong_sign_is_found_wherever_it_stands(void **state)
{
    (void)state;
    char code[PAIRCODE_MAX];
    make(7, PAIRCODE_CARD, code);
    for (size_t i = 0; code[i]; i++) {
        char right = code[i];
        for (const char *sign = signs; right != '-' && *sign; sign++) {
            code[i] = *sign;
            assert_int_equal(read_text(code, PAIRCODE_CARD),
                             *sign == right ? PAIRCODE_GOOD : PAIRCODE_MISTYPED);
        }
        code[i] = right;
    }
}

static void two_signs_that_were_swapped_are_found(void **state)
{
    (void)state;
    char code[PAIRCODE_MAX];
    make(11, PAIRCODE_SCREEN, code);
    for (size_t i = 0; code[i]; i++) {
        for (size_t k = i + 1; code[k]; k++) {
            if (code[i] == '-' || code[k] == '-' || code[i] == code[k]) {
                continue;
            }
            char swapped[PAIRCODE_MAX];
            memcpy(swapped, code, sizeof swapped);
            swapped[i] = code[k];
            swapped[k] = code[i];
            assert_int_equal(read_text(swapped, PAIRCODE_SCREEN), PAIRCODE_MISTYPED);
        }
    }
}

static void what_is_no_code_is_told_apart(void **state)
{
    (void)state;
    assert_int_equal(read_text("", PAIRCODE_SCREEN), PAIRCODE_LENGTH);
    assert_int_equal(read_text("2222-222", PAIRCODE_SCREEN), PAIRCODE_LENGTH);
    assert_int_equal(read_text("2222-2222-2", PAIRCODE_SCREEN), PAIRCODE_LENGTH);
    assert_int_equal(read_text("2222-222O", PAIRCODE_SCREEN), PAIRCODE_SIGN);
    assert_int_equal(read_text("2222-2221", PAIRCODE_SCREEN), PAIRCODE_SIGN);
    assert_int_equal(read_text(" 2222 2222 ", PAIRCODE_SCREEN), PAIRCODE_GOOD);
}

RUN(cmocka_unit_test(a_code_reads_back_as_it_is_written),
    cmocka_unit_test(one_wrong_sign_is_found_wherever_it_stands),
    cmocka_unit_test(two_signs_that_were_swapped_are_found),
    cmocka_unit_test(what_is_no_code_is_told_apart))
