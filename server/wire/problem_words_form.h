// Words of problems that a document's or a sheet's content has (422). Part of the table of
// wire/problem_words.
#pragma once

#include "wire/problem_said.h"

#include <stddef.h>

const struct problem_words *problem_words_form_at(size_t index); // NULL after the last
