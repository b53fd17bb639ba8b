// Bump memory of one request or one parsed document: many small allocations, one free. No
// out-of-memory path: must() on allocation; every size that a peer chooses has been limited before.
#pragma once

#include "base/slice.h"

#include <stddef.h>

struct arena;

struct arena *arena_new(void);
struct arena *arena_free(struct arena *arena); // NULL is fine; returns NULL

// Zeroed bytes, aligned to 16, that live as long as the arena.
void *arena_alloc(struct arena *arena, size_t size);
// A terminated copy.
char *arena_copy(struct arena *arena, struct slice text);
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
