// Words of problems about who may come in. Part of the table of wire/problem_words.
#pragma once

#include "wire/problem_said.h"

#include <stddef.h>

const struct problem_words *problem_words_access_at(size_t index); // NULL after the last
