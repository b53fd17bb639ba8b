// A server that echoes over WebSocket, and a raw client that says every byte itself, for the tests
// of net/peer.
#pragma once

#include "net/http.h"
#include "net/peer.h"
#include "net/serve.h"
#include "net/upgrade.h"
#include "tests/net/rig.h"

enum { MESSAGE_MAX = 1 << 20, FRAGMENTS_MAX = 100 };

struct stage {
    struct rig rig;
    struct serve *serve;
    struct wire wire;
    struct peer *peer;
    struct peer_settings settings;
    size_t messages, bytes;
    bool silent, close_on_message;
    const char *closed;
    bool stopped;
};

static inline void on_message(void *owner, enum ws_op op, char *bytes, size_t len)
{
    struct stage *stage = owner;

    stage->messages++;
    stage->bytes += len;
    if (!stage->silent) {
        struct buf *frame = ws_encode(op, bytes, len);
        peer_send(stage->peer, frame);
        buf_unref(frame);
    }
    if (stage->close_on_message) {
        peer_close(stage->peer, 1001, "bye");
        peer_close(stage->peer, 1001, "bye");
    }
}

static inline void on_closed(void *owner, const char *reason)
{
    ((struct stage *)owner)->closed = reason;
}

static inline void on_request(void *owner, struct request *request)
{
    static const struct peer_events events = {.on_message = on_message, .on_closed = on_closed};
    struct stage *stage = owner;
    const char *refusal = upgrade_refusal(request);

    if (refusal) {
        int status = strcmp(refusal, "upgrade-required") == 0 ? 426 : 400;
        http_answer(request, &(struct http_answer){.status = status,
                                                   .type = "text/plain",
                                                   .body = rig_text(refusal)});
        return;
    }
    stage->peer = peer_accept(request, "jinbang", &stage->settings, &events, stage);
    assert_non_null(stage->peer);
}

static inline void on_stopped(void *owner)
{
    ((struct stage *)owner)->stopped = true;
}

static inline void open_http(struct stage *stage)
{
    static const struct http_events events = {.on_request = on_request};
    struct serve_settings settings = {.host = "127.0.0.1",
                                      .connections_max = 10,
                                      .http = {.head_bytes_max = 4096,
                                               .body_bytes_max = 100,
                                               .head_ms = 5000,
                                               .body_ms = 5000,
                                               .idle_ms = 5000,
                                               .answer_ms = 5000}};

    memset(stage, 0, sizeof *stage);
    stage->settings = (struct peer_settings){
        .message_bytes_max = MESSAGE_MAX, .fragments_max = FRAGMENTS_MAX, .idle_ms = 60000};
    rig_init(&stage->rig);
    assert_int_equal(serve_start(&stage->rig.loop, &settings, &events, stage, &stage->serve), 0);
    wire_open(&stage->rig, &stage->wire, serve_port(stage->serve));
}

#define SAY(stage, text)   wire_say(&(stage).wire, SLICE(text))
#define UNTIL(stage, cond) RIG_UNTIL(&(stage).rig, cond)

#define HELLO                                                                                      \
    "GET /live HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"   \
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"

static inline void open_stage(struct stage *stage)
{
    open_http(stage);
    SAY(*stage, HELLO);
    UNTIL(*stage, wire_has(&stage->wire, "\r\n\r\n"));
    assert_true(wire_has(&stage->wire, "HTTP/1.1 101 Switching Protocols\r\n"));
    stage->wire.in->len = 0;
}

static inline void close_stage(struct stage *stage)
{
    if (!stage->wire.closed) {
        wire_close(&stage->rig, &stage->wire);
    }
    if (stage->peer) {
        UNTIL(*stage, stage->closed);
    }
    serve_stop(stage->serve, on_stopped, stage);
    UNTIL(*stage, stage->stopped);
    rig_done(&stage->rig);
}

// A client's frame with the mask "mask".
static inline void add_frame(struct buf *out, unsigned first, const char *payload, size_t len)
{
    static const unsigned char mask[4] = {'m', 'a', 's', 'k'};
    unsigned char head[14] = {(unsigned char)first};
    size_t size = 2;

    if (len < 126) {
        head[1] = (unsigned char)(0x80U | len);
    } else if (len < 65536) {
        head[1] = 0x80 | 126;
        head[2] = (unsigned char)(len >> 8);
        head[3] = (unsigned char)len;
        size = 4;
    } else {
        head[1] = 0x80 | 127;
        for (size_t i = 0; i < 8; i++) {
            head[2 + i] = (unsigned char)(len >> (56 - 8 * i));
        }
        size = 10;
    }
    memcpy(head + size, mask, 4);
    buf_add(out, head, size + 4);
    size_t at = out->len;
    buf_add(out, payload, len);
    ws_unmask(out->bytes + at, len, mask, 0);
}

static inline void say_frame(struct stage *stage, unsigned first, const char *payload, size_t len)
{
    struct buf *out = buf_new(len + 14);

    add_frame(out, first, payload, len);
    wire_say(&stage->wire, (struct slice){out->bytes, out->len});
    buf_unref(out);
}

#define FRAME(stage, first, text) say_frame(&(stage), first, text, sizeof(text) - 1)

static inline void expect_close(struct stage *stage, unsigned code, const char *word)
{
    const struct buf *in = stage->wire.in;

    UNTIL(*stage, stage->wire.ended);
    assert_false(stage->wire.broken);
    wire_shut(&stage->wire);
    UNTIL(*stage, stage->closed);
    assert_true(in->len >= 4);
    const unsigned char *frame = (const unsigned char *)in->bytes;
    size_t at = 0;
    while (frame[at] != 0x88) {
        assert_true(frame[at + 1] < 126);
        at += 2U + frame[at + 1];
        assert_true(at + 4 <= in->len);
    }
    assert_int_equal((unsigned)frame[at + 2] << 8 | frame[at + 3], code);
    assert_string_equal(stage->closed, word);
}
