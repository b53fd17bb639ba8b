// Words of problems about what the hall sees: frozen boards and the ceremony. Part of the table of
// wire/problem_words.
#pragma once

#include "wire/problem_said.h"

#include <stddef.h>

const struct problem_words *problem_words_stage_at(size_t index); // NULL after the last
