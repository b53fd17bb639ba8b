// The steps of a run sheet, cut from who gets what: items that join the one before come with it, as
// a skill's medals on one podium, or champions of many skills in batches. Pure.
#pragma once

#include "wire/entry_ceremony.h"

struct arena;
struct record_competitor;

struct ceremony_recipient {
    const struct record_competitor *competitor;
    uint32_t skill, title;
    size_t item;
    uint32_t place; // twice the place, and one for a half: the same figure is a shared place
};

struct ceremony_step {
    size_t item;          // the first of those that come together
    bool mixed;           // of several honours or skills
    size_t count;         // at least one
    size_t position;      // of the first among all of these items, the best is 0
    unsigned part, parts; // of those who share a place and are too many for the wall; 1 of 1
    // The best first; of a batch over several items: in the order of the run sheet.
    const struct ceremony_recipient *who;
};

struct ceremony_award { // of an item, found in the rules
    uint32_t skill, title;
    size_t count;
    struct ceremony_recipient *who; // the best first
};

// `awards`: of the plan's items. `most`: see ceremony_cut_steps. `ret` has room for as many steps
// as there are recipients. Returns how many; what they point at is on the arena.
size_t ceremony_steps(struct arena *arena, const struct entry_ceremony *plan,
                      const struct ceremony_award *awards, size_t most, struct ceremony_step *ret);
