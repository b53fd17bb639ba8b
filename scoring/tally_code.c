#include "scoring/tally_code.h"

const struct rules_code *tally_code_find(const struct rules_part *part, struct ratio figure)
{
    bool known = !ratio_is_value(figure) && figure.num > 0 && figure.num <= RULES_DSQ;

    return known && part->codes[figure.num].has ? &part->codes[figure.num] : NULL;
}

bool tally_code_counts_entered(const struct rules_part *part)
{
    for (unsigned i = 0; i <= RULES_DSQ; i++) {
        if (part->codes[i].has && part->codes[i].entered) {
            return true;
        }
    }
    return false;
}
