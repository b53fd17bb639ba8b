// What Redis keeps for a while only, beside the journals: pairing codes, heartbeats. No fold needs
// it, and nothing of it counts.
//   jinbang:{-site}:brief:KEY   text, with a time to live
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store;

// `error` 0, or a negative UV_E… when Redis did not answer. `texts` hold one text for each key that
// was asked for, at == NULL where there is none; they are valid during the call only.
typedef void (*brief_on_texts)(void *owner, int error, size_t count, const struct slice *texts);

// Keeps a text for ttl_ms (> 0). With `fresh` only where there is none yet: the one text that
// on_texts gets is then at == NULL when there was one.
struct brief {
    struct slice key, text;
    uint64_t ttl_ms;
    bool fresh;
};

void brief_put(struct store *store, const struct brief *brief, brief_on_texts on_texts,
               void *owner);
// Gives it and forgets it, in one step.
void brief_take(struct store *store, struct slice key, brief_on_texts on_texts, void *owner);
void brief_read(struct store *store, size_t count, const struct slice *keys,
                brief_on_texts on_texts, void *owner);
