// Which boards are read in a tick.
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct scene;

// Whether the scene is due, and may be read now. Somebody who is followed moves at most once in
// `follow_ms`, and in one tick only so many such are read (counted in *singles), for there may be
// thousands of them: who is left out stays due.
bool pace_may_read(struct scene *scene, uint64_t follow_ms, unsigned *singles);
