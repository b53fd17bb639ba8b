// Frames in, messages out. A message that lies whole in what was read is unmasked in place and
// handed up without a copy; only one that comes in pieces gets a buffer, which goes when the
// message has been handed up. Text is checked as it comes, so a bad byte ends the conversation
// before its message does (RFC 6455, 8.1).
#include "net/peer.h"

#include "base/buf.h"
#include "base/meter.h"
#include "base/must.h"
#include "net/conn.h"
#include "net/deflate.h"
#include "net/http.h"
#include "net/upgrade.h"

#include <stdlib.h>

enum { CLOSE_MS = 5000, FIRST_MAX = 65536, BACKLOG_MAX = 262144 };

struct peer {
    struct conn *conn;
    const struct peer_settings *settings;
    const struct peer_events *events;
    void *owner;
    bool closed;         // our close frame is out
    bool deflates;       // permessage-deflate is agreed
    bool owed;           // somebody has heard of a backlog: on_drained
    bool pinged;         // and nothing has come since
    bool deflated;       // the message that is coming is
    bool in_frame;       // its head has come
    struct buf *message; // what has come of a message in pieces
    struct buf *control; // what has come of a control frame in pieces
    size_t fragments;    // of the message so far; 0: none is begun
    uint64_t frame_at;   // bytes of the frame's payload that have come
    struct ws_head frame;
    struct ws_utf8 utf8;
    enum ws_op op; // the message's
    unsigned char head_len;
    char head[WS_HEAD_MAX];
};

// ---- the end

// The word for log and meter. Owners close with few codes; the others share one word.
static const char *word_of(unsigned code)
{
    switch (code) {
    case 1000:
        return "done";
    case 1001:
        return "going-away";
    case 1002:
        return "ws-protocol";
    case 1003:
        return "ws-unsupported";
    case 1007:
        return "ws-not-utf8";
    case 1008:
        return "ws-policy";
    case 1009:
        return "ws-too-big";
    case 1011:
        return "ws-failed";
    case 1013:
        return "ws-slow";
    default:
        return "ws-closed";
    }
}

static void send_close(struct peer *peer, unsigned code, const char *reason)
{
    struct buf *frame = ws_encode_close(code, reason);

    peer->closed = true;
    conn_send(peer->conn, frame);
    buf_unref(frame);
}

void peer_close(struct peer *peer, unsigned code, const char *reason)
{
    if (peer->closed || conn_is_closing(peer->conn)) {
        return;
    }
    send_close(peer, code, reason);
    conn_pause(peer->conn, false); // its close frame is awaited
    conn_deadline(peer->conn, CLOSE_MS);
}

// The peer broke a rule: say so and go, without waiting for its close frame.
static void fail(struct peer *peer, unsigned code)
{
    if (!peer->closed) {
        send_close(peer, code, NULL);
    }
    conn_close(peer->conn, word_of(code));
}

// Its close frame: the same code goes back, if ours was not first.
static void take_close(struct peer *peer, const char *payload, size_t len)
{
    unsigned code = 0;

    if (!ws_read_close(payload, len, &code)) {
        fail(peer, code);
        return;
    }
    if (!peer->closed && len == 0) {
        struct buf *frame = ws_encode(WS_CLOSE, "", 0);
        peer->closed = true;
        conn_send(peer->conn, frame);
        buf_unref(frame);
    } else if (!peer->closed) {
        send_close(peer, code, NULL);
    }
    conn_close(peer->conn, "done");
}

// ---- frames

static void take_control(struct peer *peer, enum ws_op op, const char *payload, size_t len)
{
    if (op == WS_CLOSE) {
        take_close(peer, payload, len);
    } else if (op == WS_PING && !peer->closed) {
        struct buf *pong = ws_encode(WS_PONG, payload, len);
        conn_send(peer->conn, pong);
        buf_unref(pong);
    }
}

static bool is_control(const struct ws_head *frame)
{
    return frame->op >= WS_CLOSE;
}

