// One TCP connection, with or without TLS: bytes in, bufs out, a bounded backlog, one deadline, one close.
// The four calls that the rest of net knows are conn_send, conn_pause, conn_deadline and conn_close; TLS (net/tls)
// sits behind the same calls.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

struct buf;
struct conn;
struct tls; // one server context: certificate and key

struct conn_events {
    // Bytes have come. They are valid during the call, may be changed in place, and must all be taken.
    void (*on_bytes)(void *owner, char *bytes, size_t len);
    // All that was given to conn_send has been handed to the kernel. May be NULL.
    void (*on_drained)(void *owner);
    // The connection is gone; `reason` is one word for log and meter. The last call; the conn is freed after it.
    void (*on_closed)(void *owner, const char *reason);
};

// Takes over an accepted (or connecting) uv stream. `tls` NULL: plain. `server` false: the client's side.
struct conn *conn_new(uv_loop_t *loop, struct tls *tls, bool server);
uv_tcp_t *conn_handle(struct conn *conn); // for uv_accept / uv_tcp_connect, before conn_start
void conn_start(struct conn *conn, const struct conn_events *events, void *owner);

// Queues a sealed buf (takes its own reference). What is queued in one turn of the loop leaves in one write.
void conn_send(struct conn *conn, struct buf *buf);
size_t conn_backlog(const struct conn *conn); // bytes given to conn_send and not yet with the kernel
void conn_pause(struct conn *conn, bool paused); // stop and go on reading
// Close with reason "deadline" unless called again before `ms` from now; 0: no deadline.
void conn_deadline(struct conn *conn, uint64_t ms);
// Sends what is queued first (bounded by a deadline of its own), then closes. Safe to call twice.
void conn_close(struct conn *conn, const char *reason);
void conn_abort(struct conn *conn, const char *reason); // at once
bool conn_is_closing(const struct conn *conn);
// The peer's address as text, "127.0.0.1"; valid as long as the conn.
const char *conn_address(const struct conn *conn);
bool conn_is_tls(const struct conn *conn);
