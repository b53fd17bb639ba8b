// Judges' panels: what one who sits on a panel is told of it.
#pragma once

struct visit;

void panel_mine(struct visit *visit); // GET …/panels/mine
