// The draw (抽签): a commitment and its opening, or what was drawn by hand.
#pragma once

struct visit;

void draw_list(struct visit *visit);
void draw_commit(struct visit *visit);  // words: competition, skill
void draw_open(struct visit *visit);    // the same
void draw_by_hand(struct visit *visit); // the same
