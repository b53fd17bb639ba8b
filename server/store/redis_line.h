// One line to Redis: find the host, connect, bytes out and bytes in. It does not come back once
// lost: store/redis opens the next one.
#pragma once

#include "base/slice.h"

#include <uv.h>

#include <stddef.h>

struct redis_line;
struct redis_url;

struct redis_line_events {
    void (*on_open)(void *owner); // connected
    void (*on_bytes)(void *owner, struct slice bytes);
    void (*on_lost)(void *owner, const char *reason); // once, and not after redis_line_close()
    void (*on_closed)(void *owner);                   // its memory is gone
};

// `turn` chooses among the addresses of a name. The url must outlive it.
struct redis_line *redis_line_new(uv_loop_t *loop, const struct redis_url *url, unsigned turn,
                                  const struct redis_line_events *events, void *owner);
void redis_line_dial(struct redis_line *line); // may call on_lost before it returns
// Sent when the loop comes to it, all commands of a turn together. The line must be open.
void redis_line_send(struct redis_line *line, size_t argc, const struct slice *args);
void redis_line_read(struct redis_line *line);  // takes now what lies in the socket
void redis_line_close(struct redis_line *line); // at any time, once
