// Words of the problems of two who change the same thing at once.
#pragma once

#include "wire/problem_said.h"

#include <stddef.h>

const struct problem_words *problem_words_newer_at(size_t index); // NULL after the last
