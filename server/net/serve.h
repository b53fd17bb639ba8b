// Listening: accepts connections, counts them, bounds the anonymous, stops gently.
#pragma once

#include "net/http.h"

#include <uv.h>

struct serve;
struct tls;

struct serve_settings {
    const char *host;         // an address, "127.0.0.1" or "::"
    int port;                 // 0: any free one
    struct tls *tls;          // NULL: plain
    unsigned connections_max; // whoever comes above it is closed without a word, and counted
    struct http_settings http;
    bool share_port; // SO_REUSEPORT: several processes listen on one port
};

// 0 or a negative UV_E… with nothing left behind. `events` and `owner` go to every http.
int serve_start(uv_loop_t *loop, const struct serve_settings *settings,
                const struct http_events *events, void *owner, struct serve **ret);
int serve_port(const struct serve *serve);
unsigned serve_count(const struct serve *serve); // open connections, upgraded ones included
// No new connections; idle ones close, busy ones after their answer. on_stopped when none is left
// (upgraded connections are their owners' to close). The serve is freed after on_stopped.
void serve_stop(struct serve *serve, void (*on_stopped)(void *owner), void *owner);
