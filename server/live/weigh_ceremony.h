// What if, for acts of the award ceremony. For live/weigh.
#pragma once

#include "live/ceremony.h"
#include "store/journal_commit.h"

struct buf;
struct commit_wish;
struct record;

// What goes among the people with an act: the box of its own words, if it has any, and then what is
// erased because the act takes its place. The wish's `people`.
struct ceremony_papers {
    size_t own;
    struct journal_person people[2];
    char erased[16 + CEREMONY_HASH_TEXT]; // the key
};

// NULL or a problem's name; the body of a CLOSE, with list and hash, is written into *body, and
// what is erased into the wish's papers: by the record that the act will meet.
const char *weigh_ceremony_act(const struct record *record, struct commit_wish *wish,
                               struct buf **body);
