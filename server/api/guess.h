// Those who guess names, passwords and codes are slowed and logged.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stdint.h>

struct visit;

// What is guessed at: the kind for the log ("sign-in", "card", "pairing"), and whose it would be: a
// keyed hash of a login name or the id of who tries; at == NULL: nobody's. An anonymous visitor is
// counted by his address as well.
struct guess {
    const char *kind;
    struct slice name;
};

// False: he has to wait, and has been told so (429 too-many-tries, Retry-After).
bool guess_may(struct visit *visit, const struct guess *guess);
// The same without an answer: whole seconds that he has to wait, 0: none.
unsigned long guess_wait_s(const struct visit *visit, const struct guess *guess);
void guess_wrong(const struct visit *visit, const struct guess *guess);
// Where many may be looked at together: each is taken for wrong beforehand, so that no number of
// them gets by at once; gives how many failures that makes. `guess_was` then says what it was: a
// right one takes back its own and one more, a wrong one is told (log and meter).
uint64_t guess_charge(const struct visit *visit, const struct guess *guess);
void guess_uncharge(const struct visit *visit, const struct guess *guess); // it was not looked at
void guess_was(const struct visit *visit, const struct guess *guess, uint64_t charged, bool right);
void guess_right(const struct visit *visit, const struct guess *guess);
