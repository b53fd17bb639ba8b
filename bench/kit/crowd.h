// Competitors with all their sheets, each with a row and a tally of his own, as a node holds them.
#pragma once

#include "bench/kit/book.h"
#include "scoring/tally.h"

enum { CROWD_VARIANTS = 16 };

struct crowd {
    const struct book_shape *shape;
    struct book book;
    const struct rules *rules;
    size_t count, row_bytes, tally_bytes;
    char *rows, *memory; // of the tallies
    struct tally *tallies;
    struct mark pool[CROWD_VARIANTS][BOOK_ASPECTS_MAX]; // sheets: to make one is no scoring
    uint64_t chance;
    uint64_t sum; // of what was read and of all keys' last bytes, so that none is left out
};

// With rows of all sheets; with `places`, empty ones. crowd_close frees it.
struct crowd *crowd_open(const struct book_shape *shape, size_t count);
void crowd_close(struct crowd *crowd);

struct row *crowd_row(const struct crowd *crowd, size_t index);
uint32_t crowd_below(struct crowd *crowd, uint32_t limit);
// A sheet of this part and seat with a mark for every aspect.
struct sheet crowd_sheet(struct crowd *crowd, uint32_t part, uint32_t seat);
// Checks a sheet and puts it into the row.
void crowd_give(struct crowd *crowd, struct row *row, const struct sheet *sheet);
// The rank key of a tally; ends the program when it does not say "complete".
size_t crowd_key(struct crowd *crowd, const struct tally *tally, unsigned char *key);
// The floor: reads as much of the row as the part takes of it and writes one word of that, with
// what it holds already.
void crowd_touch(struct crowd *crowd, size_t index, uint32_t part);

// Nanoseconds that one call of each way takes: the ways in turn, slice after slice, so that what
// else the machine does meets all of them alike. Adds to ns[way].
void crowd_time(struct crowd *crowd, void (*one)(struct crowd *crowd, unsigned way), unsigned ways,
                double *ns);
