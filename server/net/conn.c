// A close has three steps: what is queued leaves (CLOSING), our end is shut while the peer's last
// bytes are read and thrown away (LINGERING: unread ones would make it a reset, which takes the
// answer with it), and the handle closes (DEAD). The struct lives until the handle's close
// callback, so every callback may close its own connection.
#include "net/conn.h"

#include "base/buf.h"
#include "base/meter.h"
#include "base/must.h"
#include "net/conn_out.h"
#include "net/conn_peer.h"
#include "net/conn_turn.h"
#include "net/tls.h"

#include <stdlib.h>
#include <string.h>

enum { CLOSING_MS = 5000, LINGERING_MS = 1000, ADDRESS_MAX = 46 };

enum conn_state { CONN_NEW, CONN_OPEN, CONN_CLOSING, CONN_LINGERING, CONN_DEAD };

// Seat to owner: what a write looks at. Of 10,000 watchers no line of memory is in a cache.
struct conn {
    uv_tcp_t tcp; // first: a handle is its conn
    struct conn_seat seat;
    struct conn_out out;
    struct tls_link *link;
    struct buf *unread; // given back by conn_unread
    enum conn_state state;
    bool server, started, paused;
    bool spoken;    // the peer has sent its first byte
    bool undrained; // on_drained is owed
    bool said_bye;  // TLS: close_notify is out
    bool ended;     // the peer has sent its last byte
    bool told_end;  // and the owner knows
    const struct conn_events *events;
    void *owner;
    struct tls *tls;
    char *host;
    void (*on_freed)(void *parent);
    void *parent;
    const char *reason;
    char address[ADDRESS_MAX];
};

static struct conn *conn_of(void *handle)
{
    return handle;
}

static uv_stream_t *stream_of(struct conn *conn)
{
    return (uv_stream_t *)&conn->tcp;
}

static void wait_turn(struct conn *conn)
{
    if (conn->state != CONN_DEAD) {
        conn_turn_wait(&conn->seat);
    }
}

static void on_handle_closed(uv_handle_t *handle)
{
    struct conn *conn = conn_of(handle);

    if (conn->server && conn->started) {
        char labels[64];
        (void)snprintf(labels, sizeof labels, "reason=\"%s\"", conn->reason);
        meter_count("jinbang_connections_closed_total", labels, 1);
    }
    if (conn->events->on_closed) {
        conn->events->on_closed(conn->owner, conn->reason);
    }
    if (conn->on_freed) {
        conn->on_freed(conn->parent);
    }
    conn_turn_leave(&conn->seat);
    conn_out_done(&conn->out);
    buf_unref(conn->unread);
    tls_link_free(conn->link);
    free(conn->host);
    free(conn);
}

static void die(struct conn *conn)
{
    if (conn->state != CONN_DEAD) {
        conn->state = CONN_DEAD;
        conn_turn_forget(&conn->seat);
        conn_turn_deadline(&conn->seat, 0);
        uv_close((uv_handle_t *)&conn->tcp, on_handle_closed);
    }
}

void conn_abort(struct conn *conn, const char *reason)
{
    if (!conn->reason) {
        conn->reason = reason;
    }
    die(conn);
}

static const char *word_of(int uv_error)
{
    return uv_error == UV_ECONNRESET || uv_error == UV_EPIPE ? "reset" : "broken";
}

static void on_shut(uv_shutdown_t *shut, int status)
{
    struct conn *conn = conn_of(shut->handle);

    free(shut);
    if (conn->state == CONN_LINGERING && (status != 0 || conn->ended)) {
        die(conn);
    }
}

static void linger(struct conn *conn)
{
    uv_shutdown_t *shut = calloc(1, sizeof *shut);

    must(shut);
    conn->state = CONN_LINGERING;
    conn_turn_deadline(&conn->seat, LINGERING_MS);
    if (uv_shutdown(shut, stream_of(conn), on_shut) != 0) {
        free(shut);
        die(conn);
    }
}

static void on_written(uv_stream_t *stream, int status)
{
    struct conn *conn = conn_of(stream);

    if (status < 0) {
        conn_abort(conn, word_of(status));
    } else {
        wait_turn(conn);
    }
}

// Bytes that TLS keeps until its handshake is done.
static size_t kept(const struct conn *conn)
{
    return conn->link ? tls_link_kept(conn->link) : 0;
}

// The kernel has all: a closing connection goes one step on, another one is told.
static void drained(struct conn *conn)
{
    if (kept(conn) > 0) {
        return;
    }
    if (conn->state == CONN_CLOSING && conn->link && !conn->said_bye) {
        conn->said_bye = true;
        tls_link_end(conn->link, conn_out_loose(&conn->out));
        wait_turn(conn);
    } else if (conn->state == CONN_CLOSING) {
        linger(conn);
    } else if (conn->state == CONN_OPEN && conn->undrained) {
        conn->undrained = false;
        if (conn->events->on_drained) {
            conn->events->on_drained(conn->owner);
        }
    }
}

