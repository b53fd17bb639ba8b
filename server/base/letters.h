// A set of characters (Unicode code points): which letters a text, or a roster, is written with.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    LETTERS_END = 0x110000, // code points are below
    LETTERS_TEXT = 5        // bytes of one as UTF-8 and a NUL
};

struct letters; // 139 KB

struct letters *letters_new(void); // empty
struct letters *letters_copy(const struct letters *letters);
struct letters *letters_free(struct letters *letters); // NULL; NULL is fine

void letters_add(struct letters *letters, uint32_t point); // below LETTERS_END, else ignored
// All of a text but ASCII, which every machine can show. What is no UTF-8 is passed over.
void letters_add_text(struct letters *letters, struct slice text);
// Whether a text has one of the letters.
bool letters_touch(const struct letters *letters, struct slice text);
bool letters_have(const struct letters *letters, uint32_t point);
bool letters_equal(const struct letters *a, const struct letters *b);
// Takes out of `letters` what `others` have too, and keeps in it what they have too.
void letters_drop(struct letters *letters, const struct letters *others);
void letters_keep(struct letters *letters, const struct letters *others);
// The first code point from `from` on; LETTERS_END: none.
uint32_t letters_next(const struct letters *letters, uint32_t from);
size_t letters_count(const struct letters *letters);
// One as UTF-8, terminated.
void letters_text(uint32_t point, char out[LETTERS_TEXT]);
