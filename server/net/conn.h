// One TCP connection, with or without TLS: bytes in, bufs out, a bounded backlog, one deadline, one
// close. The four calls that the rest of net knows are conn_send, conn_pause, conn_deadline and
// conn_close; TLS (net/tls) sits behind the same calls.
#pragma once

#include "base/slice.h"

#include <uv.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct conn;
struct tls; // one server context: certificate and key

// Must outlive the conn. Each call may send, pause, close, abort or start again with other events.
struct conn_events {
    // Bytes have come. They are valid during the call, may be changed in place, and must all be
    // taken.
    void (*on_bytes)(void *owner, char *bytes, size_t len);
    // All that was given to conn_send has been handed to the kernel. May be NULL.
    void (*on_drained)(void *owner);
    // The connection is gone; `reason` is one word for log and meter. The last call, never from
    // inside conn_close or conn_abort; the conn is freed after it.
    void (*on_closed)(void *owner, const char *reason);
    // The deadline has passed. NULL: the conn closes with reason "deadline".
    void (*on_deadline)(void *owner);
    // The peer has sent its last byte; it may still be listening. NULL: the conn closes with reason
    // "eof".
    void (*on_end)(void *owner);
};

// Takes over an accepted (or connecting) uv stream. `tls` NULL: plain. `server` false: the client's
// side. A server's conn with `tls` whose peer begins with a letter hears it plainly: no TLS record
// begins with one, every HTTP request does. Its owner asks conn_is_tls what may be said.
struct conn *conn_new(uv_loop_t *loop, struct tls *tls, bool server);
uv_tcp_t *conn_handle(struct conn *conn); // for uv_accept / uv_tcp_connect, before conn_start
void conn_start(struct conn *conn, const struct conn_events *events, void *owner);
// The client's side of TLS: the name that the certificate must carry. Before conn_start, copied.
void conn_host(struct conn *conn, const char *host);
// `on_freed` once the conn is gone, whoever owned its events by then. For whoever accepted it, to
// count.
void conn_parent(struct conn *conn, void (*on_freed)(void *parent), void *parent);
// One of many that get the same news: its writes give way, in slices of a millisecond, to those
// that are not.
void conn_bulk(struct conn *conn);
// Gives bytes back: on_bytes gets them again, on the next turn of the loop and not while paused,
// before any others.
void conn_unread(struct conn *conn, const char *bytes, size_t len);

// Queues a sealed buf (takes its own reference). What is queued in one turn of the loop leaves in
// one write.
void conn_send(struct conn *conn, struct buf *buf);
size_t
conn_backlog(const struct conn *conn); // bytes given to conn_send and not yet with the kernel
// Conns of this loop that wait for their turn to write; 0: all were served.
size_t conn_queued(uv_loop_t *loop);
void conn_pause(struct conn *conn, bool paused); // stop and go on reading
// Close with reason "deadline" (or on_deadline) unless called again before `ms` from now; 0: no
// deadline.
void conn_deadline(struct conn *conn, uint64_t ms);
// Sends what is queued first (bounded by a deadline of its own), then closes. Safe to call twice.
void conn_close(struct conn *conn, const char *reason);
void conn_abort(struct conn *conn, const char *reason); // at once
bool conn_is_closing(const struct conn *conn);
// The peer's address as text, "127.0.0.1"; valid as long as the conn.
const char *conn_address(const struct conn *conn);
bool conn_is_tls(const struct conn *conn); // true until the peer's first byte says otherwise
