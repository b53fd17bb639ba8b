// The judge's counter: put, read and list sheets, one at a time or a queue at once.
#pragma once

#include <stdint.h>

struct buf;
struct record_competitor;
struct room;
struct visit;

void sheet_put(struct visit *visit);   // words: competition, part, competitor, seat
void sheet_get(struct visit *visit);   // the same
void sheet_list(struct visit *visit);  // words: competition
void sheet_batch(struct visit *visit); // words: competition

// Appends the sheet that stands there, as it is answered to who may read it.
void sheet_write(const struct room *room, const struct record_competitor *competitor, uint32_t part,
                 uint32_t seat, struct buf *out);

// Where a sheet stands.
struct sheet_place {
    struct record_competitor *competitor;
    uint32_t part, seat;
};

// The one that the address names (words: competition, part, competitor, seat). NULL or a problem's
// name.
const char *sheet_find(const struct visit *visit, struct sheet_place *ret);