static void written(struct conn *conn, int left)
{
    if (left < 0) {
        conn_abort(conn, word_of(left));
    } else if (left == 0) {
        drained(conn);
    }
}

void conn_send(struct conn *conn, struct buf *buf)
{
    if (conn->state >= CONN_CLOSING || buf->len == 0) {
        return;
    }
    must(buf->sealed && conn->state == CONN_OPEN);
    conn->undrained = true;
    if (!conn->link) {
        conn_out_put(&conn->out, buf);
    } else if (tls_link_give(conn->link, (struct slice){buf->bytes, buf->len},
                             conn_out_loose(&conn->out))) {
        conn_abort(conn, "tls");
    }
    wait_turn(conn);
}

size_t conn_backlog(const struct conn *conn)
{
    return conn_out_backlog(&conn->out) + kept(conn);
}

void conn_unread(struct conn *conn, const char *bytes, size_t len)
{
    if (len == 0 || conn->state != CONN_OPEN) {
        return;
    }
    if (!conn->unread) {
        conn->unread = buf_new(len);
    }
    buf_add(conn->unread, bytes, len);
    wait_turn(conn);
}

static void give(struct conn *conn, char *bytes, size_t len)
{
    if (len == 0 || conn->state != CONN_OPEN) {
        return;
    }
    if (conn->unread || conn->paused || !conn->events->on_bytes) {
        conn_unread(conn, bytes, len);
    } else {
        conn->events->on_bytes(conn->owner, bytes, len);
    }
}

static void tell_end(struct conn *conn)
{
    conn->ended = true;
    if (conn->state == CONN_LINGERING) {
        die(conn);
    }
    // What the owner has given back comes first.
    if (conn->state != CONN_OPEN || conn->told_end || conn->unread) {
        return;
    }
    conn->told_end = true;
    if (conn->events->on_end) {
        conn->events->on_end(conn->owner);
    } else {
        conn_close(conn, "eof");
    }
}

static void take_cipher(struct conn *conn, struct slice cipher)
{
    struct buf *plain = conn_turn_plain(&conn->seat);
    int ended = tls_link_take(conn->link, cipher, plain, conn_out_loose(&conn->out));

    if (conn_out_tidy(&conn->out)) {
        wait_turn(conn);
    }
    give(conn, plain->bytes, plain->len);
    if (ended < 0) {
        conn_close(conn, "tls"); // the alert leaves first
    } else if (ended > 0) {
        tell_end(conn);
    }
}

// A browser that was given a bare address speaks plain HTTP to a TLS port. TLS it stays where
// something was already said the other way.
static void hear_first(struct conn *conn, char first)
{
    conn->spoken = true;
    if (conn->link && conn->server && first >= 'A' && first <= 'Z' && kept(conn) == 0) {
        conn->link = tls_link_free(conn->link);
    }
}

static void on_read(uv_stream_t *stream, ssize_t got, const uv_buf_t *buf)
{
    struct conn *conn = conn_of(stream);

    if (got > 0 && !conn->spoken) {
        hear_first(conn, buf->base[0]);
    }
    if (got == UV_EOF) {
        tell_end(conn);
    } else if (got < 0) {
        conn_abort(conn, word_of((int)got));
    } else if (conn->link && (conn->state == CONN_OPEN || kept(conn) > 0)) {
        take_cipher(conn, (struct slice){buf->base, (size_t)got});
    } else if (!conn->link) {
        give(conn, buf->base, (size_t)got);
    }
}

static void on_room(uv_handle_t *handle, size_t suggested, uv_buf_t *ret)
{
    (void)suggested;
    *ret = uv_buf_init(conn_turn_room(&conn_of(handle)->seat), CONN_TURN_READ);
}

static void read_on(struct conn *conn)
{
    if (!conn->ended) {
        int failed = uv_read_start(stream_of(conn), on_room, on_read);
        if (failed && failed != UV_EALREADY) {
            conn_abort(conn, word_of(failed));
        }
    }
}

void conn_pause(struct conn *conn, bool paused)
{
    if (conn->state != CONN_OPEN || conn->paused == paused) {
        return;
    }
    conn->paused = paused;
    if (paused) {
        (void)uv_read_stop(stream_of(conn));
        return;
    }
    read_on(conn);
    if (conn->unread) {
        wait_turn(conn);
    }
}

static bool may_give(const struct conn *conn)
{
    return conn->unread && conn->state == CONN_OPEN && !conn->paused && conn->events->on_bytes;
}

