// The table of all problems: names, statuses, words.
#pragma once

#include "wire/problem_said.h"

#include <stddef.h>

const struct problem_words *problem_words_find(const char *name); // NULL when there is none
const struct problem_words *problem_words_at(size_t index);       // NULL after the last
