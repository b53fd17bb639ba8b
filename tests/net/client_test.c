// The client against our own server, plain and over TLS, and against servers that misbehave.
#include "cert.h"
#include "net/client.h"
#include "net/http.h"
#include "net/serve.h"
#include "net/tls.h"
#include "rig.h"

static struct cert cert;

struct stage {
    struct rig rig;
    struct tls *server_tls, *client_tls;
    struct serve *serve;
    struct client *client;
    struct buf *body;
    size_t answers;
    int status;
    char etag[32], location[32];
    uint64_t retry_after_s;
    size_t again; // further requests to send from inside the answer
    bool close_inside, stopped;
};

static void on_request(void *owner, struct request *request)
{
    (void)owner;
    if (slice_is(request->path, "/busy")) {
        http_answer(request, &(struct http_answer){
                                 .status = 503, .headers = "Retry-After: 7\r\n", .close = true});
        return;
    }
    struct buf *body = buf_new(64);
    text_printf(body, "%s %.*s %.*s", request->method, SLICE_FMT(request->target),
                SLICE_FMT(request->body));
    http_answer(request, &(struct http_answer){.status = 201,
                                               .type = "text/plain",
                                               .body = body,
                                               .headers = "ETag: \"v1\"\r\nLocation: /there\r\n"});
}

static const struct http_events bells = {.on_request = on_request};

static void take_text(char *to, size_t size, struct slice from)
{
    (void)snprintf(to, size, "%.*s", SLICE_FMT(from));
}

static void on_answer(void *owner, const struct client_answer *answer)
{
    struct stage *stage = owner;

    stage->answers++;
    stage->status = answer->status;
    stage->body->len = 0;
    text_add(stage->body, answer->body);
    take_text(stage->etag, sizeof stage->etag, answer->etag);
    take_text(stage->location, sizeof stage->location, answer->location);
    stage->retry_after_s = answer->retry_after_s;
    if (stage->close_inside) {
        client_close(stage->client);
    } else if (stage->again > 0) {
        stage->again--;
        client_send(stage->client, "GET", "/again", NULL, SLICE(""), 5000, on_answer, stage);
    }
}

static void open_server(struct stage *stage, int port)
{
    struct serve_settings settings = {.host = "127.0.0.1",
                                      .port = port,
                                      .tls = stage->server_tls,
                                      .connections_max = 10,
                                      .http = {.head_bytes_max = 4096,
                                               .body_bytes_max = 1 << 20,
                                               .head_ms = 5000,
                                               .body_ms = 5000,
                                               .idle_ms = 5000,
                                               .answer_ms = 5000}};

    assert_int_equal(serve_start(&stage->rig.loop, &settings, &bells, stage, &stage->serve), 0);
}

static void on_stopped(void *owner)
{
    ((struct stage *)owner)->stopped = true;
}

static void close_server(struct stage *stage)
{
    stage->stopped = false;
    serve_stop(stage->serve, on_stopped, stage);
    RIG_UNTIL(&stage->rig, stage->stopped);
    stage->serve = NULL;
}

static void open_client(struct stage *stage, const char *host, int port)
{
    const char *problem = NULL;
    char url[64];

    (void)snprintf(url, sizeof url, "%s://%s:%d", stage->client_tls ? "https" : "http", host, port);
    stage->client = client_new(&stage->rig.loop, url, stage->client_tls, &problem);
    assert_null(problem);
    assert_non_null(stage->client);
}

static void open_stage(struct stage *stage, void **state)
{
    memset(stage, 0, sizeof *stage);
    rig_init(&stage->rig);
    stage->body = buf_new(64);
    if (*state) {
        stage->server_tls = tls_server(cert.cert_file, cert.key_file, stage->body);
        stage->client_tls = tls_client(cert.cert_file, stage->body);
        assert_int_equal(stage->body->len, 0);
    }
    open_server(stage, 0);
    open_client(stage, "localhost", serve_port(stage->serve));
}

static void close_stage(struct stage *stage)
{
    if (!stage->close_inside) {
        client_close(stage->client);
    }
    if (stage->serve) {
        close_server(stage);
    }
    rig_done(&stage->rig);
    buf_unref(stage->body);
    tls_free(stage->server_tls);
    tls_free(stage->client_tls);
}

static void ask(struct stage *stage, const char *method, const char *path, struct slice body)
{
    size_t before = stage->answers;

    client_send(stage->client, method, path, "X-Test: 1\r\n", body, 5000, on_answer, stage);
    assert_true(client_is_busy(stage->client));
    assert_int_equal(stage->answers, before);
    RIG_UNTIL(&stage->rig, stage->answers > before);
}

static bool body_is(const struct stage *stage, const char *text)
{
    return slice_is((struct slice){stage->body->bytes, stage->body->len}, text);
}

