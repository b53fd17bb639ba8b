// Making, sealing and opening blind codes. All that is secret lives on the caller's memory for the
// length of one request: key cards and links follow from a salt that only the asking page has.
// A table is sealed to each pair of cards by locking it twice (crypto_box_seal in crypto_box_seal):
// any two of the three open it, one alone opens nothing.
#pragma once

#include "live/muster_codes.h"
#include "wire/paircode.h"

enum { BLINDING_SALT = 32 };

struct blinding_cards {
    char codes[MUSTER_CARDS][PAIRCODE_MAX]; // secret
    char keys[MUSTER_CARDS][65];            // public, hex
};

struct blinding_table {
    struct entry_muster_ids lefts, codes, works; // in the order of their texts; works: as the codes
    const uint32_t *order;                       // secret: the left i has the code order[i]
    struct slice text;                           // secret: what is sealed
};

void blinding_cards(const unsigned char salt[BLINDING_SALT], struct blinding_cards *ret);
// `again`: as it was made before, from what the record has.
void blinding_table(struct arena *arena, const struct record *record, uint32_t skill,
                    uint32_t layer, const unsigned char salt[BLINDING_SALT], bool again,
                    struct blinding_table *ret);
// Fills the act: who and which codes, the digest of the table, its boxes.
void blinding_seal(struct arena *arena, const struct muster_layer *layer,
                   const struct blinding_table *table, struct entry_muster *act);
// Whose card of this layer the code is: 0, 1, 2; MUSTER_CARDS: nobody's.
uint32_t blinding_holder(const struct muster_layer *layer, const char *code);
// The table that these two cards open; empty when they do not.
struct slice blinding_unseal(struct arena *arena, const struct muster_layer *layer,
                             const uint32_t holders[2], char codes[2][PAIRCODE_MAX]);
