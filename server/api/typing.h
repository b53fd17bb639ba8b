// Double entry: a first typing is not shown to a clerk who may be about to type the second.
#pragma once

#include "live/signing_list.h"

struct signing_page;
struct visit;

struct typing {
    const struct visit *visit;
    uint32_t skill; // of the index; RULES_NONE: of none yet
    struct signing_index index;
};

// A look for asking several times; close it with typing_done.
struct typing typing_look(const struct visit *visit);
void typing_done(struct typing *typing);

// Does the sheet wait for its second typing, and has the visitor no other right to see it than a
// clerk's who did not type the first?
bool typing_hides(struct typing *typing, const struct record_competitor *competitor, uint32_t part,
                  uint32_t seat);
// The same of any sheet that stands on the page or goes into it.
bool typing_hides_page(const struct visit *visit, const struct signing_page *page);
