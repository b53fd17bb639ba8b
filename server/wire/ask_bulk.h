// Many competitors' marks of one aspect by one seat, for parts that are marked one by one. All or
// nothing.
#pragma once

#include "base/slice.h"
#include "scoring/contest.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct faults;

enum { ASK_BULK_MAX = 1000 };

struct ask_bulk_row {
    struct slice competitor;
    struct mark mark;
};

struct ask_bulk {
    uint32_t part, seat, aspect;
    size_t count;
    const struct ask_bulk_row *rows;
};

// {"part","seat","aspect","rows":[["c001","8.5"],["c002","dnf"]…]}; a competitor twice is a fault,
// and so are a part that is not marked one by one and an aspect with several figures.
bool ask_bulk_read(struct arena *arena, const struct rules *rules, struct slice json,
                   struct ask_bulk *ret, struct faults *faults);
// One row as the sheet that it stands for.
struct sheet ask_bulk_sheet(const struct ask_bulk *bulk, size_t row);
// The engine's verdict on a row, at "/rows/17/1" (or /0 where it is about the competitor).
void ask_bulk_fault(const struct rules *rules, const struct ask_bulk *bulk, size_t row,
                    struct fault fault, struct faults *faults);
// A fault of that name at the row's competitor ("unknown-competitor").
void ask_bulk_who_fault(const struct ask_bulk *bulk, size_t row, const char *name,
                        struct faults *faults);
