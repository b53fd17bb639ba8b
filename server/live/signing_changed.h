// What has moved on a page since it was printed, in words. Over plain facts.
#pragma once

#include "live/signing_page.h"

// Everything after journal number `since` that stands on the page or goes into it; "" for nothing.
// On the arena.
const char *signing_changed_words(struct arena *arena, const struct record *record,
                                  const struct signing_page *page, uint64_t since, bool english);
