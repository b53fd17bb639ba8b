// Double entry and sample re-check: which sheets wait to be typed again or compared once more.
#pragma once

#include "base/slice.h"
#include "live/signing_list.h"

enum signing_sheet_state {
    SIGNING_SHEET_GOOD,
    SIGNING_SHEET_AWAITED,  // to be typed again, or compared
    SIGNING_SHEET_DIFFERENT // typed twice, and not alike
};

// Was the sheet typed by somebody else than a judge?
bool signing_sample_is_typed(const struct record *record, const struct record_sheet *sheet);
enum signing_sheet_state signing_sample_entry(const struct signing_index *index,
                                              struct arena *arena, const struct record *record,
                                              const struct record_competitor *competitor,
                                              uint32_t part, uint32_t seat);

// Was the sheet typed twice and not alike, and did `by` type one of both?
bool signing_sample_is_typist(const struct signing_index *index, struct arena *arena,
                              const struct record *record,
                              const struct record_competitor *competitor, uint32_t part,
                              uint32_t seat, struct slice by);
// The same of one sheet that is about to be replaced. What differs is settled by a third person.
bool signing_sample_settles_own(const struct record *record,
                                const struct record_competitor *competitor, uint32_t part,
                                uint32_t seat, struct slice by);

// Both typings of a sheet, plain.
struct signing_sample_pair {
    const char *first, *second;
};

struct signing_sample_pair signing_sample_pair_of(const struct signing_index *index,
                                                  struct arena *arena, const struct record *record,
                                                  const struct record_competitor *competitor,
                                                  uint32_t part, uint32_t seat);

struct signing_sample {
    const struct record_signing *drawn; // NULL: not yet
    bool all;                           // too many were wrong: everything is re-checked
    size_t sheets, done, wrong;         // of the sample
    const bool *chosen;                 // by index in the competition
};

// The re-check of a stage as it stands.
struct signing_sample signing_sample_of(const struct signing_index *index, struct arena *arena,
                                        const struct record *record, uint32_t stage);
// Does the sheet wait to be compared with its paper?
bool signing_sample_awaits(const struct signing_sample *sample, const struct signing_index *index,
                           struct arena *arena, const struct record *record,
                           const struct record_competitor *competitor, uint32_t part,
                           uint32_t seat);
