// Fonts cut down to the letters that are needed (HarfBuzz), so that a wall screen without Chinese,
// Tibetan or rare characters of its own can show every name. The fonts are Debian's; which of its
// files stand in for which writing is the table in font.c.
#pragma once

#include <stddef.h>
#include <stdint.h>

struct buf;
struct font_shelf;
struct letters;

// Opens those of the known files that are below the folder (/usr/share/fonts). Never NULL: a shelf
// can be empty. Several threads may read one shelf.
struct font_shelf *font_shelf_new(const char *dir);
struct font_shelf *font_shelf_free(struct font_shelf *shelf); // NULL; NULL is fine
size_t font_shelf_count(const struct font_shelf *shelf);      // of the files found
// Every letter that some font of the shelf has. Owned by the shelf.
const struct letters *font_shelf_letters(const struct font_shelf *shelf);

// The fonts that show `letters`: each letter in the first writing of the table that has it, in
// every weight of that. Calls `take` for each file, in the order of the table: it owns `font`
// (OpenType; not sealed); `letters` lives for the call. Takes tens of milliseconds: not for the
// loop's thread.
struct font_cut {
    struct buf *font;
    const char *weight; // as CSS says it: "400", or "100 900" for a font with one weight only
    const struct letters *letters;
};

void font_shelf_cut(const struct font_shelf *shelf, const struct letters *letters,
                    void (*take)(void *owner, const struct font_cut *cut), void *owner);
