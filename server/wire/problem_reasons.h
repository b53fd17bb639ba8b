// What exactly is wrong with a value: the words "@reason figure" of some faults, as sentences.
#pragma once

#include "base/slice.h"

#include <stddef.h>

struct problem_reasons {
    const char *code;    // without the "@"
    const char *said[2]; // in the order of enum problem_language; {} takes the figure
};

const struct problem_reasons *problem_reasons_find(struct slice code); // NULL when there is none
const struct problem_reasons *problem_reasons_at(size_t index);        // NULL after the last
