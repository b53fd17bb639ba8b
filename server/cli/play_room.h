// One competition of a recording that is played in memory: lines become journal entries, and
// live/record folds them as it folds a real journal.
#pragma once

#include "live/record.h"
#include "wire/recording.h"

struct arena;

struct play_room {
    struct record *record;
    uint64_t changes; // entries that moved standings: what was worked out before is void then
};

struct play_room *play_room_new(struct slice name);
struct play_room *play_room_free(struct play_room *room);

// Folds one line that changes something. NULL, or why it could not be (on the arena).
const char *play_room_take(struct play_room *room, struct arena *arena,
                           const struct recording_line *line);
