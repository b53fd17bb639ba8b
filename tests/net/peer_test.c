// A server that echoes over WebSocket, and a raw client that says every byte itself.
#include "net/http.h"
#include "net/peer.h"
#include "net/serve.h"
#include "net/upgrade.h"
#include "rig.h"

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

static void on_message(void *owner, enum ws_op op, char *bytes, size_t len)
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

static void on_closed(void *owner, const char *reason)
{
    ((struct stage *)owner)->closed = reason;
}

static void on_request(void *owner, struct request *request)
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

static void on_stopped(void *owner)
{
    ((struct stage *)owner)->stopped = true;
}

static void open_http(struct stage *stage)
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

static void open_stage(struct stage *stage)
{
    open_http(stage);
    SAY(*stage, HELLO);
    UNTIL(*stage, wire_has(&stage->wire, "\r\n\r\n"));
    assert_true(wire_has(&stage->wire, "HTTP/1.1 101 Switching Protocols\r\n"));
    stage->wire.in->len = 0;
}

static void close_stage(struct stage *stage)
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
static void add_frame(struct buf *out, unsigned first, const char *payload, size_t len)
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

static void say_frame(struct stage *stage, unsigned first, const char *payload, size_t len)
{
    struct buf *out = buf_new(len + 14);

    add_frame(out, first, payload, len);
    wire_say(&stage->wire, (struct slice){out->bytes, out->len});
    buf_unref(out);
}

#define FRAME(stage, first, text) say_frame(&(stage), first, text, sizeof(text) - 1)

static void expect_close(struct stage *stage, unsigned code, const char *word)
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

// ---- the handshake

