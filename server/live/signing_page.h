// The pages that are signed: what stands on each, as the journal knows it (ids, codes and marks; no
// names), and the digest and the code of that. Over plain facts, so that the fold may ask.
#pragma once

#include "live/facts.h"
#include "wire/pagecode.h"

struct arena;
struct buf;
struct entry_signing;

enum signing_page_kind {
    SIGNING_PAGE_STANDING, // 成绩单: a stage's places and totals
    SIGNING_PAGE_SUMMARY,  // 评分汇总表: all that a seat has given in a part
    SIGNING_PAGE_SLIP      // 选手确认单: what all seats have given one competitor in a part
};

struct signing_page {
    enum signing_page_kind kind;
    uint32_t skill, stage;
    uint32_t part, seat;                        // of a summary; a slip's part
    const struct record_competitor *competitor; // of a slip
    bool lasting; // rows by what was marked; false: as version 4 of the journal's format had them
};

// Whether pages of the skill are signed by what was marked. Only codes tell it from who he is, and
// what they do not touch stays in version 4 of the journal's format.
bool signing_page_lasts(const struct record *record, uint32_t skill);

// The page that the act names within the skill. False: there is no such page.
bool signing_page_find(const struct record *record, uint32_t skill,
                       const struct entry_signing *signing, struct signing_page *ret);
const struct record_sheet *signing_page_sheet(const struct record *record,
                                              const struct record_competitor *competitor,
                                              uint32_t part, uint32_t seat);
const char *signing_page_seat(const struct rules_part *part, uint32_t seat);
// Nothing stands on it yet.
bool signing_page_is_empty(const struct record *record, const struct signing_page *page);
// What the digest is over: one JSON text, the same for the same marks for ever. A lasting page has
// its rows in the order of their ids, and says the same before and after codes are opened.
void signing_page_write(struct arena *arena, const struct record *record,
                        const struct signing_page *page, struct buf *out);
void signing_page_digest(struct arena *arena, const struct record *record,
                         const struct signing_page *page, char out[2 * RECORD_HASH + 1]);
// The last journal number that may have moved what stands on it.
uint64_t signing_page_number(const struct record *record, const struct signing_page *page);
void signing_page_code(const struct record *record, const struct signing_page *page,
                       const char digest[2 * RECORD_HASH + 1], char out[PAIRCODE_MAX]);
