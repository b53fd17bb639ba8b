// The code of a printed page: which state of the journal it was printed from, and a piece of the
// digest of what stands on it. Twelve signs with a check sign, as wire/paircode has them.
#pragma once

#include "wire/paircode.h"

#include <stdint.h>

// The same number and digest (32 bytes) give the same code. Numbers count modulo 31^6 (887
// million).
void pagecode_make(uint64_t number, const unsigned char digest[32], char out[PAIRCODE_MAX]);
// `out` gets it in its one form, `ret_number` the journal number.
enum paircode_reading pagecode_read(struct slice text, char out[PAIRCODE_MAX],
                                    uint64_t *ret_number);
