// The live socket: hello, boards, resync; news only, never a write. DESIGN 3.14-3.16.
#pragma once

struct visit;

void watch_live(struct visit *visit);
