// A judge's desk: which device sits there, and how the page looks to him. Nobody but that judge's
// own devices may ask; nothing of it is in the journal, and nothing of it counts.
#pragma once

struct visit;

void desk_sit(struct visit *visit);      // words: competition, judge
void desk_look(struct visit *visit);     // the same
void desk_set_look(struct visit *visit); // the same