static void give_unread(struct conn *conn)
{
    struct buf *unread = conn->unread;

    conn->unread = NULL;
    give(conn, unread->bytes, unread->len);
    buf_unref(unread);
    if (conn->ended) {
        tell_end(conn);
    }
}

static void on_serve(struct conn_seat *seat)
{
    struct conn *conn = list_item(seat, struct conn, seat);

    if (may_give(conn)) {
        give_unread(conn);
    }
    if (conn->state != CONN_DEAD) {
        conn_turn_forget(seat); // what has just been queued leaves now
        written(conn, conn_out_flush(&conn->out, stream_of(conn), on_written));
    }
    if (may_give(conn)) {
        wait_turn(conn);
    }
}

static bool on_gather(struct conn_seat *seat, struct sends *sends)
{
    struct conn *conn = list_item(seat, struct conn, seat);

    return !may_give(conn) && conn_out_gather(&conn->out, stream_of(conn), sends);
}

static void on_took(struct conn_seat *seat, long result)
{
    struct conn *conn = list_item(seat, struct conn, seat);

    if (conn->state != CONN_DEAD) {
        written(conn, conn_out_took(&conn->out, result, stream_of(conn), on_written));
    }
}

static void on_expire(struct conn_seat *seat)
{
    struct conn *conn = list_item(seat, struct conn, seat);

    if (conn->state != CONN_OPEN) {
        conn_abort(conn, "deadline");
    } else if (conn->events->on_deadline) {
        conn->events->on_deadline(conn->owner);
    } else {
        conn_close(conn, "deadline");
    }
}

// ---- from the outside

struct conn *conn_new(uv_loop_t *loop, struct tls *tls, bool server)
{
    static const struct conn_bell bell = {on_serve, on_gather, on_took, on_expire};
    static const struct conn_events nobody;
    struct conn *conn = calloc(1, sizeof *conn);

    must(conn);
    conn_turn_join(loop, &conn->seat, &bell);
    conn_out_init(&conn->out);
    conn->events = &nobody;
    conn->tls = tls;
    conn->server = server;
    must(uv_tcp_init(loop, &conn->tcp) == 0);
    return conn;
}

uv_tcp_t *conn_handle(struct conn *conn)
{
    return &conn->tcp;
}

void conn_host(struct conn *conn, const char *host)
{
    free(conn->host);
    conn->host = strdup(host);
    must(conn->host);
}

void conn_parent(struct conn *conn, void (*on_freed)(void *parent), void *parent)
{
    conn->on_freed = on_freed;
    conn->parent = parent;
}

void conn_bulk(struct conn *conn)
{
    bool waits = !list_empty(&conn->seat.waiting);

    conn_turn_forget(&conn->seat);
    conn->seat.bulk = true;
    if (waits) {
        conn_turn_wait(&conn->seat);
    }
}

static void first_start(struct conn *conn)
{
    conn->state = CONN_OPEN;
    conn->started = true;
    (void)uv_tcp_nodelay(&conn->tcp, 1);
    conn_peer_address(&conn->tcp, conn->address, sizeof conn->address);
    if (conn->server) {
        meter_count("jinbang_connections_opened_total", "", 1);
    }
    if (conn->tls) {
        conn->link = tls_link_new(conn->tls, conn->server, conn->host);
    }
    if (conn->tls && !conn->server) {
        (void)tls_link_give(conn->link, SLICE(""),
                            conn_out_loose(&conn->out)); // the client speaks first
        wait_turn(conn);
    }
    read_on(conn);
}

void conn_start(struct conn *conn, const struct conn_events *events, void *owner)
{
    conn->events = events;
    conn->owner = owner;
    if (conn->state == CONN_NEW) {
        first_start(conn);
    } else if (conn->unread) {
        wait_turn(conn);
    }
}

void conn_deadline(struct conn *conn, uint64_t ms)
{
    if (conn->state <= CONN_OPEN) { // a close has its own
        conn_turn_deadline(&conn->seat, ms);
    }
}

void conn_close(struct conn *conn, const char *reason)
{
    if (conn->state >= CONN_CLOSING) {
        return;
    }
    if (conn->state == CONN_NEW) {
        conn_abort(conn, reason);
        return;
    }
    conn->reason = reason;
    conn->state = CONN_CLOSING;
    conn->unread = buf_unref(conn->unread);
    conn_turn_deadline(&conn->seat, CLOSING_MS);
    wait_turn(conn);
    read_on(conn); // to throw away: the peer must not be stuck in its own write
}

bool conn_is_closing(const struct conn *conn)
{
    return conn->state >= CONN_CLOSING;
}

const char *conn_address(const struct conn *conn)
{
    return conn->address;
}

bool conn_is_tls(const struct conn *conn)
{
    return conn->tls && (conn->link || conn->state == CONN_NEW);
}

size_t conn_queued(uv_loop_t *loop)
{
    return conn_turn_count(loop);
}
