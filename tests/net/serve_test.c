#include "net/serve.h"
#include "rig.h"

static void on_request(void *owner, struct request *request)
{
    (void)owner;
    http_answer(request, &(struct http_answer){.status = 204});
}

static const struct http_events bells = {.on_request = on_request};

static struct serve_settings settings_of(const char *host, int port)
{
    return (struct serve_settings){.host = host,
                                   .port = port,
                                   .connections_max = 2,
                                   .http = {.head_bytes_max = 4096,
                                            .body_bytes_max = 100,
                                            .head_ms = 5000,
                                            .body_ms = 5000,
                                            .idle_ms = 5000,
                                            .answer_ms = 5000}};
}

static void on_stopped(void *owner)
{
    *(bool *)owner = true;
}

static void stop(struct rig *rig, struct serve *serve)
{
    bool stopped = false;

    serve_stop(serve, on_stopped, &stopped);
    RIG_UNTIL(rig, stopped);
}

static void listens_on_a_free_port_in_both_families(void **state)
{
    static const char *const hosts[] = {"127.0.0.1", "0.0.0.0", "::1", "::"};
    struct rig rig;

    (void)state;
    rig_init(&rig);
    for (size_t i = 0; i < ROWS(hosts); i++) {
        struct serve_settings settings = settings_of(hosts[i], 0);
        struct serve *serve = NULL;
        int failed = serve_start(&rig.loop, &settings, &bells, NULL, &serve);
        if (failed == UV_EADDRNOTAVAIL || failed == UV_EAFNOSUPPORT) {
            continue; // a machine without IPv6
        }
        assert_int_equal(failed, 0);
        assert_in_range(serve_port(serve), 1, 65535);
        stop(&rig, serve);
    }
    rig_done(&rig);
}

static void names_what_is_wrong_and_leaves_nothing(void **state)
{
    struct rig rig;
    struct serve_settings settings = settings_of("127.0.0.1", 0);
    struct serve_settings nonsense = settings_of("nonsense", 0);
    struct serve *serve = NULL;
    struct serve *second = NULL;

    (void)state;
    rig_init(&rig);
    assert_int_equal(serve_start(&rig.loop, &nonsense, &bells, NULL, &second), UV_EINVAL);
    assert_int_equal(serve_start(&rig.loop, &settings, &bells, NULL, &serve), 0);
    settings.port = serve_port(serve);
    assert_int_equal(serve_start(&rig.loop, &settings, &bells, NULL, &second), UV_EADDRINUSE);
    assert_null(second);
    stop(&rig, serve);
    rig_done(&rig);
}

static void two_may_share_a_port_when_told(void **state)
{
    struct rig rig;
    struct serve_settings settings = settings_of("127.0.0.1", 0);
    struct serve *one = NULL;
    struct serve *two = NULL;

    (void)state;
    settings.share_port = true;
    rig_init(&rig);
    assert_int_equal(serve_start(&rig.loop, &settings, &bells, NULL, &one), 0);
    settings.port = serve_port(one);
    assert_int_equal(serve_start(&rig.loop, &settings, &bells, NULL, &two), 0);
    stop(&rig, one);
    stop(&rig, two);
    rig_done(&rig);
}

static void who_comes_above_the_limit_is_closed_and_counted(void **state)
{
    struct rig rig;
    struct serve_settings settings = settings_of("127.0.0.1", 0);
    struct serve *serve = NULL;
    struct wire wires[3];

    (void)state;
    rig_init(&rig);
    assert_int_equal(serve_start(&rig.loop, &settings, &bells, NULL, &serve), 0);
    for (size_t i = 0; i < 3; i++) {
        wire_open(&rig, &wires[i], serve_port(serve));
    }
    RIG_UNTIL(&rig, wires[2].ended);
    assert_int_equal(meter_value("jinbang_connections_refused_total", ""), 1);
    RIG_UNTIL(&rig, serve_count(serve) == 2);
    for (size_t i = 0; i < 3; i++) {
        wire_close(&rig, &wires[i]);
    }
    stop(&rig, serve);
    rig_done(&rig);
}

static void a_place_that_is_left_is_free_again(void **state)
{
    struct rig rig;
    struct serve_settings settings = settings_of("127.0.0.1", 0);
    struct serve *serve = NULL;

    (void)state;
    settings.connections_max = 1;
    rig_init(&rig);
    assert_int_equal(serve_start(&rig.loop, &settings, &bells, NULL, &serve), 0);
    for (uint64_t i = 0; i < 3; i++) {
        struct wire wire;
        wire_open(&rig, &wire, serve_port(serve));
        wire_say(&wire, SLICE("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
        RIG_UNTIL(&rig, wire_has(&wire, "204 No Content"));
        wire_close(&rig, &wire);
        RIG_UNTIL(&rig, serve_count(serve) == 0);
        assert_int_equal(meter_value("jinbang_connections_closed_total", "reason=\"eof\""), i + 1);
    }
    stop(&rig, serve);
    rig_done(&rig);
}

static void stopping_closes_the_idle_and_the_door(void **state)
{
    struct rig rig;
    struct serve_settings settings = settings_of("127.0.0.1", 0);
    struct serve *serve = NULL;
    struct wire wire;
    bool stopped = false;

    (void)state;
    rig_init(&rig);
    assert_int_equal(serve_start(&rig.loop, &settings, &bells, NULL, &serve), 0);
    wire_open(&rig, &wire, serve_port(serve));
    wire_say(&wire, SLICE("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    RIG_UNTIL(&rig, wire_has(&wire, "204 No Content"));
    serve_stop(serve, on_stopped, &stopped);
    RIG_UNTIL(&rig, wire.ended);
    assert_false(wire.broken);
    wire_close(&rig, &wire);
    RIG_UNTIL(&rig, stopped);
    rig_done(&rig);
}

RUN(cmocka_unit_test(listens_on_a_free_port_in_both_families),
    cmocka_unit_test(names_what_is_wrong_and_leaves_nothing),
    cmocka_unit_test(two_may_share_a_port_when_told),
    cmocka_unit_test(who_comes_above_the_limit_is_closed_and_counted),
    cmocka_unit_test(a_place_that_is_left_is_free_again),
    cmocka_unit_test(stopping_closes_the_idle_and_the_door))
