// An HTTP/1.1 client on one keep-alive connection, for this program's own tools (replay, demo,
// import, bench). One request at a time on a client; open several for concurrency. Reconnects by
// itself; a request whose connection was lost before the answer comes back as status 0 and the
// caller decides (same key, again).
#pragma once

#include "base/slice.h"

#include <uv.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct client;
struct tls;

struct client_answer {
    int status;        // 0: no answer (refused, reset, timed out)
    struct slice body; // valid during the callback
    struct slice etag;
    struct slice location;
    uint64_t retry_after_s;
};

typedef void (*client_on_answer)(void *owner, const struct client_answer *answer);

// `url` is http://host:port or https://host:port; NULL and a sentence when it is neither.
struct client *client_new(uv_loop_t *loop, const char *url, struct tls *tls,
                          const char **ret_problem);
void client_close(
    struct client *client); // frees it once its handles are closed; no callback after this
// `headers`: further lines, each ended by \r\n, or NULL. Bodies are copied.
void client_send(struct client *client, const char *method, const char *path, const char *headers,
                 struct slice body, uint64_t deadline_ms, client_on_answer on_answer, void *owner);
bool client_is_busy(const struct client *client);
