// One competition as the fold of its journal: definition, roster, judges, every sheet that counts, totals, and the
// proof (chain, claims, request keys). It changes only in record_take; the room and `jinbang verify` fold the same way.
#pragma once

#include "base/slice.h"
#include "scoring/rank.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct definition;
struct table;
struct entry;

enum { RECORD_HASH = 32, RECORD_ID_MAX = 65 };

// What is kept of journal number n, enough for its receipt.
struct record_mile {
    unsigned char chain[RECORD_HASH];  // SHA-256 over the journal up to here
    unsigned char digest[RECORD_HASH]; // of the entry's body
    int64_t at;
};

struct record_sheet {
    uint64_t number; // journal number; also the sheet's entity tag
    int64_t at;
    char by[RECORD_ID_MAX];
    size_t len;
    char body[]; // as it was sent
};

// Names come from the people store and may be absent (erased, or not read yet).
struct record_person {
    char *name, *second_name, *delegation;
};

struct record_competitor {
    char id[RECORD_ID_MAX], code[RECORD_ID_MAX], person[RECORD_ID_MAX];
    char digest[2 * RECORD_HASH + 1]; // salted digest of the identity fields, hex
    uint32_t index;                   // in the competition
    uint32_t skill;
    struct row *row;
    struct tally tally;
    void *tally_memory; // behind the tally's arrays
    struct record_sheet **sheets; // by record_slot
    struct record_person shown;
};

struct record_seat {
    uint32_t part, seat;
};

struct record_judge {
    char id[RECORD_ID_MAX], role[RECORD_ID_MAX];
    char token[2 * RECORD_HASH + 1]; // hash of the token, hex
    char *name;                      // from the people store
    size_t seat_count;
    struct record_seat *seats;
};

struct record_stage {
    uint64_t done, expected; // sheets over all competitors who have started or are expected to
    uint64_t started, complete; // competitors
};

struct record_skill {
    uint64_t published; // journal number of the publication; 0: not yet
    uint64_t touched;   // journal number of the last entry that moved its standings
    size_t count, room;
    uint32_t *competitors; // indexes
    uint32_t *slot_first;  // by part - first part of the skill
    uint32_t part_first, part_count, slot_count;
    struct record_stage *stages; // by stage - first stage of the skill
};

struct record_scope {
    uint64_t version; // entries of this scope
};

struct record {
    unsigned refs;
    char name[RECORD_ID_MAX];
    struct definition *definition;
    const struct rules *rules; // NULL until the first entry
    char *definition_json;
    size_t definition_len;
    struct record_skill *skills;
    size_t competitor_count, competitor_room;
    struct record_competitor **competitors;
    size_t judge_count, judge_room;
    struct record_judge **judges;
    struct table *competitor_by_id, *judge_by_id, *judge_by_token, *asked, *scopes;
    uint64_t followed; // the last number taken
    size_t mile_room;
    struct record_mile *miles; // [number], 0 is the start of the chain
    uint64_t claims;           // claims that were checked and held
    uint64_t witnessed;        // the furthest number whose chain a later entry claims
};

struct record_asked {
    uint64_t number;
    char digest[2 * RECORD_HASH + 1];
};

enum record_taken {
    RECORD_GOOD,
    RECORD_NEEDS_NEWER,  // an entry of a later format: the competition is closed, never skipped
    RECORD_BROKEN,       // unreadable, out of order, or not possible under the rules
    RECORD_CHAIN_DIFFERS // an entry claims another chain than the one computed: the past was changed
};

// What the last entry did, for those who show it.
struct record_news {
    int kind; // enum entry_kind
    struct record_competitor *competitor; // a sheet's
    uint32_t skill;                       // a sheet's or a publication's
    size_t first;                         // roster, judges: the first new one
    char competition[RECORD_ID_MAX];      // an announcement's
};

struct record *record_new(const char *name);
// One more holder, for a reading that takes longer than the record may live in its room.
struct record *record_ref(struct record *record);
// Drops one holder and returns NULL; the last one frees. NULL is fine.
struct record *record_free(struct record *record);

// Folds the next entry in. `why` gets a sentence when it is not good; the record is then not to be used further.
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

// The scope that an entry about this competitor is guarded by. Returns its length.
size_t record_scope_of(const struct record_competitor *competitor, char out[RECORD_ID_MAX + 2]);
