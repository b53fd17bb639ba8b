// What a publication writes into the journal: the results of a skill, for ever.
#pragma once

#include "live/record.h"

struct buf;

// The entry body of a publication:
// {"skill","stages":[{"stage","results":[{"id","place","half","total","title","group",
// "group_place","group_half","status","scale"}]}],"overall":[{"id","place","half","stage","group",
// "group_place","group_half"}],"honours":[{"id","titles","promotion"}]}, exact totals. half, group,
// status, scale, overall and honours stand there only where rules or rulings made them, so that an
// old journal gives the bytes that it always gave.
void results_publication(const struct record *record, uint32_t index, struct buf *out);
