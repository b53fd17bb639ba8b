// One competition as the fold of its journal: definition, roster, judges, every sheet that counts,
// totals, and the proof (chain, claims, request keys). It changes only in record_take; the room and
// `jinbang verify` fold the same way.
#pragma once

#include "base/slice.h"
#include "live/facts.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum record_taken {
    RECORD_GOOD,
    RECORD_NEEDS_NEWER,  // an entry of a later format: the competition is closed, never skipped
    RECORD_BROKEN,       // unreadable, out of order, or not possible under the rules
    RECORD_CHAIN_DIFFERS // an entry claims another chain than the one computed: the past was
                         // changed
};

// What the last entry did, for those who show it.
struct record_news {
    int kind;                             // enum entry_kind
    struct record_competitor *competitor; // a sheet's
    uint32_t skill;                       // a sheet's, a bulk's, a ruling's or a publication's
    size_t first;                         // roster, judges: the first new one
    char competition[RECORD_ID_MAX];      // an announcement's
    int effect;                           // a muster's (enum muster_effect)
};

struct record *record_new(const char *name);
// One more holder, for a reading that takes longer than the record may live in its room.
struct record *record_ref(struct record *record);
// Drops one holder and returns NULL; the last one frees. NULL is fine.
struct record *record_free(struct record *record);

// Folds the next entry in. `why` gets a sentence when it is not good; the record is then not to be
// used further.
enum record_taken record_take(struct record *record, uint64_t number, struct slice bytes,
                              struct record_news *ret, const char **why);

struct record_competitor *record_competitor(const struct record *record, struct slice id);
struct record_judge *record_judge(const struct record *record, struct slice id);
// The judge whose token has this SHA-256 (hex), or NULL.
struct record_judge *record_judge_by_token(const struct record *record, struct slice hash_hex);
const struct record_asked *record_asked(const struct record *record, struct slice ask);
const struct record_mile *record_mile(const struct record *record, uint64_t number);
uint64_t record_version(const struct record *record, struct slice scope);

// The sheet of a part and seat, or NULL.
struct record_sheet *record_sheet(const struct record *record,
                                  const struct record_competitor *competitor, uint32_t part,
                                  uint32_t seat);
bool record_judge_has(const struct record_judge *judge, uint32_t part, uint32_t seat);

// The scope that a sheet of this competitor is guarded by: "x/" and his id, or that of his skill
// when the skill commits together. Returns its length.
size_t record_scope_of(const struct record *record, const struct record_competitor *competitor,
                       char out[RECORD_ID_MAX + 2]);
size_t record_skill_scope(const struct record *record, uint32_t skill, char out[RECORD_ID_MAX + 2]);

// While many entries come in a row and nobody looks (the rebuild): a mark of a relative skill does
// not settle its field at once, but with the next entry that needs it, and at the latest when
// deferring ends. False: a field did not fit exact arithmetic; the record is not to be used.
bool record_defer(struct record *record, bool deferring);
