// How an aspect's entry is given and what it is worth: one way of reading for each kind of input.
#pragma once

#include "wire/reader.h"

struct definition_book;
struct rules_aspect;

// The reader stands at the aspect.
void definition_input_read(struct definition_book *book, json_t *value,
                           struct rules_aspect *aspect);
