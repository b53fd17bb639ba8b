// A WebSocket conversation: the handshake and its messages.
#include "tests/net/stage.h"

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

RUN(cmocka_unit_test(shakes_hands_as_in_the_standard), cmocka_unit_test(refuses_other_upgrades),
    cmocka_unit_test(frames_behind_the_handshake_are_not_lost),
    cmocka_unit_test(echoes_texts_and_bytes_of_all_sizes),
    cmocka_unit_test(takes_frames_in_single_bytes),
    cmocka_unit_test(puts_fragments_together_with_pings_in_between),
    cmocka_unit_test(many_fragments_make_one_big_message),
    cmocka_unit_test(many_messages_in_one_read_are_all_answered),
    cmocka_unit_test(who_does_not_listen_is_not_read))
