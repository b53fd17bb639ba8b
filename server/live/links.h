// Judges' own links: each token is known by its hash, the newest alone opens anything. Former
// hashes stay, so that sheets that were sealed with one can still be handed in by another.
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct entry;
struct entry_link;
struct record;
struct record_judge;

// Why this cannot be done to the record as it is ("unknown-judge", "link-none"); NULL: it can.
const char *links_refusal(const struct record *record, const struct entry_link *link);

// Folds a judges entry about a link. False: it cannot be read, or is not possible.
bool links_fold(struct record *record, struct arena *arena, const struct entry *entry);

// The hashes (hex) of his links, the present one first; NULL after the last.
const char *links_hash(const struct record_judge *judge, size_t index);

// Another judge of the same id, under other rules, keeps what was his.
void links_carry(const struct record_judge *from, struct record_judge *to);
