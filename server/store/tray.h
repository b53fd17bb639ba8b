// Texts by name that Redis keeps beside the journals: drafts of sheets and who sits at a desk for a
// while, pictures of the photo wall until they are erased. No fold needs them, and nothing of them
// counts.
//   jinbang:{-site}:tray:KEY   hash: name -> "version who text", with one time to live
#pragma once

#include "base/slice.h"

#include <stddef.h>
#include <stdint.h>

struct store;

// A text as it lies there. `version` is the server's time in ms when it was put, and always grows.
struct tray_item {
    struct slice name, who, text;
    uint64_t version;
};

// `error` 0, or a negative UV_E… when Redis did not answer; what the items point to is valid during
// the call only.
typedef void (*tray_on_items)(void *owner, int error, size_t count, const struct tray_item *items);

enum tray_outcome { TRAY_KEPT, TRAY_NEWER, TRAY_FULL };

// KEPT: `item` has the version. NEWER: another one has put this one there, and `seen` is not it.
typedef void (*tray_on_put)(void *owner, int error, enum tray_outcome outcome,
                            const struct tray_item *item);

// What a put carries. `who` has no blank. `seen`: the version of another one's text that may be
// replaced; one's own always may. The tray's time to live begins anew (0: it
// stays); `most` names at the most.
struct tray_put {
    struct slice key, name, who, text, seen;
    uint64_t ttl_ms, most;
};

void tray_put(struct store *store, const struct tray_put *put, tray_on_put on_put, void *owner);
void tray_read(struct store *store, struct slice key, tray_on_items on_items, void *owner);
// Forgets one; on_items (may be NULL) gets no items.
void tray_drop(struct store *store, struct slice key, struct slice name, tray_on_items on_items,
               void *owner);
