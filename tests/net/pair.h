// Two conns on loopback that talk to each other, plainly or over TLS, for the tests of net/.
#pragma once

#include "net/conn.h"
#include "net/tls.h"
#include "tests/net/cert.h"
#include "tests/net/rig.h"

struct side {
    struct conn *conn;
    struct buf *in;
    size_t reads, drained, deadlines, ends;
    const char *closed;
    bool close_on_bytes, abort_on_bytes, close_on_drained, restart_on_bytes;
    struct buf *more_on_drained;
    struct side *other;
};

struct pair {
    struct rig rig;
    uv_tcp_t listener;
    struct tls *server_tls, *client_tls;
    struct side near, far; // the accepting and the connecting one
    uv_connect_t connect;
    bool connected;
};

static struct cert cert;
static bool in_bulk; // both conns of a pair are

static inline void other_bytes(void *owner, char *bytes, size_t len)
{
    struct side *side = owner;

    text_add(side->in, SLICE("|"));
    buf_add(side->in, bytes, len);
}

static inline void on_closed(void *owner, const char *reason)
{
    struct side *side = owner;

    assert_null(side->closed);
    side->closed = reason;
}

static inline void on_bytes(void *owner, char *bytes, size_t len)
{
    static const struct conn_events others = {.on_bytes = other_bytes, .on_closed = on_closed};
    struct side *side = owner;

    assert_null(side->closed);
    side->reads++;
    if (side->restart_on_bytes) {
        conn_start(side->conn, &others, side);
        conn_unread(side->conn, bytes, len);
        return;
    }
    buf_add(side->in, bytes, len);
    memset(bytes, 0, len); // they may be changed
    if (side->close_on_bytes) {
        conn_close(side->conn, "enough");
    }
    if (side->abort_on_bytes) {
        conn_abort(side->conn, "enough");
    }
}

static inline void on_drained(void *owner)
{
    struct side *side = owner;

    side->drained++;
    if (side->close_on_drained) {
        conn_close(side->conn, "drained");
    }
    if (side->more_on_drained) {
        conn_send(side->conn, side->more_on_drained);
    }
}

static inline void on_deadline(void *owner)
{
    ((struct side *)owner)->deadlines++;
}

static const struct conn_events bells = {
    .on_bytes = on_bytes, .on_drained = on_drained, .on_closed = on_closed};

static inline void on_connection(uv_stream_t *listener, int status)
{
    struct pair *pair = listener->data;

    assert_int_equal(status, 0);
    pair->near.conn = conn_new(&pair->rig.loop, pair->server_tls, true);
    assert_int_equal(uv_accept(listener, (uv_stream_t *)conn_handle(pair->near.conn)), 0);
    conn_start(pair->near.conn, &bells, &pair->near);
}

static inline void on_connected(uv_connect_t *connect, int status)
{
    struct pair *pair = connect->data;

    assert_int_equal(status, 0);
    pair->connected = true;
    conn_start(pair->far.conn, &bells, &pair->far);
}

static inline void open_tls(struct pair *pair, const char *host)
{
    struct buf *problem = buf_new(64);

    pair->server_tls = tls_server(cert.cert_file, cert.key_file, problem);
    pair->client_tls = tls_client(host ? cert.cert_file : NULL, problem);
    assert_int_equal(problem->len, 0);
    buf_unref(problem);
}

static inline void open_listener(struct pair *pair)
{
    struct sockaddr_in address;

    assert_int_equal(uv_tcp_init(&pair->rig.loop, &pair->listener), 0);
    pair->listener.data = pair;
    assert_int_equal(uv_ip4_addr("127.0.0.1", 0, &address), 0);
    assert_int_equal(uv_tcp_bind(&pair->listener, (struct sockaddr *)&address, 0), 0);
    assert_int_equal(uv_listen((uv_stream_t *)&pair->listener, 10, on_connection), 0);
}

static inline void open_pair_to(struct pair *pair, bool tls, const char *host)
{
    struct sockaddr_storage address;
    int len = sizeof address;

    memset(pair, 0, sizeof *pair);
    rig_init(&pair->rig);
    if (tls) {
        open_tls(pair, host);
    }
    open_listener(pair);
    pair->near.in = buf_new(64);
    pair->far.in = buf_new(64);
    pair->far.conn = conn_new(&pair->rig.loop, pair->client_tls, false);
    if (host) {
        conn_host(pair->far.conn, host);
    }
    pair->connect.data = pair;
    assert_int_equal(uv_tcp_getsockname(&pair->listener, (struct sockaddr *)&address, &len), 0);
    assert_int_equal(uv_tcp_connect(&pair->connect, conn_handle(pair->far.conn),
                                    (struct sockaddr *)&address, on_connected),
                     0);
    RIG_UNTIL(&pair->rig, pair->connected && pair->near.conn);
    if (in_bulk) {
        conn_bulk(pair->near.conn);
        conn_bulk(pair->far.conn);
    }
}

static inline void open_pair(struct pair *pair, void **state)
{
    open_pair_to(pair, *state != NULL, NULL);
}

static inline void close_pair(struct pair *pair)
{
    if (!pair->near.closed) {
        conn_close(pair->near.conn, "test");
    }
    if (!pair->far.closed) {
        conn_close(pair->far.conn, "test");
    }
    RIG_UNTIL(&pair->rig, pair->near.closed && pair->far.closed);
    uv_close((uv_handle_t *)&pair->listener, NULL);
    rig_done(&pair->rig);
    buf_unref(pair->near.in);
    buf_unref(pair->far.in);
    tls_free(pair->server_tls);
    tls_free(pair->client_tls);
}

#define UNTIL(pair, cond) RIG_UNTIL(&(pair).rig, cond)

static inline void say(struct side *side, const char *text)
{
    struct buf *buf = rig_text(text);

    conn_send(side->conn, buf);
    buf_unref(buf);
}
