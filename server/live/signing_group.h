// Whom the gates of sign-off wait for where a marking group confirms its sheets together.
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct record;

// Whether a seat of a marking group still owes a sheet of the stage (an index); in words, on the
// arena, which seats and whose confirmations that takes.
bool signing_group_waits(struct arena *arena, const struct record *record, uint32_t stage,
                         const char **ret_zh, const char **ret_en);
