// Codes that a person types: signs that cannot be taken for one another (no 0 O, 1 I L), the last
// one a check sign that finds every single wrong sign and every two that were swapped.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    PAIRCODE_SCREEN = 8,  // signs of a code on a screen: 34 bits for two minutes
    PAIRCODE_CARD = 10,   // of a printed one: 44 bits for days (README.md of api/: the odds)
    PAIRCODE_PAGE = 12,   // of a page that is signed
    PAIRCODE_KEEPER = 28, // of a key card: 133 bits
    PAIRCODE_MAX = 36     // room for a code with its hyphens and a NUL
};

// A code of `signs` signs in groups of four, "K7QM-2XWD", from random bytes: eight for every three
// signs but the last, begun ones included (32 do for twelve signs, 72 for 28).
void paircode_make(const unsigned char *random, size_t signs, char out[PAIRCODE_MAX]);

enum paircode_reading {
    PAIRCODE_GOOD,
    PAIRCODE_LENGTH,  // too few or too many signs
    PAIRCODE_SIGN,    // a sign that no code has
    PAIRCODE_MISTYPED // the check sign does not fit
};

// What a sign of a code stands for, 0 … 30.
unsigned paircode_value(char sign);

// Small letters, blanks and hyphens are taken as meant. `out`: the code as paircode_make writes it.
enum paircode_reading paircode_read(struct slice text, size_t signs, char out[PAIRCODE_MAX]);
