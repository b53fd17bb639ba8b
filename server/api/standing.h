// What is known of the standings, by GET: scoreboard, progress, the final list as CSV and JSON, the
// journal.
#pragma once

struct visit;

void standing_board(struct visit *visit);    // ?skill=&stage=&from=&limit=&competitor=
void standing_progress(struct visit *visit); // ?skill=&stage=
void standing_csv(struct visit *visit);      // ?skill=&draft=1
void standing_json(struct visit *visit);
