// Drafts of sheets, which nobody but that judge's own devices may see. Nothing of it is in the
// journal, and nothing of it counts.
#pragma once

struct visit;

void draft_list(struct visit *visit);   // words: competition
void draft_put(struct visit *visit);    // words: competition, part, competitor, seat
void draft_delete(struct visit *visit); // the same
