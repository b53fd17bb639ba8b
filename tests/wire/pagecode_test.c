// The code of a printed page: reads back the number that it was printed at, and finds every typing
// mistake.
#include "tests/unit.h"
#include "wire/pagecode.h"

static void a_code_gives_back_its_number(void **state)
{
    (void)state;
    static const uint64_t numbers[] = {0, 1, 30, 31, 29790, 29791, 29792, 1000000, 887503680};

    for (size_t i = 0; i < ROWS(numbers); i++) {
        unsigned char digest[32];
        char code[PAIRCODE_MAX];
        char back[PAIRCODE_MAX];
        uint64_t number = UINT64_MAX;
        memset(digest, (int)(i * 37), sizeof digest);
        pagecode_make(numbers[i], digest, code);
        assert_int_equal(pagecode_read(slice_of(code), back, &number), PAIRCODE_GOOD);
        assert_string_equal(back, code);
        assert_int_equal(number, numbers[i]);
    }
}

static void another_digest_gives_another_code_at_the_same_number(void **state)
{
    (void)state;
    unsigned char digest[32] = {0};
    char one[PAIRCODE_MAX];
    char other[PAIRCODE_MAX];

    pagecode_make(17, digest, one);
    for (int at = 16; at < 18; at++) {
        unsigned char changed[32] = {0};
        changed[at] = 1;
        pagecode_make(17, changed, other);
        assert_string_not_equal(one, other);
    }
}

static void a_wrong_sign_is_found_and_leaves_the_number_alone(void **state)
{
    (void)state;
    unsigned char digest[32] = {9};
    char code[PAIRCODE_MAX];
    char back[PAIRCODE_MAX];
    uint64_t number = 4711;

    pagecode_make(17, digest, code);
    code[6] = code[6] == 'Q' ? 'R' : 'Q';
    assert_int_equal(pagecode_read(slice_of(code), back, &number), PAIRCODE_MISTYPED);
    assert_int_equal(number, 4711);
}

RUN(cmocka_unit_test(a_code_gives_back_its_number),
    cmocka_unit_test(another_digest_gives_another_code_at_the_same_number),
    cmocka_unit_test(a_wrong_sign_is_found_and_leaves_the_number_alone))
