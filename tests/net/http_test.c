#include "net/http.h"
#include "net/serve.h"
#include "rig.h"

enum { BODY_MAX = 200000 };

// A server that answers what the path says: /now at once, /later when the test says so, /big with a
// megabyte.
struct stage {
    struct rig rig;
    struct serve *serve;
    struct wire wire;
    struct request *held;
    size_t requests, refusals, closed;
    size_t route_max;
    bool stopped;
};

static void answer_text(struct request *request, int status, const char *text)
{
    http_answer(request, &(struct http_answer){.status = status,
                                               .type = "text/plain",
                                               .body = rig_text(text),
                                               .headers = "X-More: yes\r\n"});
}

static size_t on_head(void *owner, const struct request *request)
{
    const struct stage *stage = owner;

    (void)request;
    return stage->route_max;
}

static void on_request(void *owner, struct request *request)
{
    struct stage *stage = owner;

    stage->requests++;
    if (slice_is(request->path, "/later")) {
        stage->held = request;
    } else if (slice_is(request->path, "/big")) {
        http_answer(request, &(struct http_answer){.status = 200, .body = rig_bytes(1 << 20, 'b')});
    } else if (slice_is(request->path, "/none")) {
        http_answer(request, &(struct http_answer){.status = 204});
    } else if (slice_is(request->path, "/same")) {
        http_answer(request, &(struct http_answer){.status = 304, .headers = "ETag: \"1\"\r\n"});
    } else if (slice_is(request->path, "/echo")) {
        struct buf *body = buf_new(request->body.len);
        text_add(body, request->body);
        http_answer(request, &(struct http_answer){.status = 200, .type = "a/b", .body = body});
    } else {
        answer_text(request, 200, "now");
    }
}

static void on_refused(void *owner, struct request *request, int status, const char *name)
{
    struct stage *stage = owner;

    stage->refusals++;
    answer_text(request, status, name);
}

static void on_closed(void *owner, struct http *http)
{
    struct stage *stage = owner;

    (void)http;
    stage->closed++;
}

static const struct http_events bells = {on_head, on_request, on_refused, on_closed};

static void on_stopped(void *owner)
{
    ((struct stage *)owner)->stopped = true;
}

static void open_stage(struct stage *stage, uint64_t ms)
{
    struct serve_settings settings = {.host = "127.0.0.1",
                                      .connections_max = 10,
                                      .http = {.head_bytes_max = 4096,
                                               .body_bytes_max = BODY_MAX,
                                               .head_ms = ms,
                                               .body_ms = ms,
                                               .idle_ms = ms,
                                               .answer_ms = ms}};

    memset(stage, 0, sizeof *stage);
    stage->route_max = BODY_MAX;
    rig_init(&stage->rig);
    assert_int_equal(serve_start(&stage->rig.loop, &settings, &bells, stage, &stage->serve), 0);
    wire_open(&stage->rig, &stage->wire, serve_port(stage->serve));
}

static void close_stage(struct stage *stage)
{
    if (!stage->wire.closed) {
        wire_close(&stage->rig, &stage->wire);
    }
    serve_stop(stage->serve, on_stopped, stage);
    RIG_UNTIL(&stage->rig, stage->stopped);
    rig_done(&stage->rig);
}

#define SAY(stage, text)   wire_say(&(stage)->wire, SLICE(text))
#define UNTIL(stage, cond) RIG_UNTIL(&(stage)->rig, cond)

