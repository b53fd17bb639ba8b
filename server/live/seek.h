// Finding people by what the audience may see of them.
#pragma once

#include "base/slice.h"
#include "scoring/rules.h"

#include <stdbool.h>

struct record_competitor;

enum { SEEK_MAX = 128 };

// What is looked for, as it is compared: small letters, without blanks, hyphens, quotes and the
// dots between parts of a name.
struct seek {
    size_t len;
    char text[SEEK_MAX];
};

// False: nothing is left to look for, or it is longer than any name that would be typed.
bool seek_for(struct slice typed, struct seek *ret);
// Whether both are the same name, compared like that. Absent or nothing: no.
bool seek_is(struct slice typed, const char *name);
// Whether his code or id, and where names are shown his name, second name or unit, has it in it, or
// his name is said so (wire/pinyin).
bool seek_fits(const struct seek *seek, const struct record_competitor *competitor,
               enum rules_show show);
