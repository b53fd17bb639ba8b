// Words of the problems about pictures of the photo wall.
#pragma once

#include "wire/problem_said.h"

#include <stddef.h>

const struct problem_words *problem_words_photo_at(size_t index); // NULL after the last
