// Tie steps that compare the values of a module's parts one by one: those that count, best first
// (RRS A8.1; Formula 1; gymnastics), or all of them from the last to the first (RRS A8.2;
// shooting).
#pragma once

#include "scoring/tally.h"

// How many values the step compares at most; 1 for every other step.
uint32_t rank_countback_depth(const struct rules *rules, const struct rules_tie *tie);

// The value at so many places from the beginning, from 0. A code where he has no value there: worse
// than every value.
struct ratio rank_countback_value(const struct rules *rules, const struct rules_tie *tie,
                                  const struct tally *tally, uint32_t at);

// The first values in which the two differ; their last ones if they differ in none.
void rank_countback_apart(const struct rules *rules, const struct rules_tie *tie,
                          const struct tally *a, const struct tally *b, struct ratio *ret_a,
                          struct ratio *ret_b);
