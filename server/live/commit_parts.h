// What live/commit works with: scopes, those who wait in them, and the call that is on its way.
#pragma once

#include "base/list.h"
#include "live/facts.h"
#include "live/wish.h"

#include <stdbool.h>
#include <stdint.h>

struct commit;
struct room;
struct table;

enum { COMMIT_BATCH_MAX = 64 };

struct scope {
    struct commit *commit;
    char name[RECORD_ID_MAX + 8];
    struct list link;     // in commit->busy, when something waits
    struct list waiting;  // of commit_wish
    struct batch *flying; // at most one
    uint64_t not_before; // the version that the record must have reached: of our last commit, or of
                         // another node's
};

struct commit {
    struct room *room;
    struct table *scopes;
    struct list busy;   // scopes whose wishes wait for a call to end, or for the record
    struct list landed; // written, number known; the entry has not come back yet
    size_t flying;      // batches
    size_t waiting;     // wishes, those in batches and those landed included
    size_t publishing;  // those of them that stand alone
    bool due;           // what was held back may go on now
    bool failing;       // all are being answered: nobody comes in
};

// One call on its way. It outlives a failed epoch, so it holds no wish that was answered.
struct batch {
    struct commit *commit;
    struct scope *scope;
    uint64_t seen;     // the version that it was based on
    uint64_t followed; // and the journal number
    size_t count;
    struct commit_wish *wishes[COMMIT_BATCH_MAX];
};

// Answers the wish and lets go of it.
void commit_finish(struct commit *commit, struct commit_wish *wish, const char *refusal);
// Seen before by this node's record? Answered then. DESIGN 3.7: same key and same body is 200 with
// the first receipt, for ever; same key and other body is refused.
bool commit_answer_if_asked(struct commit *commit, struct commit_wish *wish);
