// Words of problems that a document's or a sheet's content has (422). See wire/problem_words.h.
#pragma once

#include "wire/problem_words.h"

const struct problem_words *problem_words_form_at(size_t index); // NULL after the last
