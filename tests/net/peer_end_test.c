// What ends a WebSocket conversation, and how.
#include "tests/net/stage.h"

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

RUN(cmocka_unit_test(breaking_the_protocol_ends_it),
    cmocka_unit_test(an_empty_close_is_echoed_empty),
    cmocka_unit_test(nothing_is_read_behind_a_close), cmocka_unit_test(fragments_are_bounded),
    cmocka_unit_test(a_message_is_bounded_over_its_fragments),
    cmocka_unit_test(a_close_of_ours_waits_for_theirs),
    cmocka_unit_test(a_silent_one_is_asked_and_then_left), cmocka_unit_test(a_lost_one_is_told))
