// How large figures can become, and what a module's marks add up to.
#pragma once

#include "scoring/rules.h"

// The part whose largest possible figures go over the edge of exact arithmetic, or RULES_NONE.
uint32_t rules_check_size(const struct rules *rules);

// The full mark of an aspect, what an organiser writes beside it; of a part, with its factor and
// divisor and the seats of a sum; of a module, with the parts' weights and before its own. False:
// too large, the answer is untouched.
bool rules_check_size_full(const struct rules_aspect *aspect, struct ratio *ret);
bool rules_check_size_part(const struct rules *rules, uint32_t part, struct ratio *ret);
bool rules_check_size_module(const struct rules *rules, uint32_t module, struct ratio *ret);

// Do the marks of the module add up to what the organiser says (or does he say nothing)?
bool rules_check_size_agrees(const struct rules *rules, uint32_t module);
