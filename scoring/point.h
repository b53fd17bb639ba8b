// A mark as it is written: a decimal with at most six places, held as whole millionths; binary
// floating point never touches it.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int64_t point_t; // millionths of a point

enum { POINT_ONE = 1000000, POINT_PLACES = 6, POINT_TEXT_MAX = 24 };

// Reads "87", "87.5" or "-0.125". Refused: more than six places, more than twelve digits before the
// point, blanks, exponents, a plus sign, ".5", "5.". The answer is untouched on refusal.
bool point_parse(const char *text, size_t len, point_t *ret);

// Writes the shortest decimal that reads back to the same value; returns its length (not
// terminated).
size_t point_print(point_t value, char out[POINT_TEXT_MAX]);
