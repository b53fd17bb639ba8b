// One HTTP request as it was read. It outlives its connection; its memory is its arena.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct http;

enum { HTTP_HEADERS_MAX = 64 };

struct http_header {
    struct slice name, value; // name in lower case, value trimmed
};

struct request {
    struct arena *arena; // all of the request's memory; freed with it
    struct http *http;   // NULL once the connection is gone
    const char *method;  // "GET", "PUT" …
    struct slice target; // as sent
    struct slice path;   // before '?', not decoded
    struct slice query;  // after '?', may be empty
    size_t header_count;
    struct http_header headers[HTTP_HEADERS_MAX];
    struct slice body;
    uint64_t started_us;
    char address[64]; // the peer's
    bool tls;
    bool answered;
    void *held;     // for the owner across a wait
    unsigned minor; // HTTP/1.minor
};
