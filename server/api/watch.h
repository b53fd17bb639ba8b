// The live socket: hello, boards, resync; news only, never a write. DESIGN 3.14-3.16.
#pragma once

struct api;
struct room;
struct visit;

void watch_live(struct visit *visit);
// The site's journal went on: sockets whose token opens nothing any more say "bye" and close
// (4401), screens are told what they show now.
void watch_recheck(struct api *api);
// Something else is on the stage of this competition's ceremony: who follows it is told.
void watch_stage(struct api *api, const struct room *room);
