// What the hall sees of a ceremony's winners beside the stage: for all skills at once, since the
// run sheet is worked out from the rankings of each of its honours. By skill, on the arena.
#pragma once

#include "live/facts.h"

struct arena;

// Winners of the skill, which is on the run sheet, stand on public boards by name now.
const bool *ceremony_seen_of(struct arena *arena, const struct record *record);
// The list is closed and a step that was not on the stage yet shows somebody of the skill: boards
// that are thawed now would show him first.
const bool *ceremony_seen_keeps(struct arena *arena, const struct record *record);