// Is this frame in its place, and within the limits? 0, or the code to close with.
static unsigned check_frame(const struct peer *peer)
{
    const struct ws_head *frame = &peer->frame;
    size_t so_far = peer->message ? peer->message->len : 0;

    if (is_control(frame)) {
        return 0;
    }
    if (frame->deflated && !peer->deflates) {
        return 1002;
    }
    if ((frame->op == WS_CONT) != (peer->fragments > 0)) {
        return 1002;
    }
    if (frame->len > peer->settings->message_bytes_max - so_far) {
        return 1009;
    }
    return peer->fragments >= peer->settings->fragments_max ? 1008 : 0;
}

static void begin_frame(struct peer *peer)
{
    unsigned code = check_frame(peer);

    if (code != 0) {
        fail(peer, code);
        return;
    }
    peer->in_frame = true;
    peer->frame_at = 0;
    if (is_control(&peer->frame)) {
        return;
    }
    if (peer->fragments++ == 0) {
        peer->op = peer->frame.op;
        peer->deflated = peer->frame.deflated;
        peer->utf8 = (struct ws_utf8){0};
    }
}

// A message as it was before it was deflated; its text can be checked only now.
static void inflated(struct peer *peer, const char *bytes, size_t len)
{
    struct buf *whole = buf_new(len < FIRST_MAX ? 4 * len : len);
    unsigned code = deflate_unpack(bytes, len, peer->settings->message_bytes_max, whole);

    if (code == 0 && peer->op == WS_TEXT && !ws_utf8_feed(&peer->utf8, whole->bytes, whole->len)) {
        code = 1007;
    }
    if (code != 0 || !ws_utf8_whole(&peer->utf8)) {
        fail(peer, code ? code : 1007);
    } else {
        peer->events->on_message(peer->owner, peer->op, whole->bytes, whole->len);
    }
    buf_unref(whole);
}

static void message_done(struct peer *peer, char *bytes, size_t len)
{
    struct buf *message = peer->message;

    peer->message = NULL;
    peer->fragments = 0;
    if (message) {
        bytes = message->bytes;
        len = message->len;
    }
    if (peer->deflated) {
        inflated(peer, bytes, len);
    } else if (peer->op == WS_TEXT && !ws_utf8_whole(&peer->utf8)) {
        fail(peer, 1007);
    } else {
        peer->events->on_message(peer->owner, peer->op, bytes, len);
    }
    buf_unref(message);
}

// Keeps a piece that is not the whole of what it belongs to.
static void keep(struct buf **at, uint64_t whole, const char *bytes, size_t len)
{
    if (!*at) {
        *at = buf_new(whole < FIRST_MAX ? (size_t)whole : FIRST_MAX);
    }
    buf_add(*at, bytes, len);
}

static void take_data(struct peer *peer, char *bytes, size_t len, bool ends)
{
    bool alone = peer->frame.final && ends && len == peer->frame.len && !peer->message;

    if (peer->op == WS_TEXT && !peer->deflated && !ws_utf8_feed(&peer->utf8, bytes, len)) {
        fail(peer, 1007);
        return;
    }
    if (!alone && len > 0) {
        keep(&peer->message, peer->frame.len, bytes, len);
    }
    if (peer->frame.final && ends) {
        message_done(peer, bytes, len);
    }
}

static void take_control_piece(struct peer *peer, char *bytes, size_t len, bool ends)
{
    struct buf *control = NULL;

    if (ends && len == peer->frame.len) {
        take_control(peer, peer->frame.op, bytes, len);
        return;
    }
    keep(&peer->control, peer->frame.len, bytes, len);
    if (ends) {
        control = peer->control;
        peer->control = NULL;
        take_control(peer, peer->frame.op, control->bytes, control->len);
        buf_unref(control);
    }
}

// As much of the frame's payload as is here. Returns the bytes taken.
static size_t take_payload(struct peer *peer, char *bytes, size_t len)
{
    uint64_t left = peer->frame.len - peer->frame_at;
    size_t take = left < len ? (size_t)left : len;
    bool ends = take == left;

    ws_unmask(bytes, take, peer->frame.mask, peer->frame_at);
    peer->frame_at += take;
    peer->in_frame = !ends;
    if (is_control(&peer->frame)) {
        take_control_piece(peer, bytes, take, ends);
    } else if (!peer->closed) {
        take_data(peer, bytes, take, ends);
    } else if (ends && peer->frame.final) {
        peer->fragments = 0; // we are going: its messages are no longer read, only its close frame
    }
    return take;
}

