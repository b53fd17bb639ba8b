// One HTTP request to a running server, waited for: what import and export do.
#pragma once

#include "base/slice.h"

#include <stdbool.h>

struct buf;
struct conf;

struct call {
    int status; // 0: no answer
    struct buf *body;
    char etag[80]; // "" where there was none
};

// Uses --server, --organiser-token-file, --tls-ca. `key`: an idempotency key is made and sent (for
// writes). The caller unrefs the body. False with a sentence on stderr when settings are wrong or
// nobody answered.
bool call_server(const struct conf *conf, const char *method, const char *path, struct slice body,
                 bool key, struct call *ret);
// The same write to what was seen under this entity tag, quotes and all ("": to whatever is there).
bool call_change(const struct conf *conf, const char *method, const char *path, struct slice body,
                 const char *etag, struct call *ret);