static void asks_and_is_answered_on_one_connection(void **state)
{
    struct stage stage;

    open_stage(&stage, state);
    ask(&stage, "GET", "/a?b", SLICE(""));
    assert_int_equal(stage.status, 201);
    assert_true(body_is(&stage, "GET /a?b "));
    assert_string_equal(stage.etag, "\"v1\"");
    assert_string_equal(stage.location, "/there");
    ask(&stage, "PUT", "/b", SLICE("text"));
    assert_true(body_is(&stage, "PUT /b text"));
    ask(&stage, "HEAD", "/c", SLICE(""));
    assert_int_equal(stage.status, 201);
    assert_int_equal(stage.body->len, 0);
    ask(&stage, "POST", "/d", SLICE(""));
    assert_true(body_is(&stage, "POST /d "));
    assert_int_equal(meter_value("jinbang_connections_opened_total", ""), 1);
    close_stage(&stage);
}

static void carries_big_bodies_both_ways(void **state)
{
    struct stage stage;
    struct buf *big = rig_bytes(1 << 20, 'x');

    open_stage(&stage, state);
    ask(&stage, "POST", "/", (struct slice){big->bytes, big->len});
    assert_int_equal(stage.status, 201);
    assert_int_equal(stage.body->len, big->len + 7);
    buf_unref(big);
    close_stage(&stage);
}

static void may_ask_again_inside_the_answer(void **state)
{
    struct stage stage;

    open_stage(&stage, state);
    stage.again = 20;
    ask(&stage, "GET", "/", SLICE(""));
    RIG_UNTIL(&stage.rig, stage.answers == 21);
    assert_int_equal(stage.status, 201);
    close_stage(&stage);
}

static void may_be_closed_inside_the_answer(void **state)
{
    struct stage stage;

    open_stage(&stage, state);
    stage.close_inside = true;
    ask(&stage, "GET", "/", SLICE(""));
    assert_int_equal(stage.status, 201);
    close_stage(&stage);
}

static void connects_again_after_a_close(void **state)
{
    struct stage stage;

    open_stage(&stage, state);
    ask(&stage, "GET", "/busy", SLICE(""));
    assert_int_equal(stage.status, 503);
    assert_int_equal(stage.retry_after_s, 7);
    ask(&stage, "GET", "/", SLICE(""));
    assert_int_equal(stage.status, 201);
    assert_int_equal(meter_value("jinbang_connections_opened_total", ""), 2);
    close_stage(&stage);
}

static void a_server_that_is_not_there_is_status_0(void **state)
{
    struct stage stage;
    int port = 0;

    open_stage(&stage, state);
    ask(&stage, "GET", "/", SLICE(""));
    port = serve_port(stage.serve);
    close_server(&stage);
    stage.status = 1;
    ask(&stage, "GET", "/", SLICE(""));
    assert_int_equal(stage.status, 0);
    open_server(&stage, port);
    ask(&stage, "GET", "/", SLICE(""));
    assert_int_equal(stage.status, 201);
    close_stage(&stage);
}

static void closing_with_a_request_open_calls_nobody(void **state)
{
    struct stage stage;

    open_stage(&stage, state);
    client_send(stage.client, "GET", "/", NULL, SLICE(""), 5000, on_answer, &stage);
    rig_turns(&stage.rig, 1);
    close_stage(&stage);
    assert_int_equal(stage.answers, 0);
}

static void a_name_that_nobody_has_is_status_0(void **state)
{
    struct stage stage;

    open_stage(&stage, state);
    client_close(stage.client);
    open_client(&stage, "nobody.invalid", 80);
    stage.status = 1;
    ask(&stage, "GET", "/", SLICE(""));
    assert_int_equal(stage.status, 0);
    close_stage(&stage);
}

// ---- servers that misbehave

struct rogue {
    struct stage stage;
    uv_tcp_t listener;
    struct wire wire;
    bool accepted;
    int port;
};

static void on_rogue(uv_stream_t *listener, int status)
{
    struct rogue *rogue = listener->data;

    assert_int_equal(status, 0);
    assert_int_equal(uv_tcp_init(&rogue->stage.rig.loop, &rogue->wire.tcp), 0);
    assert_int_equal(uv_accept(listener, (uv_stream_t *)&rogue->wire.tcp), 0);
    wire_listen(&rogue->wire);
    rogue->accepted = true;
}

static void open_rogue(struct rogue *rogue)
{
    struct sockaddr_in address;
    int len = sizeof address;

    memset(rogue, 0, sizeof *rogue);
    rig_init(&rogue->stage.rig);
    rogue->stage.body = buf_new(64);
    rogue->wire.in = buf_new(64);
    rogue->listener.data = rogue;
    assert_int_equal(uv_ip4_addr("127.0.0.1", 0, &address), 0);
    assert_int_equal(uv_tcp_init(&rogue->stage.rig.loop, &rogue->listener), 0);
    assert_int_equal(uv_tcp_bind(&rogue->listener, (struct sockaddr *)&address, 0), 0);
    assert_int_equal(uv_listen((uv_stream_t *)&rogue->listener, 5, on_rogue), 0);
    assert_int_equal(uv_tcp_getsockname(&rogue->listener, (struct sockaddr *)&address, &len), 0);
    open_client(&rogue->stage, "127.0.0.1", ntohs(address.sin_port));
}

