// What is said of a picture of the photo wall: its caption, its turn, whether a competitor can be
// recognised on it. It is no part of the journal: captions may have names in them, and all of it
// can be erased.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct buf;
struct faults;

struct photo_card {
    struct slice zh, en; // caption; at == NULL: none
    int64_t turn;        // the lower comes first
    bool shows_competitor;
    bool gone; // taken off the wall, and can be put back
    // Of the picture itself: not to be said by anybody.
    struct slice type;
    uint32_t width, height;
    uint64_t bytes;
};

enum { PHOTO_CARD_CAPTION_MAX = 100 };

#define PHOTO_CARD_TURN_MAX ((int64_t)1 << 53) // a browser's largest whole number

// Reads what somebody says ({"zh","en","turn","shows_competitor","gone"}); what is not said stays
// as it is in `ret`, an empty caption is none. Slices are on the arena.
bool photo_card_ask(struct arena *arena, struct slice json, struct photo_card *ret,
                    struct faults *faults);
// The card as it is kept, an object; and back (false: it is none).
void photo_card_write(const struct photo_card *card, struct buf *out);
bool photo_card_read(struct arena *arena, struct slice json, struct photo_card *ret);
