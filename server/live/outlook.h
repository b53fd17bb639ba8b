// What can still become of everybody (live/foresee), kept beside a room: a picture looks up one
// competitor and not the field. A large field is taken in piece by piece, between marks.
#pragma once

#include "live/foresee.h"

struct outlook;
struct room;

struct outlook *outlook_new(void);
struct outlook *outlook_free(struct outlook *outlook); // NULL is fine; returns NULL

// As the room's record stands now; it loads nobody. NULL: the rules do not let it be known, or it
// is not worked out yet: then it is wanted. Good until the loop turns.
const struct foresee *outlook_at(const struct room *room, uint32_t stage);
// Once a tick: loads one piece of what was asked for and is not ready. Returns a skill whose boards
// are to be composed anew since all of it is there, or RULES_NONE.
uint32_t outlook_go_on(const struct room *room);
