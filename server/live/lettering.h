// The web fonts that this node has cut: one sheet for the words of its own pages, and one for each
// competition's. Cut on a thread, so that the loop never waits; one at a time for each key.
#pragma once

#include "base/slice.h"

#include <uv.h>

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct font_shelf;
struct lettering;
struct letters;

// The shelf of fonts is the node's, and outlives the lettering.
struct lettering *lettering_new(uv_loop_t *loop, const struct font_shelf *shelf);
// When nothing is being cut any more; the callbacks of what is come before.
void lettering_close(struct lettering *lettering, void (*on_closed)(void *owner), void *owner);
const struct font_shelf *lettering_shelf(const struct lettering *lettering);

// Calls back with the style sheet of a key (CSS, sealed; @font-face of the family "Jinbang"): not
// owned.
typedef void (*lettering_on_done)(void *owner, struct buf *css);

// For how long what a key's sheet should show is not looked at again.
enum { LETTERING_FRESH_MS = 10000 };

// Whether the letters of this key were said less than LETTERING_FRESH_MS ago, with the same `said`,
// which changes when something is said at once (a step, a scene): then calls back with their sheet,
// at once or when it is cut. Else nothing is done: gather the letters, and ask.
bool lettering_join(struct lettering *lettering, struct slice key, uint64_t said, uint64_t now_ms,
                    lettering_on_done on_done, void *owner);

// Takes `wanted`. Calls back, perhaps at once, with a sheet whose fonts show those letters, or what
// was wanted after them: while others are being cut for this key, the newest wait for their turn.
void lettering_ask(struct lettering *lettering, struct slice key, uint64_t said,
                   struct letters *wanted, uint64_t now_ms, lettering_on_done on_done, void *owner);

// A font that a sheet names, by the 32 hex digits of its digest: of each key's last two sheets.
// NULL: none. Not owned.
struct buf *lettering_font(const struct lettering *lettering, struct slice digest);
