// The award ceremony at the counters: what is on the stage for everybody, the whole run sheet for
// who runs it, and the presses.
#pragma once

#include <stddef.h>

struct buf;
struct room;
struct visit;

void stage_show(struct visit *visit);
void stage_sheet(struct visit *visit);
void stage_act(struct visit *visit);

// The frame of the live socket: what stage_show says, with its address.
struct buf *stage_frame(const struct room *room);
