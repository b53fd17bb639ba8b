// What the hall sees of a ceremony's winners beside the stage.
#pragma once

#include "live/facts.h"

// Whether winners of the skill, which is on the run sheet, stand on public boards by name now.
bool ceremony_seen_of(const struct record *record, uint32_t skill);
// Whether the list is closed and a step that was not on the stage yet shows somebody of the skill:
// boards that are thawed now would show him first.
bool ceremony_seen_keeps(const struct record *record, uint32_t skill);
