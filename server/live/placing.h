// Places on a page of a board, by the counts that Redis gives with it.
#pragma once

#include "live/results.h"

struct journal_member;
struct journal_page;

// The place of the page's member number `i`; the page begins `from` members into the board. False:
// the convention takes more than the page shows (how many share a place beyond its ends, how many
// different keys stand before).
bool placing_by_counts(enum rules_convention convention, const struct journal_page *page,
                       uint64_t from, size_t i, struct results_place *ret);
// The same of journal_board_of's one member.
bool placing_of_one(enum rules_convention convention, const struct journal_member *member,
                    struct results_place *ret);
