// Parts that judges mark with places over the whole field (Skating System, rules 5-8), and the
// check that each judge calls back as many as he must. RULES.md 3.5. For scoring/field only.
#pragma once

#include "scoring/field_desk.h"

// The dances of a stage whose places are known.
struct field_majority_dances {
    uint32_t count, expected; // `expected`: parts by majority in the stage
    uint32_t judges;          // of each of them
    bool uneven;              // they do not all have the same number of judges
};

// Works out all parts by majority of the stage at hand: places into the tallies, into desk->places
// and the marks into desk->marks, dance by dance. A part that is not complete for the whole field
// is complete for nobody; one whose judges have not given each place once is held. False: overflow.
bool field_majority_stage(struct field_desk *desk, struct field_majority_dances *ret);

// Holds parts whose judges have called back too many, or too few once all have marked.
void field_majority_call_backs(struct field_desk *desk);
