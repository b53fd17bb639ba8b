// The counter of rulings and bulk marks: statuses, penalties, voids, recusals, lots, fields, draws,
// matches, approvals; and the daily figures of many people at once.
#pragma once

struct visit;

void ruling_add(struct visit *visit);  // POST; words: competition
void ruling_list(struct visit *visit); // GET
void ruling_bulk(struct visit *visit); // POST
