// What a tablet says of itself now and then, kept for a while beside the journals: when it was
// here, how much it has not sent, its battery.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct buf;
struct record_judge;
struct site_pass;
struct visit;

struct beat {
    uint64_t at, unsent, battery;
    bool known, has_battery;
};

// Under which it is kept, on the arena: a paired device, or a judge's own link.
struct slice beat_key_of_pass(struct arena *arena, const struct site_pass *pass);
struct slice beat_key_of_link(struct arena *arena, const struct record_judge *judge);

struct beat beat_read(struct slice text);
// Members ",\"last_seen\":…,\"unsent\":…,\"battery\":…" as far as they are known.
void beat_write(const struct beat *beat, struct buf *out);

// POST …/beat: of a paired device or a judge's link.
void beat_take(struct visit *visit);
