// What the judges of a field have given, for methods that set a judge's figures against each other.
#pragma once

#include "scoring/ratio.h"

#include <stdint.h>

// One judge of a part over the field: how his figures are normalised.
struct tally_judge {
    struct ratio mean, variance, sum; // of the judge's figures over the field
    uint32_t count;
    const struct ratio *figures; // RULES_RANKS: all of them, sorted upwards
};

// By part of the skill and seat.
struct tally_field {
    const struct tally_judge *judges; // [(part - first part) * RULES_SEATS_MAX + seat]
};
