// What one tile shows of one board in one view, worked out anew: rows and their texts in one arena,
// so that the picture before can be compared when the record has moved on.
#pragma once

#include "live/order.h"
#include "live/tile.h"
#include "wire/scene.h"

#include <stdbool.h>

struct arena;
struct journal_page;
struct room;

struct picture_of {
    struct room *room;
    uint32_t skill, stage;
    struct tile tile;
    bool staff;
};

struct picture {
    struct arena *arena; // NULL: there is none yet; the owner's to free
    struct scene_row *rows;
    size_t count;
    struct scene_state state;
    struct order_scales scales;
    bool current; // places are of the record as it stands, not of a moment before
};

// Whether the public is shown what it saw when the skill was frozen, and nothing else until then.
bool picture_is_frozen(const struct picture_of *of);
bool picture_is_of_one(const struct picture_of *of);
// Whether composing it goes through everybody on the board, to find what its other pages show too.
bool picture_counts(const struct picture_of *of);
// As the page has it, which is of the record as it stands; as the engine has it where there is no
// page or its counts do not say the places; as it was where it is frozen.
struct picture picture_compose(const struct picture_of *of, const struct journal_page *page);
bool picture_same(const struct picture *a, const struct picture *b);
