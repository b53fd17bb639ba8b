// The marks that a seat has given for a part one by one, written as one sheet's body.
#pragma once

#include "live/facts.h"

struct buf;

// Is the sheet of this part and seat all that has been given one by one?
bool merged_is(const struct rules *rules, uint32_t part, uint32_t seat);

// {"marks":[{"aspect","value"} | {"aspect","code"} | {"aspect","faults":{…}} |
// {"aspect","value","target"}]} with all marks that stand in the row.
void merged_write(const struct rules *rules, const struct record_competitor *competitor,
                  uint32_t part, uint32_t seat, struct buf *out);
