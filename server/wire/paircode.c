#include "wire/paircode.h"

#include <stdint.h>
#include <string.h>

static const char alphabet[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

enum { BASE = sizeof alphabet - 1, GROUP = 4, SIGNS_A_WORD = 3 };

_Static_assert(BASE == 31, "prime, so that every weight below it counts");

// Weighted sum modulo a prime: the weights differ and none is zero, so that neither a wrong sign
// nor a swap of two leaves it as it was. The check sign has weight 1.
static unsigned check_of(const unsigned *values, size_t count)
{
    unsigned sum = 0;

    for (size_t i = 0; i < count; i++) {
        sum += (unsigned)(i + 2) * values[i];
    }
    return (BASE - sum % BASE) % BASE;
}

static void write_code(const unsigned *values, size_t signs, char out[PAIRCODE_MAX])
{
    for (size_t i = 0; i < signs; i++) {
        if (i > 0 && i % GROUP == 0) {
            *out++ = '-';
        }
        *out++ = alphabet[values[i]];
    }
    *out = 0;
}

void paircode_make(const unsigned char *random, size_t signs, char out[PAIRCODE_MAX])
{
    uint64_t words[PAIRCODE_KEEPER / SIGNS_A_WORD + 1] = {0};
    unsigned values[PAIRCODE_KEEPER];

    memcpy(words, random, 8 * ((signs - 1 + SIGNS_A_WORD - 1) / SIGNS_A_WORD));
    for (size_t i = 0; i + 1 < signs; i++) {
        uint64_t *word = &words[i / SIGNS_A_WORD];
        values[i] = (unsigned)(*word % BASE);
        *word /= BASE;
    }
    values[signs - 1] = check_of(values, signs - 1);
    write_code(values, signs, out);
}

static bool value_of(char sign, unsigned *ret)
{
    char upper = (char)(sign >= 'a' && sign <= 'z' ? sign - ('a' - 'A') : sign);
    const char *found = upper ? strchr(alphabet, upper) : NULL;

    *ret = found ? (unsigned)(found - alphabet) : 0;
    return found != NULL;
}

unsigned paircode_value(char sign)
{
    unsigned value = 0;

    (void)value_of(sign, &value);
    return value;
}

enum paircode_reading paircode_read(struct slice text, size_t signs, char out[PAIRCODE_MAX])
{
    unsigned values[PAIRCODE_KEEPER];
    size_t count = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == ' ' || text.at[i] == '-') {
            continue;
        }
        if (count == signs) {
            return PAIRCODE_LENGTH;
        }
        if (!value_of(text.at[i], &values[count++])) {
            return PAIRCODE_SIGN;
        }
    }
    if (count != signs) {
        return PAIRCODE_LENGTH;
    }
    if (check_of(values, signs - 1) != values[signs - 1]) {
        return PAIRCODE_MISTYPED;
    }
    write_code(values, signs, out);
    return PAIRCODE_GOOD;
}