static void answers_with_date_and_length(void **state)
{
    struct stage stage;

    (void)state;
    open_stage(&stage, 5000);
    SAY(&stage, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    UNTIL(&stage, wire_has(&stage.wire, "now"));
    assert_true(wire_has(&stage.wire, "HTTP/1.1 200 OK\r\nDate: "));
    assert_true(wire_has(&stage.wire,
                         " GMT\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n"
                         "X-More: yes\r\n\r\nnow"));
    assert_false(wire_has(&stage.wire, "Connection"));
    close_stage(&stage);
}

static void goes_on_after_an_answer(void **state)
{
    struct stage stage;

    (void)state;
    open_stage(&stage, 5000);
    for (size_t i = 1; i <= 3; i++) {
        SAY(&stage, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
        UNTIL(&stage, wire_count(&stage.wire, "\r\n\r\nhi") == i);
    }
    assert_int_equal(serve_count(stage.serve), 1);
    close_stage(&stage);
}

static void answers_pipelined_requests_in_order(void **state)
{
    struct stage stage;

    (void)state;
    open_stage(&stage, 5000);
    SAY(&stage,
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n1"
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n2\r\n0\r\n\r\n"
        "\r\nGET /later HTTP/1.1\r\nHost: a\r\n\r\n"
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n4");
    UNTIL(&stage, stage.held);
    rig_turns(&stage.rig, 20);
    assert_int_equal(stage.requests, 3);
    answer_text(stage.held, 200, "3");
    UNTIL(&stage, wire_has(&stage.wire, "\r\n\r\n4"));
    assert_int_equal(wire_count(&stage.wire, "HTTP/1.1 200 OK"), 4);
    const char *three = memmem(stage.wire.in->bytes, stage.wire.in->len, "\r\n\r\n3", 5);
    const char *two = memmem(stage.wire.in->bytes, stage.wire.in->len, "\r\n\r\n2", 5);
    assert_true(two && three && two < three);
    close_stage(&stage);
}

static void reads_no_further_than_its_answers_are_taken(void **state)
{
    struct stage stage;
    struct buf *many = buf_new(1024);

    (void)state;
    open_stage(&stage, 5000);
    (void)uv_read_stop((uv_stream_t *)&stage.wire.tcp);
    for (int i = 0; i < 100; i++) {
        text_add(many, SLICE("GET /big HTTP/1.1\r\nHost: a\r\n\r\n"));
    }
    wire_say(&stage.wire, (struct slice){many->bytes, many->len});
    UNTIL(&stage, stage.requests > 0);
    rig_turns(&stage.rig, 200);
    assert_in_range(stage.requests, 1, 12); // a hundred megabytes would be a hundred
    wire_listen(&stage.wire);
    UNTIL(&stage, stage.wire.in->len > 100U << 20);
    assert_int_equal(stage.requests, 100);
    buf_unref(many);
    close_stage(&stage);
}

static void takes_a_request_in_single_bytes(void **state)
{
    struct stage stage;
    const char text[] =
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        "2\r\nhi\r\n3;x\r\n yo\r\n0\r\nT: x\r\n\r\n";

    (void)state;
    open_stage(&stage, 5000);
    for (size_t i = 0; i < sizeof text - 1; i++) {
        wire_say(&stage.wire, (struct slice){text + i, 1});
        rig_turns(&stage.rig, 3);
    }
    UNTIL(&stage, wire_has(&stage.wire, "\r\n\r\nhi yo"));
    close_stage(&stage);
}

static void closes_when_asked_even_with_a_tab(void **state)
{
    struct stage stage;

    (void)state;
    open_stage(&stage, 5000);
    SAY(&stage,
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\t\r\n\r\nGET / HTTP/1.1\r\nHost: "
        "a\r\n\r\n");
    UNTIL(&stage, stage.wire.ended);
    assert_false(stage.wire.broken);
    assert_true(wire_has(&stage.wire, "Connection: close\r\n"));
    assert_int_equal(stage.requests, 1);
    close_stage(&stage);
}

static void keeps_an_old_client_only_when_asked(void **state)
{
    struct stage stage;

    (void)state;
    open_stage(&stage, 5000);
    SAY(&stage, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    UNTIL(&stage, wire_has(&stage.wire, "now"));
    assert_true(wire_has(&stage.wire, "Connection: keep-alive\r\n"));
    SAY(&stage, "GET / HTTP/1.0\r\n\r\n");
    UNTIL(&stage, stage.wire.ended);
    assert_int_equal(stage.requests, 2);
    close_stage(&stage);
}

static void head_and_204_and_304_have_no_body(void **state)
{
    struct stage stage;

    (void)state;
    open_stage(&stage, 5000);
    SAY(&stage,
        "HEAD / HTTP/1.1\r\nHost: a\r\n\r\nGET /none HTTP/1.1\r\nHost: a\r\n\r\n"
        "GET /same HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
    UNTIL(&stage, wire_has(&stage.wire, "now"));
    assert_int_equal(wire_count(&stage.wire, "Content-Length"), 2);
    assert_int_equal(wire_count(&stage.wire, "now"), 1);
    assert_true(wire_has(&stage.wire, "\r\n\r\nHTTP/1.1 204 No Content\r\n"));
    assert_true(wire_has(&stage.wire, "\r\n\r\nHTTP/1.1 304 Not Modified\r\n"));
    close_stage(&stage);
}

static void says_go_on_only_when_the_body_is_wanted(void **state)
{
    struct stage stage;

    (void)state;
    open_stage(&stage, 5000);
    SAY(&stage,
        "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    UNTIL(&stage, wire_has(&stage.wire, "HTTP/1.1 100 Continue\r\n\r\n"));
    assert_int_equal(stage.requests, 0);
    SAY(&stage, "hi");
    UNTIL(&stage, wire_has(&stage.wire, "\r\n\r\nhi"));
    stage.route_max = 1;
    SAY(&stage,
        "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    UNTIL(&stage, stage.wire.ended);
    assert_int_equal(wire_count(&stage.wire, "100 Continue"), 1);
    assert_true(wire_has(&stage.wire, "HTTP/1.1 413 "));
    close_stage(&stage);
}

static void a_refusal_is_answered_by_the_owner_and_closes(void **state)
{
    struct stage stage;

    (void)state;
    open_stage(&stage, 5000);
    SAY(&stage, "GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
    UNTIL(&stage, stage.wire.ended);
    assert_true(wire_has(&stage.wire, "HTTP/1.1 400 Bad Request\r\n"));
    assert_true(wire_has(&stage.wire, "Connection: close\r\n"));
    assert_true(wire_has(&stage.wire, "malformed-request"));
    assert_int_equal(stage.requests, 0);
    assert_int_equal(stage.refusals, 1);
    assert_int_equal(
        meter_value("jinbang_http_refusals_total", "status=\"400\",problem=\"malformed-request\""),
        1);
    close_stage(&stage);
}

// The client is still sending what nobody wants: a reset would take the answer with it.
static void a_refused_client_hears_why_while_it_sends(void **state)
{
    struct stage stage;
    struct buf *much = rig_bytes(4 << 20, 'x');

    (void)state;
    open_stage(&stage, 5000);
    SAY(&stage, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4194304\r\n\r\n");
    wire_say(&stage.wire, (struct slice){much->bytes, much->len});
    UNTIL(&stage, stage.wire.ended);
    assert_false(stage.wire.broken);
    assert_true(wire_has(&stage.wire, "HTTP/1.1 413 "));
    assert_true(wire_has(&stage.wire, "body-too-large"));
    buf_unref(much);
    close_stage(&stage);
}

static void a_slow_head_is_refused(void **state)
{
    struct stage stage;

    (void)state;
    open_stage(&stage, 100);
    SAY(&stage, "GET / HTTP/1.1\r\nHos");
    UNTIL(&stage, stage.wire.ended);
    assert_true(wire_has(&stage.wire, "HTTP/1.1 408 Request Timeout\r\n"));
    close_stage(&stage);
}

static void a_slow_body_is_refused(void **state)
{
    struct stage stage;

    (void)state;
    open_stage(&stage, 100);
    SAY(&stage, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nh");
    UNTIL(&stage, stage.wire.ended);
    assert_true(wire_has(&stage.wire, "HTTP/1.1 408 Request Timeout\r\n"));
    close_stage(&stage);
}

static void who_drips_bytes_is_refused_all_the_same(void **state)
{
    struct stage stage;

    (void)state;
    open_stage(&stage, 300);
    SAY(&stage, "GET / HTTP/1.1\r\nHost: a\r\nX: ");
    uint64_t start = uv_hrtime();
    while (!stage.wire.ended) {
        SAY(&stage, "x");
        (void)uv_run(&stage.rig.loop, UV_RUN_ONCE);
        assert_true(uv_hrtime() - start < 10000000000ULL);
    }
    assert_true(wire_has(&stage.wire, "HTTP/1.1 4")); // 408, or 431 on a very fast machine
    close_stage(&stage);
}

static void who_says_nothing_is_closed_without_words(void **state)
{
    struct stage stage;

    (void)state;
    open_stage(&stage, 100);
    UNTIL(&stage, stage.wire.ended);
    assert_int_equal(stage.wire.in->len, 0);
    assert_int_equal(meter_value("jinbang_connections_closed_total", "reason=\"idle\""), 0);
    UNTIL(&stage, stage.closed == 1);
    close_stage(&stage);
}

static void who_takes_no_answer_is_cut_off(void **state)
{
    struct stage stage;

    (void)state;
    open_stage(&stage, 200);
    (void)uv_read_stop((uv_stream_t *)&stage.wire.tcp);
    for (int i = 0; i < 20; i++) {
        SAY(&stage, "GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    UNTIL(&stage, stage.closed == 1);
    assert_int_equal(meter_value("jinbang_connections_closed_total", "reason=\"slow\""), 1);
    close_stage(&stage);
}

static void a_request_outlives_its_connection(void **state)
{
    struct stage stage;

    (void)state;
    open_stage(&stage, 5000);
    SAY(&stage, "GET /later?x=%E4%B8%AD HTTP/1.1\r\nHost: a\r\n\r\n");
    UNTIL(&stage, stage.held);
    wire_reset(&stage.rig, &stage.wire);
    UNTIL(&stage, stage.closed == 1);
    assert_null(stage.held->http);
    assert_true(slice_is(http_query(stage.held, "x"), "中"));
    answer_text(stage.held, 200, "too late");
    close_stage(&stage);
}

static void a_half_closed_client_still_gets_its_answer(void **state)
{
    struct stage stage;

    (void)state;
    open_stage(&stage, 5000);
    SAY(&stage, "GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
    wire_shut(&stage.wire);
    UNTIL(&stage, stage.held);
    rig_turns(&stage.rig, 20);
    answer_text(stage.held, 200, "after all");
    UNTIL(&stage, stage.wire.ended);
    assert_true(wire_has(&stage.wire, "after all"));
    close_stage(&stage);
}

static void a_half_closed_pipeline_is_answered_whole(void **state)
{
    struct stage stage;

    (void)state;
    open_stage(&stage, 5000);
    SAY(&stage, "GET /later HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
    wire_shut(&stage.wire);
    UNTIL(&stage, stage.held);
    answer_text(stage.held, 200, "first");
    UNTIL(&stage, stage.wire.ended);
    assert_true(wire_has(&stage.wire, "first"));
    assert_true(wire_has(&stage.wire, "now"));
    close_stage(&stage);
}

static void an_upgrade_may_be_answered_like_any_request(void **state)
{
    struct stage stage;

    (void)state;
    open_stage(&stage, 5000);
    SAY(&stage,
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    UNTIL(&stage, wire_count(&stage.wire, "now") == 2);
    close_stage(&stage);
}

static void stopping_lets_an_open_request_finish(void **state)
{
    struct stage stage;

    (void)state;
    open_stage(&stage, 5000);
    SAY(&stage, "GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
    UNTIL(&stage, stage.held);
    serve_stop(stage.serve, on_stopped, &stage);
    rig_turns(&stage.rig, 20);
    assert_false(stage.stopped);
    answer_text(stage.held, 200, "bye");
    UNTIL(&stage, stage.wire.ended);
    assert_true(wire_has(&stage.wire, "Connection: close\r\n"));
    wire_close(&stage.rig, &stage.wire);
    UNTIL(&stage, stage.stopped);
    rig_done(&stage.rig);
}

static void query_values_are_decoded(void **state)
{
    struct stage stage;

    (void)state;
    open_stage(&stage, 5000);
    SAY(&stage,
        "GET /later?ab=1&a=x+y%21&b&c=%zz HTTP/1.1\r\nHost: a\r\nAccept-Language: zh\r\n\r\n");
    UNTIL(&stage, stage.held);
    assert_true(slice_is(http_query(stage.held, "a"), "x y!"));
    assert_true(slice_is(http_query(stage.held, "ab"), "1"));
    assert_int_equal(http_query(stage.held, "b").len, 0);
    assert_null(http_query(stage.held, "c").at);
    assert_null(http_query(stage.held, "d").at);
    assert_true(slice_is(http_header(stage.held, "accept-language"), "zh"));
    assert_string_equal(stage.held->address, "127.0.0.1");
    assert_false(stage.held->tls);
    answer_text(stage.held, 200, "");
    close_stage(&stage);
}

RUN(cmocka_unit_test(answers_with_date_and_length), cmocka_unit_test(goes_on_after_an_answer),
    cmocka_unit_test(answers_pipelined_requests_in_order),
    cmocka_unit_test(reads_no_further_than_its_answers_are_taken),
    cmocka_unit_test(takes_a_request_in_single_bytes),
    cmocka_unit_test(closes_when_asked_even_with_a_tab),
    cmocka_unit_test(keeps_an_old_client_only_when_asked),
    cmocka_unit_test(head_and_204_and_304_have_no_body),
    cmocka_unit_test(says_go_on_only_when_the_body_is_wanted),
    cmocka_unit_test(a_refusal_is_answered_by_the_owner_and_closes),
    cmocka_unit_test(a_refused_client_hears_why_while_it_sends),
    cmocka_unit_test(a_slow_head_is_refused), cmocka_unit_test(a_slow_body_is_refused),
    cmocka_unit_test(who_drips_bytes_is_refused_all_the_same),
    cmocka_unit_test(who_says_nothing_is_closed_without_words),
    cmocka_unit_test(who_takes_no_answer_is_cut_off),
    cmocka_unit_test(a_request_outlives_its_connection),
    cmocka_unit_test(a_half_closed_client_still_gets_its_answer),
    cmocka_unit_test(a_half_closed_pipeline_is_answered_whole),
    cmocka_unit_test(an_upgrade_may_be_answered_like_any_request),
    cmocka_unit_test(stopping_lets_an_open_request_finish),
    cmocka_unit_test(query_values_are_decoded))
