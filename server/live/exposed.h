// What the rules let the public see of a stage as things stand: DESIGN 3.13. From its lock on,
// where they say so: one sheet that is reopened hides nothing again, a whole stage that is, does.
// Frozen boards apart: live/results has what it does see.
#pragma once

#include "live/facts.h"

enum rules_show exposed_now(const struct record *record, uint32_t stage);
