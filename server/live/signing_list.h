// The acts of sign-off that a record keeps, and finding the latest of a kind. Over plain facts.
#pragma once

#include "live/facts.h"

struct arena;
struct entry_signing;
struct signing_page;
struct table;

// Takes the act into the record; `signing` and `stage` are copied.
struct record_signing *signing_list_add(struct record *record, const struct entry_signing *signing,
                                        uint32_t skill, uint32_t stage);

// Does a lock shut this sheet? One that was reopened since is open.
bool signing_list_shuts(const struct record *record, const struct record_competitor *competitor,
                        uint32_t part, uint32_t seat);
// Was this sheet, of a locked stage, reopened?
bool signing_list_reopens(const struct record *record, const struct record_competitor *competitor,
                          uint32_t part, uint32_t seat);
// Does a lock shut a stage of the skill (RULES_NONE: any)? Reopened sheets do not open it.
bool signing_list_is_locked(const struct record *record, uint32_t skill, uint32_t stage);

// The latest acts of a skill, by what they are about.
struct signing_index {
    struct table *table;
};

struct signing_index signing_list_index(struct arena *arena, const struct record *record,
                                        uint32_t skill);
void signing_list_done(struct signing_index *index);
// Whom the act is about, by the id that he has now; "" where it is about nobody.
const char *signing_list_who(const struct record *record, const struct record_signing *signing);
// The page's latest signature of the role, or the competitor's refusal; NULL.
const struct record_signing *signing_list_signed(const struct signing_index *index,
                                                 struct arena *arena, const struct record *record,
                                                 const struct signing_page *page, const char *role);
// The latest check, lock or sample of a stage; NULL.
const struct record_signing *signing_list_staged(const struct signing_index *index,
                                                 struct arena *arena, const struct record *record,
                                                 int act, uint32_t stage);
// The latest second entry, settlement or re-check of a sheet; NULL.
const struct record_signing *signing_list_sheet(const struct signing_index *index,
                                                struct arena *arena, const struct record *record,
                                                int act, const struct record_competitor *competitor,
                                                uint32_t part, uint32_t seat);
// Number of the latest reopening that makes older signatures of the page void; 0.
uint64_t signing_list_reopened(const struct signing_index *index, struct arena *arena,
                               const struct record *record, const struct signing_page *page);

// Finds anew which stages are locked: after a lock, a reopening or a change of the rules. A lock
// holds while the standing is the one that was locked.
void signing_list_relock(struct record *record);
