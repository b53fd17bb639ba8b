// The judge's counter: put, read and list sheets, one at a time or a queue at once.
#pragma once

struct visit;

void sheet_put(struct visit *visit);   // words: competition, part, competitor, seat
void sheet_get(struct visit *visit);   // the same
void sheet_list(struct visit *visit);  // words: competition
void sheet_batch(struct visit *visit); // words: competition
