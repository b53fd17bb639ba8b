// Whom a stage's cut lets through: a proposal, until a ruling "field" makes it so.
#pragma once

#include "live/order.h"
#include "live/record.h"

struct buf;

// {"stage","from","base","passing","lines":[{"id","place","half"?,"group"?,"group_place"?,"heat"?,
// "heat_place"?,"status"?,"passes","field"?}]};
// "field" is what a ruling has said ("in", "out"). False when the rules say no cut for this stage.
// As plain facts: order_cut.
bool results_cut_write(const struct record *record, uint32_t stage, struct buf *out);
