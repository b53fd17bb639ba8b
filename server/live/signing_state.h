// How far the sign-off of a stage is. Over plain facts, so that the fold may ask.
#pragma once

#include "live/signing_list.h"
#include "live/signing_page.h"

enum signing_state {
    SIGNING_OPEN,
    SIGNING_CHECKED, // the chief judge has confirmed the marks as they stand
    SIGNING_SIGNED,  // and everybody has signed
    SIGNING_LOCKED
};

// A signature that a stage needs, and what there is of it.
struct signing_need {
    struct signing_page page;
    const char *role;
    char digest[2 * RECORD_HASH + 1];  // of the page now
    const struct record_signing *last; // the latest signature or refusal, NULL: none
    const char *void_for;              // NULL: it holds (or there is none); "changed", "reopened"
};

struct signing_look {
    struct arena *arena;
    const struct record *record;
    uint32_t skill;
    struct signing_index index;
};

// A look at a skill's sign-off; everything that is given lives on the arena.
struct signing_look signing_state_look(struct arena *arena, const struct record *record,
                                       uint32_t skill);
void signing_state_done(struct signing_look *look);

// The stage's signatures: seats in the order of the rules, competitors, chief, supervisor.
size_t signing_state_needs(const struct signing_look *look, uint32_t stage,
                           struct signing_need **ret);
bool signing_state_is_signed(const struct signing_need *need);
// The confirmation that stands now; NULL: none, or it was of other marks.
const struct record_signing *signing_state_check(const struct signing_look *look, uint32_t stage);
// The lock that stands now: nothing was reopened since. NULL: none.
const struct record_signing *signing_state_lock(const struct signing_look *look, uint32_t stage);
enum signing_state signing_state_of(const struct signing_look *look, uint32_t stage);
// Does the skill need locks before it may be published, and lack one?
bool signing_state_waits(struct arena *arena, const struct record *record, uint32_t skill);
const char *signing_state_word(enum signing_state state);
// "ink", "drawn", "refused": of a signature.
const char *signing_state_how(const struct record_signing *signing);
