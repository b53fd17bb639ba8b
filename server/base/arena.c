#include "base/arena.h"

#include "base/must.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>

// Under AddressSanitizer what has not been handed out is poisoned, so that a write past the end of
// one piece is found although the arena owns the bytes behind it.
#if defined(__has_include)
#    if __has_include(<sanitizer/asan_interface.h>)
#        include <sanitizer/asan_interface.h>
#    endif
#endif
#ifndef ASAN_POISON_MEMORY_REGION
#    define ASAN_POISON_MEMORY_REGION(at, len)   ((void)(at), (void)(len))
#    define ASAN_UNPOISON_MEMORY_REGION(at, len) ((void)(at), (void)(len))
#endif

enum { ALIGN = 16, CHUNK = 4096 };

struct chunk {
    struct chunk *next;
    alignas(ALIGN) char bytes[]; // itself aligned: it may not slip into the padding behind `next`
};

struct arena {
    struct chunk *chunks;
    char *at; // the rest of the newest shared chunk
    size_t left;
};

struct arena *arena_new(void)
{
    struct arena *arena = calloc(1, sizeof *arena);
    must(arena);
    return arena;
}

struct arena *arena_free(struct arena *arena)
{
    if (!arena) {
        return NULL;
    }
    for (struct chunk *chunk = arena->chunks, *next; chunk; chunk = next) {
        next = chunk->next;
        free(chunk);
    }
    free(arena);
    return NULL;
}

static char *chunk_add(struct arena *arena, size_t size)
{
    struct chunk *chunk = malloc(sizeof *chunk + size);
    must(chunk);
    chunk->next = arena->chunks;
    arena->chunks = chunk;
    ASAN_POISON_MEMORY_REGION(chunk->bytes, size);
    return chunk->bytes;
}

static char *take(struct arena *arena, size_t size)
{
    if (size > CHUNK / 4) {
        return chunk_add(arena, size); // a large piece has its own chunk and wastes no rest
    }
    if (size > arena->left) {
        arena->left = CHUNK - sizeof(struct chunk);
        arena->at = chunk_add(arena, arena->left);
    }
    char *at = arena->at;
    arena->at += size;
    arena->left -= size;
    return at;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    must(size <= PTRDIFF_MAX - CHUNK);
    size_t rounded = size ? (size + ALIGN - 1) / ALIGN * ALIGN : ALIGN;
    char *at = take(arena, rounded);
    ASAN_UNPOISON_MEMORY_REGION(at, size);
    return memset(at, 0, size);
}

char *arena_copy(struct arena *arena, struct slice text)
{
    char *copy = arena_alloc(arena, text.len + 1);
    if (text.len > 0) {
        memcpy(copy, text.at, text.len);
    }
    return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    must(len >= 0);
    char *text = arena_alloc(arena, (size_t)len + 1);
    (void)vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return text;
}
