// Words of the problems of marking groups and their members' PINs.
#pragma once

#include "wire/problem_said.h"

#include <stddef.h>

const struct problem_words *problem_words_group_at(size_t index); // NULL after the last
