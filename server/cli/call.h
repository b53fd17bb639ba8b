// One HTTP request to a running server, waited for: what import and export do.
#pragma once

#include "base/slice.h"

#include <stdbool.h>

struct buf;
struct conf;

struct call {
    int status; // 0: no answer
    struct buf *body;
};

// Uses --server, --organiser-token-file, --tls-ca. `key`: an idempotency key is made and sent (for
// writes). The caller unrefs the body. False with a sentence on stderr when settings are wrong or
// nobody answered.
bool call_server(const struct conf *conf, const char *method, const char *path, struct slice body,
                 bool key, struct call *ret);