static void close_rogue(struct rogue *rogue)
{
    wire_close(&rogue->stage.rig, &rogue->wire);
    uv_close((uv_handle_t *)&rogue->listener, NULL);
    close_stage(&rogue->stage);
}

static void what_a_rogue_says_is_taken_or_lost(void **state)
{
    const struct {
        struct slice says;
        bool ends;
        int status;
        const char *body;
    } rows[] = {
        {SLICE("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"), false, 200, "hi"},
        {SLICE("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"),
         false, 200, "hi"},
        {SLICE("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n"), false,
         200, "hi"},
        {SLICE("HTTP/1.1 200 OK\r\n\r\nhi"), true, 200, "hi"},
        {SLICE("HTTP/1.1 304 Not Modified\r\n\r\n"), false, 304, ""},
        {SLICE("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhi"), true, 0, ""},
        {SLICE("HTTP/1.1 200 OK\r\nContent-Len"), true, 0, ""},
        {SLICE("SSH-2.0-hello\r\n"), false, 0, ""},
        {SLICE(""), true, 0, ""},
        {SLICE("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi HTTP/1.1 200"), false, 200, "hi"},
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct rogue rogue;
        open_rogue(&rogue);
        client_send(rogue.stage.client, "GET", "/", NULL, SLICE(""), 5000, on_answer, &rogue.stage);
        RIG_UNTIL(&rogue.stage.rig, wire_has(&rogue.wire, "\r\n\r\n"));
        wire_say(&rogue.wire, rows[i].says);
        if (rows[i].ends) {
            wire_shut(&rogue.wire);
        }
        RIG_UNTIL(&rogue.stage.rig, rogue.stage.answers == 1);
        assert_int_equal(rogue.stage.status, rows[i].status);
        assert_true(body_is(&rogue.stage, rows[i].body));
        close_rogue(&rogue);
    }
}

static void a_deadline_is_status_0(void **state)
{
    struct rogue rogue;

    (void)state;
    open_rogue(&rogue);
    rogue.stage.status = 1;
    client_send(rogue.stage.client, "GET", "/", NULL, SLICE(""), 50, on_answer, &rogue.stage);
    RIG_UNTIL(&rogue.stage.rig, rogue.stage.answers == 1);
    assert_int_equal(rogue.stage.status, 0);
    RIG_UNTIL(&rogue.stage.rig, rogue.accepted);
    close_rogue(&rogue);
}

static void addresses_are_understood_or_refused_with_words(void **state)
{
    static const struct {
        const char *url;
        bool good;
    } rows[] = {
        {"http://localhost", true},
        {"http://localhost/", true},
        {"HTTP://127.0.0.1:8080", true},
        {"http://[::1]:80/", true},
        {"http://[::1]", true},
        {"https://localhost", false}, // no TLS given
        {"localhost:80", false},
        {"ftp://localhost", false},
        {"http://", false},
        {"http://:80", false},
        {"http://a:0", false},
        {"http://a:65536", false},
        {"http://a:8o", false},
        {"http://a/path", false},
        {"http://[::1", false},
        {"http://[::1]x", false},
        {"http://a:", false},
        {"", false},
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct rig rig;
        const char *problem = NULL;
        rig_init(&rig);
        struct client *client = client_new(&rig.loop, rows[i].url, NULL, &problem);
        if ((client != NULL) != rows[i].good) {
            print_error("%s\n", rows[i].url);
        }
        assert_int_equal(client != NULL, rows[i].good);
        assert_int_equal(problem == NULL, rows[i].good);
        if (client) {
            client_close(client);
        }
        rig_done(&rig);
    }
}

#define BOTH(test)                                                                                 \
    {#test, test, NULL, NULL, NULL},                                                               \
    {                                                                                              \
#        test " over tls", test, NULL, NULL, &cert                                                 \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(asks_and_is_answered_on_one_connection),
        BOTH(carries_big_bodies_both_ways),
        BOTH(may_ask_again_inside_the_answer),
        BOTH(may_be_closed_inside_the_answer),
        BOTH(connects_again_after_a_close),
        BOTH(a_server_that_is_not_there_is_status_0),
        BOTH(closing_with_a_request_open_calls_nobody),
        cmocka_unit_test(a_name_that_nobody_has_is_status_0),
        cmocka_unit_test(what_a_rogue_says_is_taken_or_lost),
        cmocka_unit_test(a_deadline_is_status_0),
        cmocka_unit_test(addresses_are_understood_or_refused_with_words),
    };

    cert_make(&cert);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    cert_remove(&cert);
    return failed;
}