static void shakes_hands_as_in_the_standard(void **state)
{
    struct stage stage;

    (void)state;
    open_http(&stage);
    SAY(stage, HELLO);
    UNTIL(stage, wire_has(&stage.wire, "\r\n\r\n"));
    assert_true(wire_has(&stage.wire, "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
    assert_true(wire_has(&stage.wire, "Sec-WebSocket-Protocol: jinbang\r\n"));
    assert_true(wire_has(&stage.wire, "Upgrade: websocket\r\nConnection: Upgrade\r\n"));
    assert_int_equal(serve_count(stage.serve), 1);
    close_stage(&stage);
}

#define UP   "Upgrade: WebSocket\r\n"
#define CO   "Connection: upgrade\r\n"
#define KEY  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
#define V13  "Sec-WebSocket-Version: 13\r\n"
#define HEAD "GET / HTTP/1.1\r\nHost: a\r\n"

static void refuses_other_upgrades(void **state)
{
    const struct {
        struct slice head;
        int status;
    } rows[] = {
        {SLICE(HEAD "\r\n"), 426},
        {SLICE(HEAD CO KEY V13 "\r\n"), 426},
        {SLICE(HEAD UP KEY V13 "\r\n"), 426},
        {SLICE(HEAD UP CO KEY "\r\n"), 426},
        {SLICE(HEAD UP CO KEY "Sec-WebSocket-Version: 8\r\n\r\n"), 426},
        {SLICE(HEAD "Upgrade: h2c\r\n" CO KEY V13 "\r\n"), 426},
        {SLICE(HEAD UP CO V13 "\r\n"), 400},
        {SLICE(HEAD UP CO V13 KEY KEY "\r\n"), 400},
        {SLICE(HEAD UP CO V13 V13 KEY "\r\n"), 400},
        {SLICE(HEAD UP CO V13 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=\r\n\r\n"), 400},
        {SLICE(HEAD UP CO V13 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZR==\r\n\r\n"), 400},
        {SLICE(HEAD UP CO V13 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j!Q==\r\n\r\n"), 400},
        {SLICE("POST / HTTP/1.1\r\nHost: a\r\n" UP CO V13 KEY "\r\n"), 400},
        {SLICE("GET / HTTP/1.0\r\nHost: a\r\n" UP CO V13 KEY "\r\n"), 400},
        {SLICE(HEAD UP CO V13 KEY "Content-Length: 1\r\n\r\nx"), 400},
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct stage stage;
        char line[32];
        open_http(&stage);
        wire_say(&stage.wire, rows[i].head);
        UNTIL(stage, wire_has(&stage.wire, "\r\n\r\n"));
        (void)snprintf(line, sizeof line, "HTTP/1.1 %d ", rows[i].status);
        if (!wire_has(&stage.wire, line)) {
            print_error("row %zu\n", i);
        }
        assert_true(wire_has(&stage.wire, line));
        close_stage(&stage);
    }
}

static void frames_behind_the_handshake_are_not_lost(void **state)
{
    struct stage stage;
    struct buf *both = buf_new(256);

    (void)state;
    open_http(&stage);
    text_add(both, SLICE(HELLO));
    add_frame(both, 0x81, "early", 5);
    wire_say(&stage.wire, (struct slice){both->bytes, both->len});
    UNTIL(stage, wire_has(&stage.wire,
                          "\x81\x05"
                          "early"));
    buf_unref(both);
    close_stage(&stage);
}

// ---- messages

static void echoes_texts_and_bytes_of_all_sizes(void **state)
{
    static const size_t sizes[] = {0, 1, 125, 126, 127, 65535, 65536, 65537, MESSAGE_MAX};
    struct stage stage;

    (void)state;
    open_stage(&stage);
    for (size_t i = 0; i < ROWS(sizes) * 2; i++) {
        size_t size = sizes[i / 2];
        unsigned first = i % 2 ? 0x81 : 0x82;
        struct buf *payload = rig_bytes(size, (char)('a' + (char)i));
        struct buf *expected = ws_encode(i % 2 ? WS_TEXT : WS_BINARY, payload->bytes, size);
        stage.wire.in->len = 0;
        say_frame(&stage, first, payload->bytes, size);
        UNTIL(stage, stage.wire.in->len == expected->len);
        assert_memory_equal(stage.wire.in->bytes, expected->bytes, expected->len);
        buf_unref(expected);
        buf_unref(payload);
    }
    close_stage(&stage);
}

static void takes_frames_in_single_bytes(void **state)
{
    struct stage stage;
    struct buf *out = buf_new(512);
    char text[130];

    (void)state;
    open_stage(&stage);
    memset(text, 't', sizeof text);
    add_frame(out, 0x01, "\xe4\xb8", 2);
    add_frame(out, 0x89, "ping", 4);
    add_frame(out, 0x80, "\xad", 1);
    add_frame(out, 0x82, text, sizeof text);
    for (size_t i = 0; i < out->len; i++) {
        wire_say(&stage.wire, (struct slice){out->bytes + i, 1});
        rig_turns(&stage.rig, 2);
    }
    UNTIL(stage, stage.wire.in->len == 6 + 5 + 134);
    assert_memory_equal(stage.wire.in->bytes, "\x8a\x04ping\x81\x03\xe4\xb8\xad\x82\x7e", 13);
    buf_unref(out);
    close_stage(&stage);
}

static void puts_fragments_together_with_pings_in_between(void **state)
{
    struct stage stage;

    (void)state;
    open_stage(&stage);
    FRAME(stage, 0x01, "");
    FRAME(stage, 0x00, "Hel");
    FRAME(stage, 0x89, "p");
    FRAME(stage, 0x00, "");
    FRAME(stage, 0x8a, "nobody asked");
    FRAME(stage, 0x80, "lo");
    UNTIL(stage, wire_has(&stage.wire, "\x81\x05Hello"));
    assert_memory_equal(stage.wire.in->bytes, "\x8a\x01p", 3);
    FRAME(stage, 0x02, "");
    FRAME(stage, 0x80, "");
    UNTIL(stage, wire_has(&stage.wire, "Hello\x82"));
    close_stage(&stage);
}

static void many_fragments_make_one_big_message(void **state)
{
    struct stage stage;
    struct buf *out = buf_new(1024);
    char piece[10000];

    (void)state;
    open_stage(&stage);
    memset(piece, 'f', sizeof piece);
    for (int i = 0; i < FRAGMENTS_MAX; i++) {
        add_frame(out, i == 0 ? 0x02U : i == FRAGMENTS_MAX - 1 ? 0x80U : 0U, piece, sizeof piece);
    }
    wire_say(&stage.wire, (struct slice){out->bytes, out->len});
    UNTIL(stage, stage.wire.in->len == 10 + FRAGMENTS_MAX * sizeof piece);
    assert_int_equal(stage.messages, 1);
    buf_unref(out);
    close_stage(&stage);
}

static void many_messages_in_one_read_are_all_answered(void **state)
{
    struct stage stage;
    struct buf *out = buf_new(1024);

    (void)state;
    open_stage(&stage);
    for (int i = 0; i < 1000; i++) {
        add_frame(out, 0x81, "message", 7);
    }
    wire_say(&stage.wire, (struct slice){out->bytes, out->len});
    UNTIL(stage, stage.wire.in->len == 9000);
    assert_int_equal(stage.messages, 1000);
    buf_unref(out);
    close_stage(&stage);
}

static void who_does_not_listen_is_not_read(void **state)
{
    struct stage stage;
    struct buf *out = buf_new(1024);
    struct buf *payload = rig_bytes(100000, 'x');

    (void)state;
    open_stage(&stage);
    (void)uv_read_stop((uv_stream_t *)&stage.wire.tcp);
    for (int i = 0; i < 300; i++) {
        add_frame(out, 0x82, payload->bytes, payload->len);
    }
    wire_say(&stage.wire, (struct slice){out->bytes, out->len});
    UNTIL(stage, stage.messages > 0);
    rig_turns(&stage.rig, 500);
    size_t stalled = stage.messages;
    assert_in_range(stalled, 1, 200);
    assert_true(peer_backlog(stage.peer) < 1000000);
    wire_listen(&stage.wire);
    UNTIL(stage, stage.messages > stalled + 5);
    buf_unref(out);
    buf_unref(payload);
    close_stage(&stage);
}

// ---- what ends a conversation

static void breaking_the_protocol_ends_it(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
        unsigned code;
        const char *word;
    } rows[] = {
        {"\x81\x05Hello", 7, 1002, "ws-protocol"},
        {"\x80\x81....", 7, 1002, "ws-protocol"},                 // nothing to go on with
        {"\x01\x80....\x81\x80....", 12, 1002, "ws-protocol"},    // a new one inside another
        {"\x09\x80....", 6, 1002, "ws-protocol"},                 //
        {"\x81\xff\0\0\0\0\0\x10\0\1", 10, 1009, "ws-too-big"},   // one above the limit
        {"\x81\x82\0\0\0\0\xc3\x28", 8, 1007, "ws-not-utf8"},     //
        {"\x81\x81\0\0\0\0\xc3", 7, 1007, "ws-not-utf8"},         // cut short
        {"\x01\x8a\0\0\0\0\xf8", 7, 1007, "ws-not-utf8"},         // before its frame is whole
        {"\x88\x81\0\0\0\0\x03", 7, 1002, "ws-protocol"},         //
        {"\x88\x82\0\0\0\0\x03\xed", 8, 1002, "ws-protocol"},     // 1005
        {"\x88\x82\0\0\0\0\x03\xee", 8, 1002, "ws-protocol"},     // 1006
        {"\x88\x82\0\0\0\0\x03\xf7", 8, 1002, "ws-protocol"},     // 1015
        {"\x88\x82\0\0\0\0\x03\xe7", 8, 1002, "ws-protocol"},     // 999
        {"\x88\x83\0\0\0\0\x03\xe8\xff", 9, 1007, "ws-not-utf8"}, //
        {"\x88\x82\0\0\0\0\x03\xe8", 8, 1000, "done"},            //
        {"\x88\x82\0\0\0\0\x0f\xa0", 8, 4000, "done"},            //
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct stage stage;
        open_stage(&stage);
        wire_say(&stage.wire, (struct slice){rows[i].bytes, rows[i].len});
        expect_close(&stage, rows[i].code, rows[i].word);
        assert_int_equal(stage.messages, 0);
        close_stage(&stage);
    }
}

static void an_empty_close_is_echoed_empty(void **state)
{
    struct stage stage;

    (void)state;
    open_stage(&stage);
    FRAME(stage, 0x88, "");
    UNTIL(stage, stage.wire.ended && stage.closed);
    assert_int_equal(stage.wire.in->len, 2);
    assert_memory_equal(stage.wire.in->bytes, "\x88\0", 2);
    close_stage(&stage);
}

static void nothing_is_read_behind_a_close(void **state)
{
    struct stage stage;
    struct buf *out = buf_new(64);

    (void)state;
    open_stage(&stage);
    add_frame(out, 0x88, "\x03\xe8", 2);
    add_frame(out, 0x81, "late", 4);
    add_frame(out, 0x89, "late", 4);
    wire_say(&stage.wire, (struct slice){out->bytes, out->len});
    expect_close(&stage, 1000, "done");
    assert_int_equal(stage.messages, 0);
    assert_int_equal(stage.wire.in->len, 4);
    buf_unref(out);
    close_stage(&stage);
}

static void fragments_are_bounded(void **state)
{
    struct stage stage;
    struct buf *out = buf_new(1024);

    (void)state;
    open_stage(&stage);
    for (int i = 0; i <= FRAGMENTS_MAX; i++) {
        add_frame(out, i == 0 ? 0x02U : 0U, "", 0);
    }
    wire_say(&stage.wire, (struct slice){out->bytes, out->len});
    expect_close(&stage, 1008, "ws-policy");
    buf_unref(out);
    close_stage(&stage);
}

static void a_message_is_bounded_over_its_fragments(void **state)
{
    struct stage stage;
    struct buf *half = rig_bytes(MESSAGE_MAX / 2 + 1, 'h');

    (void)state;
    open_stage(&stage);
    say_frame(&stage, 0x02, half->bytes, half->len);
    say_frame(&stage, 0x80, half->bytes, half->len);
    expect_close(&stage, 1009, "ws-too-big");
    buf_unref(half);
    close_stage(&stage);
}

static void a_close_of_ours_waits_for_theirs(void **state)
{
    struct stage stage;

    (void)state;
    open_stage(&stage);
    stage.close_on_message = true;
    FRAME(stage, 0x81, "x");
    UNTIL(stage, wire_has(&stage.wire,
                          "\x88\x05\x03\xe9"
                          "bye"));
    FRAME(stage, 0x81, "no longer read");
    rig_turns(&stage.rig, 20);
    assert_null(stage.closed);
    assert_int_equal(stage.messages, 1);
    FRAME(stage, 0x88, "\x03\xe9");
    UNTIL(stage, stage.wire.ended && stage.closed);
    assert_int_equal(wire_count(&stage.wire, "\x88"), 1);
    close_stage(&stage);
}

static void a_silent_one_is_asked_and_then_left(void **state)
{
    struct stage stage;

    (void)state;
    open_http(&stage);
    stage.settings.idle_ms = 600;
    SAY(stage, HELLO);
    UNTIL(stage, wire_has(&stage.wire, "\r\n\r\n"));
    UNTIL(stage, wire_has(&stage.wire, "\r\n\r\n\x89"));
    stage.wire.in->len = 0;
    FRAME(stage, 0x8a, "");
    UNTIL(stage, wire_has(&stage.wire, "\x89")); // alive: asked once more
    assert_null(stage.closed);
    stage.wire.in->len = 0;
    expect_close(&stage, 1001, "idle");
    close_stage(&stage);
}

static void a_lost_one_is_told(void **state)
{
    struct stage stage;

    (void)state;
    open_stage(&stage);
    FRAME(stage, 0x01, "half a mess");
    rig_turns(&stage.rig, 10);
    wire_reset(&stage.rig, &stage.wire);
    UNTIL(stage, stage.closed);
    assert_string_equal(stage.closed, "reset");
    close_stage(&stage);
}

RUN(cmocka_unit_test(shakes_hands_as_in_the_standard), cmocka_unit_test(refuses_other_upgrades),
    cmocka_unit_test(frames_behind_the_handshake_are_not_lost),
    cmocka_unit_test(echoes_texts_and_bytes_of_all_sizes),
    cmocka_unit_test(takes_frames_in_single_bytes),
    cmocka_unit_test(puts_fragments_together_with_pings_in_between),
    cmocka_unit_test(many_fragments_make_one_big_message),
    cmocka_unit_test(many_messages_in_one_read_are_all_answered),
    cmocka_unit_test(who_does_not_listen_is_not_read),
    cmocka_unit_test(breaking_the_protocol_ends_it),
    cmocka_unit_test(an_empty_close_is_echoed_empty),
    cmocka_unit_test(nothing_is_read_behind_a_close), cmocka_unit_test(fragments_are_bounded),
    cmocka_unit_test(a_message_is_bounded_over_its_fragments),
    cmocka_unit_test(a_close_of_ours_waits_for_theirs),
    cmocka_unit_test(a_silent_one_is_asked_and_then_left), cmocka_unit_test(a_lost_one_is_told))
