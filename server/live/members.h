// A marking group: several judges who hold one seat of a part together. One of them types, and the
// sheet counts only with the confirmations of all who are there (the part's "members"; see
// fixtures/book/group-marking.md). What a clerk types from paper, and the organiser's hand, carry
// ink instead.
#pragma once

#include "base/slice.h"
#include "live/facts.h"

#include <stdbool.h>
#include <stdint.h>

struct buf;

// Whether the seat is a group's. A technical seat is none.
bool members_are(const struct record *record, uint32_t part, uint32_t seat);
// The next who holds the seat, from index *at of the record's judges on; NULL after the last.
const struct record_judge *members_next(const struct record *record, uint32_t part, uint32_t seat,
                                        size_t *at);
// Whether the chief has said that he is not there.
bool members_is_absent(const struct record *record, uint32_t part, uint32_t seat,
                       const struct record_judge *judge);
// NULL, or why a sheet of the seat by `by` does not count with these confirmations
// (entry.confirmed; at == NULL: none): "group-few" (fewer judges hold the seat than the rules ask
// for), "group-unconfirmed" (not all who are there, or not exactly those), "group-none" (none were
// asked for).
const char *members_refusal(const struct record *record, uint32_t part, uint32_t seat,
                            struct slice by, struct slice confirmed);
// NULL, or why the chief cannot say that he is absent, or back: "group-none", "unknown-judge",
// "ruling-idle" (so it is already), "group-empty" (nobody would be left).
const char *members_refuse_absent(const struct record *record, uint32_t part, uint32_t seat,
                                  const struct record_judge *judge, bool absent);
// The names of those who are there, in their order, with `between`; an id where no name is known.
void members_names(const struct record *record, uint32_t part, uint32_t seat, const char *between,
                   struct buf *out);
