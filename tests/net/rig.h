// What the tests of net share: a loop with a guard against waiting for ever, and a raw client on
// loopback that says exactly the bytes it is told and keeps what it hears.
#pragma once

#include "base/buf.h"
#include "base/meter.h"
#include "base/slice.h"
#include "base/text.h"
#include "tests/unit.h"

#include <uv.h>

#include <stdlib.h>
#include <string.h>

enum { RIG_GUARD_MS = 60000 };

struct rig {
    uv_loop_t loop;
    uv_timer_t guard;
};

static inline void rig_overdue(uv_timer_t *guard)
{
    (void)guard;
    print_error("nothing happens any more\n");
    abort();
}

static inline void rig_init(struct rig *rig)
{
    assert_int_equal(uv_loop_init(&rig->loop), 0);
    assert_int_equal(uv_timer_init(&rig->loop, &rig->guard), 0);
    assert_int_equal(uv_timer_start(&rig->guard, rig_overdue, RIG_GUARD_MS, 0), 0);
}

// The loop must run empty by itself: whatever is left behind is a leak.
static inline void rig_done(struct rig *rig)
{
    uv_unref((uv_handle_t *)&rig->guard);
    assert_int_equal(uv_run(&rig->loop, UV_RUN_DEFAULT), 0);
    uv_close((uv_handle_t *)&rig->guard, NULL);
    assert_int_equal(uv_run(&rig->loop, UV_RUN_DEFAULT), 0);
    assert_int_equal(uv_loop_close(&rig->loop), 0);
    meter_done();
}

#define RIG_UNTIL(rig, cond)                                                                       \
    do {                                                                                           \
        while (!(cond)) {                                                                          \
            (void)uv_run(&(rig)->loop, UV_RUN_ONCE);                                               \
        }                                                                                          \
    } while (0)

// Some turns of the loop in which nothing is waited for: what is going to happen at once has
// happened.
static inline void rig_turns(struct rig *rig, int turns)
{
    while (turns-- > 0) {
        (void)uv_run(&rig->loop, UV_RUN_NOWAIT);
    }
}

struct wire {
    uv_tcp_t tcp; // first
    uv_connect_t connect;
    struct buf *in;
    char *room;
    size_t reads;
    bool connected, ended, broken, closed;
};

static inline void wire_room(uv_handle_t *handle, size_t size, uv_buf_t *ret)
{
    struct wire *wire = (struct wire *)(void *)handle;

    if (!wire->room) {
        wire->room = malloc(size);
    }
    *ret = uv_buf_init(wire->room, (unsigned)size);
}

static inline void wire_heard(uv_stream_t *stream, ssize_t got, const uv_buf_t *buf)
{
    struct wire *wire = (struct wire *)(void *)stream;

    if (got > 0) {
        wire->reads++;
        buf_add(wire->in, buf->base, (size_t)got);
    } else if (got < 0) {
        wire->ended = true;
        wire->broken = got != UV_EOF;
    }
}

static inline void wire_listen(struct wire *wire)
{
    assert_int_equal(uv_read_start((uv_stream_t *)&wire->tcp, wire_room, wire_heard), 0);
}

static inline void wire_connected(uv_connect_t *connect, int status)
{
    struct wire *wire = (struct wire *)(void *)connect->handle;

    wire->connected = true;
    wire->broken = status != 0;
    if (status == 0) {
        wire_listen(wire);
    }
}

static inline void wire_open(struct rig *rig, struct wire *wire, int port)
{
    struct sockaddr_in address;

    memset(wire, 0, sizeof *wire);
    wire->in = buf_new(256);
    assert_int_equal(uv_ip4_addr("127.0.0.1", port, &address), 0);
    assert_int_equal(uv_tcp_init(&rig->loop, &wire->tcp), 0);
    assert_int_equal(
        uv_tcp_connect(&wire->connect, &wire->tcp, (struct sockaddr *)&address, wire_connected), 0);
    RIG_UNTIL(rig, wire->connected);
    assert_int_equal(uv_tcp_nodelay(&wire->tcp, 1), 0);
}

struct wire_write {
    uv_write_t write; // first
    char bytes[];
};

static inline void wire_said(uv_write_t *write, int status)
{
    (void)status;
    free(write);
}

static inline void wire_say(struct wire *wire, struct slice bytes)
{
    struct wire_write *write = malloc(sizeof *write + bytes.len);
    uv_buf_t buf = uv_buf_init(write->bytes, (unsigned)bytes.len);

    memcpy(write->bytes, bytes.at, bytes.len);
    if (uv_write(&write->write, (uv_stream_t *)&wire->tcp, &buf, 1, wire_said) != 0) {
        free(write);
    }
}

static inline bool wire_has(const struct wire *wire, const char *text)
{
    return memmem(wire->in->bytes, wire->in->len, text, strlen(text)) != NULL;
}

static inline size_t wire_count(const struct wire *wire, const char *text)
{
    size_t count = 0;
    const char *at = wire->in->bytes;
    size_t left = wire->in->len;

    for (const char *hit; (hit = memmem(at, left, text, strlen(text))); count++) {
        left -= (size_t)(hit + 1 - at);
        at = hit + 1;
    }
    return count;
}

static inline void wire_gone(uv_handle_t *handle)
{
    ((struct wire *)(void *)handle)->closed = true;
}

static inline void wire_close(struct rig *rig, struct wire *wire)
{
    uv_close((uv_handle_t *)&wire->tcp, wire_gone);
    RIG_UNTIL(rig, wire->closed);
    wire->in = buf_unref(wire->in);
    free(wire->room);
}

// The other side sees a reset, not an end.
static inline void wire_reset(struct rig *rig, struct wire *wire)
{
    assert_int_equal(uv_tcp_close_reset(&wire->tcp, wire_gone), 0);
    RIG_UNTIL(rig, wire->closed);
    wire->in = buf_unref(wire->in);
    free(wire->room);
}

static inline void wire_shut_done(uv_shutdown_t *shut, int status)
{
    (void)status;
    free(shut);
}

static inline void wire_shut(struct wire *wire)
{
    uv_shutdown_t *shut = malloc(sizeof *shut);

    assert_int_equal(uv_shutdown(shut, (uv_stream_t *)&wire->tcp, wire_shut_done), 0);
}

static inline struct buf *rig_text(const char *text)
{
    struct buf *buf = buf_new(strlen(text));

    text_add(buf, slice_of(text));
    return buf_seal(buf);
}

static inline struct buf *rig_bytes(size_t len, char filler)
{
    struct buf *buf = buf_new(len);

    memset(buf->bytes, filler, len);
    buf->len = len;
    return buf_seal(buf);
}
