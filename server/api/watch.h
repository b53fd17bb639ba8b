// The live socket: hello, boards, resync; news only, never a write. DESIGN 3.14-3.16.
#pragma once

struct api;
struct visit;

void watch_live(struct visit *visit);
// Who may come in has changed: sockets whose token opens nothing any more say "bye" and close
// (4401).
void watch_recheck(struct api *api);
