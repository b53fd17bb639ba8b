// Which parts of a module are dropped: they are put in order, best first, if anything is dropped.
// Internal to tally.
#pragma once

#include "scoring/contest.h"

struct tally_order {
    const struct rules_module *module;
    const struct tally *tally;
    bool lower; // the lower value is the better one
    uint32_t count;
    uint32_t at[RULES_PARTS_MAX]; // numbers of parts in the module
};

void tally_order_open(struct tally_order *order, const struct rules_module *module, bool lower,
                      const struct tally *tally);
void tally_order_add(struct tally_order *order, uint32_t part);
void tally_order_close(struct tally_order *order);
// What the module takes of a part: its value, or the judges' figure.
struct ratio tally_order_value(const struct tally_order *order, uint32_t part);
// Is the i-th of `at` kept?
bool tally_order_keeps(const struct tally_order *order, uint32_t i);
