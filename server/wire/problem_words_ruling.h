// Words of problems around rulings, matches, teams and marks of other kinds than a figure. Part of
// the table of wire/problem_words.
#pragma once

#include "wire/problem_said.h"

#include <stddef.h>

const struct problem_words *problem_words_ruling_at(size_t index); // NULL after the last
