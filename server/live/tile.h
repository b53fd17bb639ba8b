// Which piece of a board an address asks for: the best ones, a page, or one competitor.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stdint.h>

enum { TILE_ROWS_MAX = 100 };

// What its lines are: competitors as they stand, delegations, or those competitors who have a
// title.
enum tile_list { TILE_STANDING, TILE_DELEGATIONS, TILE_TITLES };

struct tile {
    enum tile_list list;
    uint64_t from, count;
    struct slice who; // an id; at == NULL: by place
    bool on_stage;    // he stands on the stage: what he needs, and the cards of his panel
};

// "top12", "top50", "top100", "page1" …, "delegations1" …, "titles1" … (50 rows each), "who:c017",
// "stage:c017". NULL, or a problem's name.
const char *tile_parse(struct slice text, struct tile *ret);