// Bytes of a frame's head, which may come one by one. Returns the bytes taken.
static size_t take_head(struct peer *peer, const char *bytes, size_t len)
{
    size_t had = peer->head_len;
    size_t room = sizeof peer->head - had;
    size_t more = len < room ? len : room;

    memcpy(peer->head + had, bytes, more);
    long took =
        ws_read_head(peer->head, had + more, peer->settings->message_bytes_max, &peer->frame);
    if (took < 0) {
        fail(peer, (unsigned)-took);
        return len;
    }
    if (took == 0) {
        peer->head_len = (unsigned char)(had + more);
        return more;
    }
    peer->head_len = 0;
    begin_frame(peer);
    return (size_t)took - had;
}

// ---- the conn's bells

static bool has_room(struct peer *peer)
{
    return conn_backlog(peer->conn) <= BACKLOG_MAX || peer->closed;
}

static void on_bytes(void *owner, char *bytes, size_t len)
{
    struct peer *peer = owner;

    peer->pinged = false;
    if (!peer->closed) {
        conn_deadline(peer->conn, peer->settings->idle_ms / 2);
    }
    while (!conn_is_closing(peer->conn) && has_room(peer)) {
        size_t took = 0;
        if (!peer->in_frame && len > 0) {
            took = take_head(peer, bytes, len);
        }
        if (peer->in_frame && !conn_is_closing(peer->conn)) {
            took += take_payload(peer, bytes + took, len - took);
        }
        bytes += took;
        len -= took;
        if (took == 0) {
            return;
        }
    }
    // Who sends and does not take what it gets in return waits until it has.
    conn_unread(peer->conn, bytes, len);
    conn_pause(peer->conn, true);
}

static void on_drained(void *owner)
{
    struct peer *peer = owner;

    conn_pause(peer->conn, false);
    if (peer->owed && peer->events->on_drained && !peer->closed) {
        peer->owed = false;
        peer->events->on_drained(peer->owner);
    }
}

static void on_deadline(void *owner)
{
    struct peer *peer = owner;

    if (peer->closed) {
        conn_abort(peer->conn, "no-close");
    } else if (peer->pinged) {
        send_close(peer, 1001, "idle");
        conn_close(peer->conn, "idle");
    } else {
        struct buf *ping = ws_encode(WS_PING, "", 0);
        peer->pinged = true;
        conn_send(peer->conn, ping);
        buf_unref(ping);
        conn_deadline(peer->conn, peer->settings->idle_ms - peer->settings->idle_ms / 2);
    }
}

static void on_closed(void *owner, const char *reason)
{
    struct peer *peer = owner;

    meter_count("jinbang_websockets_closed_total", "", 1);
    peer->events->on_closed(peer->owner, reason);
    buf_unref(peer->message);
    buf_unref(peer->control);
    free(peer);
}

// ---- from the outside

struct peer *peer_accept(struct request *request, const char *protocol,
                         const struct peer_settings *settings, const struct peer_events *events,
                         void *owner)
{
    static const struct conn_events bells = {.on_bytes = on_bytes,
                                             .on_drained = on_drained,
                                             .on_closed = on_closed,
                                             .on_deadline = on_deadline};
    bool deflates = upgrade_deflates(request);
    struct conn *conn = http_upgrade(request, upgrade_answer(request, protocol));

    if (!conn) {
        return NULL;
    }
    struct peer *peer = calloc(1, sizeof *peer);
    must(peer);
    peer->conn = conn;
    peer->deflates = deflates;
    peer->settings = settings;
    peer->events = events;
    peer->owner = owner;
    meter_count("jinbang_websockets_opened_total", "", 1);
    conn_bulk(conn);
    conn_start(conn, &bells, peer);
    conn_deadline(conn, settings->idle_ms / 2);
    return peer;
}

void peer_send(struct peer *peer, struct buf *frame)
{
    if (!peer->closed) {
        bool shorter = peer->deflates && frame->len >= WS_DEFLATE_MIN;
        conn_send(peer->conn, shorter ? ws_deflated(frame) : frame);
    }
}

size_t peer_backlog(struct peer *peer)
{
    size_t backlog = conn_backlog(peer->conn);

    peer->owed = peer->owed || backlog > 0;
    return backlog;
}
