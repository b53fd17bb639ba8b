// The framing of a chunked body (RFC 9112, 7.1), strictly: is every byte around the data one that
// belongs there? llhttp takes the data out; but it lets bare line ends and folded trailers pass,
// which this does not.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum http_chunk_state {
    HTTP_CHUNK_SIZE,
    HTTP_CHUNK_BLANK, // behind the size: only an extension may follow
    HTTP_CHUNK_EXTENSION,
    HTTP_CHUNK_SIZE_LF,
    HTTP_CHUNK_DATA,
    HTTP_CHUNK_DATA_CR,
    HTTP_CHUNK_DATA_LF,
    HTTP_CHUNK_TRAILER, // at the start of a line
    HTTP_CHUNK_NAME,
    HTTP_CHUNK_VALUE,
    HTTP_CHUNK_VALUE_LF,
    HTTP_CHUNK_END_LF,
    HTTP_CHUNK_DONE,
    HTTP_CHUNK_BROKEN
};

struct http_chunk { // begins zeroed
    enum http_chunk_state state;
    unsigned digits;
    uint64_t left; // bytes of the chunk
};

// Returns how many of the bytes belong to this body; fewer than all only when it is DONE or BROKEN.
size_t http_chunk_take(struct http_chunk *chunk, const char *bytes, size_t len);
