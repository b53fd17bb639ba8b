// The words of the problems of judges' panels. For wire/problem_words.
#pragma once

#include "wire/problem_said.h"

#include <stddef.h>

const struct problem_words *problem_words_panel_at(size_t index); // NULL after the last
