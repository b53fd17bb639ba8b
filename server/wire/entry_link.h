// A judge's own link in a judges entry: `{"link":{"judge":"j1","token":"sha-256 hex"}}` gives him
// another one, without a token he has none any more. Version 8 of the format.
#pragma once

#include "base/slice.h"

#include <stdbool.h>

struct arena;
struct buf;

enum { ENTRY_LINK_SINCE = 8 };

struct entry_link {
    struct slice judge, token; // token: at == NULL where the link ends
};

// Whether a judges entry is about a link, from its first bytes as entry_link_write begins it.
bool entry_link_is(struct slice body);
void entry_link_write(const struct entry_link *link, struct buf *out);
bool entry_link_read(struct arena *arena, struct slice body, struct entry_link *ret);
