// Watches a room's boards: compares them at opening, at each publication and at every seal now and
// then; a difference is counted, logged, journaled and the board rebuilt from the engine's keys.
// Marking goes on meanwhile.
#pragma once

struct room;

// Compares all boards of the room, one after the other. A comparison already under way is enough.
void mend_room(struct room *room);
