// Which board is meant: what a watcher asks for, found in a competition's rules.
#pragma once

#include "base/slice.h"
#include "live/tile.h"

#include <stdint.h>

struct record;

// "competition/skill/stage/tile" (live/tile.h). Parsed against the room's rules.
struct board_address {
    struct slice text;
    uint32_t skill, stage; // index in the competition
    struct tile tile;
};

// NULL or a problem's name.
const char *board_address_parse(const struct record *record, struct slice text,
                                struct board_address *ret);
