// Acts of sign-off against a record: may it be, what the node adds to it, and folding it in. The
// what-if of a commit and the fold ask the same.
#pragma once

#include "live/fold.h"
#include "wire/entry_signing.h"

struct signing_try {
    const struct entry_signing *asked;
    uint32_t skill;
    struct slice by;
    bool folding; // it stands in the journal: the code was looked at when it was typed
    bool lasting; // folding: its digest goes by what was marked (struct signing_page)

    // What becomes of it.
    struct entry_signing entry; // with what the node adds
    uint32_t stage;             // whose marks it is about; RULES_NONE: of a scan
    struct slice sheet_by;      // of the sheet that it is about
    const char *zh, *en;        // of a refusal, where it has words of its own; else NULL
};

// NULL, or why not: a problem's name. Everything lives on the arena.
const char *signing_act_try(struct arena *arena, const struct record *record,
                            struct signing_try *try);
// Of a refusal, in words on the arena: why the skill may not be published yet; NULL: it may.
const char *signing_act_unlocked(struct arena *arena, const struct record *record, uint32_t skill,
                                 bool english);
bool signing_act_fold(struct fold *fold);
