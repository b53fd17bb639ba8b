// Blind codes (加密号) of a skill, in layers: who has which entry number, which station that is,
// which work. Each layer's links are sealed to key cards until two of its holders open it, the last
// layer first; with the first one works get their competitors back. Part of live/muster.
#pragma once

#include "live/muster_draw.h"

enum { MUSTER_LAYERS = 3, MUSTER_CARDS = 3 };

struct muster_layer {
    char keys[MUSTER_CARDS]
             [2 * RECORD_HASH + 1]; // public keys of first, second, envelope; "": none
    uint64_t made;                  // journal number of its codes; 0: not yet
    int64_t made_at;
    char by[RECORD_ID_MAX];
    struct muster_list lefts, codes, works; // each in the order of its texts; works: last layer, as
                                            // the codes stand
    char digest[2 * RECORD_HASH + 1];       // SHA-256 of the table's text
    char *boxes[MUSTER_CARDS];              // the table: for all pairs of cards but 0, 1, 2
    uint64_t opened;                        // 0: sealed
    int64_t opened_at;
    char opened_by[RECORD_ID_MAX], holders[2][RECORD_ID_MAX];
    struct muster_list links; // since it was opened: left, code, left, code …
};

struct muster_codes {
    struct muster_layer layers[MUSTER_LAYERS]; // by number: entry, station, work
};

// The layers of a skill: bits of rules_skill.blind, 1 << layer. Words: "entry", "station", "work".
extern const char *const muster_codes_words[];
// The number of a word, MUSTER_LAYERS: none such in this skill.
uint32_t muster_codes_layer(const struct record *record, uint32_t skill, struct slice word);
// The layer before or after in this skill; MUSTER_LAYERS: none.
uint32_t muster_codes_before(const struct record *record, uint32_t skill, uint32_t layer);
uint32_t muster_codes_after(const struct record *record, uint32_t skill, uint32_t layer);
// NULL: no card has been made yet.
const struct muster_codes *muster_codes_of(const struct record *record, uint32_t skill);
struct muster_codes *muster_codes_free(struct muster_codes *codes);

// Which box the cards a and b open together; the outer lock is the lower one's.
uint32_t muster_codes_box(uint32_t a, uint32_t b);
const char *muster_codes_refusal(const struct record *record, const struct entry_muster *act);
enum muster_effect muster_codes_take(struct record *record, const struct entry_muster *act,
                                     const struct entry *entry, uint64_t number);
