// Entries that move standings, folded into a record: sheets, bulk marks, rulings, publications. For
// live/record.
#pragma once

#include "live/facts.h"

struct arena;
struct entry;
struct entry_muster;

// What is told of one entry; also of a refused one, `why` says why.
struct fold {
    struct record *record;
    struct arena *arena;
    const struct entry *entry;
    uint64_t number;
    struct record_competitor *competitor; // a sheet's
    uint32_t skill;
    const char *why;
};

bool fold_sheet(struct fold *fold);
bool fold_bulk(struct fold *fold);
bool fold_ruling(struct fold *fold);
bool fold_publication(struct fold *fold);
// A recusal where competitors are marked by name: their panels shrink at once. *ret: whose skill.
bool fold_recusal(struct record *record, struct arena *arena, const struct entry_muster *act,
                  uint64_t number, uint32_t *ret_skill);

// Where the sheet of a part and seat stands among the competitor's.
uint32_t fold_slot(const struct record *record, const struct record_competitor *competitor,
                   uint32_t part, uint32_t seat);
