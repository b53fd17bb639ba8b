// The web fonts that this node has cut: one sheet for the words of its own pages, and one for each
// competition's. Cut on a thread, so that the loop never waits; one at a time for each key.
#pragma once

#include "base/slice.h"

#include <uv.h>

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

// The style sheet (CSS, sealed; @font-face of the family "Jinbang") of a key as it was last looked
// at, while that is less than LETTERING_FRESH_MS ago and `said`, which changes when something is
// said at once (a step, a scene), is the same; NULL: ask. Not owned.
enum { LETTERING_FRESH_MS = 10000 };
struct buf *lettering_fresh(struct lettering *lettering, struct slice key, uint64_t said,
                            uint64_t now_ms);

// Takes `wanted`. Calls back, perhaps at once, with the sheet whose fonts show those letters (or,
// while others were already being cut for this key, those that were wanted then): not owned.
typedef void (*lettering_on_done)(void *owner, struct buf *css);
void lettering_ask(struct lettering *lettering, struct slice key, uint64_t said,
                   struct letters *wanted, uint64_t now_ms, lettering_on_done on_done, void *owner);

// A font that a sheet names, by the 32 hex digits of its digest: of each key's last two sheets.
// NULL: none. Not owned.
struct buf *lettering_font(const struct lettering *lettering, struct slice digest);
