// Boards for those who cannot keep a socket: asked for now and then, and told when nothing is new.
#pragma once

struct visit;

void poll_boards(struct visit *visit); // GET …/boards?tiles=skill/stage/tile,…
