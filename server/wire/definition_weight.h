// Weights of the children of one node: decimals, or percentages that are the whole together.
#pragma once

#include "scoring/ratio.h"
#include "wire/reader.h"

struct definition_weight_sum {
    bool percent, plain;
    bool unread; // one of them was wrong in itself: no second complaint about the sum
    int64_t sum; // of percentages, in millionths
};

// object["weight"]; `absent` when there is none. `sum` may be NULL: it does not count there.
struct ratio definition_weight_read(struct reader *reader, json_t *object, struct ratio absent,
                                    struct definition_weight_sum *sum);
// Faults the list `key` when its percentages are not the whole.
void definition_weight_check(struct reader *reader, const char *key,
                             const struct definition_weight_sum *sum);
