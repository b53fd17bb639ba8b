#include "wire/pagecode.h"

#include <string.h>

enum { BASE = 31, WORD = BASE * BASE * BASE, NUMBER_SIGNS = 6 };

void pagecode_make(uint64_t number, const unsigned char digest[32], char out[PAIRCODE_MAX])
{
    uint64_t words[4];

    memcpy(words, digest, sizeof words);
    words[0] = number % WORD;
    words[1] = number / WORD % WORD;
    paircode_make((const unsigned char *)words, PAIRCODE_PAGE, out);
}

enum paircode_reading pagecode_read(struct slice text, char out[PAIRCODE_MAX], uint64_t *ret_number)
{
    enum paircode_reading reading = paircode_read(text, PAIRCODE_PAGE, out);
    uint64_t number = 0;
    uint64_t worth = 1;

    if (reading != PAIRCODE_GOOD) {
        return reading;
    }
    for (size_t i = 0, sign = 0; sign < NUMBER_SIGNS; i++) {
        if (out[i] != '-') {
            number += worth * paircode_value(out[i]);
            worth *= BASE;
            sign++;
        }
    }
    *ret_number = number;
    return PAIRCODE_GOOD;
}
