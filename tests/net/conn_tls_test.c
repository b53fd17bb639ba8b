// What is only so over TLS: whose name the certificate has, and who does not speak it.
#include "tests/net/pair.h"

static void the_name_in_the_certificate_is_checked(void **state)
{
    static const struct {
        const char *host;
        bool good;
    } rows[] = {{"localhost", true}, {"127.0.0.1", true}, {"elsewhere.example", false}};

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct pair pair;
        open_pair_to(&pair, true, rows[i].host);
        say(&pair.far, "hello");
        UNTIL(pair, pair.near.in->len == 5 || pair.far.closed);
        assert_int_equal(pair.near.in->len == 5, rows[i].good);
        if (!rows[i].good) {
            assert_string_equal(pair.far.closed, "tls");
        }
        close_pair(&pair);
    }
}

static void what_is_not_tls_closes_with_a_word(void **state)
{
    struct pair pair;
    struct wire wire;
    struct sockaddr_in address;
    int len = sizeof address;

    (void)state;
    open_pair_to(&pair, true, NULL);
    say(&pair.far, "x");
    UNTIL(pair, pair.near.in->len == 1);
    conn_abort(pair.near.conn, "test");
    UNTIL(pair, pair.near.closed);
    pair.near.closed = NULL;
    pair.near.conn = NULL;
    assert_int_equal(uv_tcp_getsockname(&pair.listener, (struct sockaddr *)&address, &len), 0);
    wire_open(&pair.rig, &wire, ntohs(address.sin_port));
    wire_say(&wire, SLICE("\x80GET / HTTP/1.1\r\n\r\n"));
    UNTIL(pair, wire.ended);
    wire_close(&pair.rig, &wire);
    UNTIL(pair, pair.near.closed);
    assert_string_equal(pair.near.closed, "tls");
    close_pair(&pair);
}

static void who_begins_with_a_letter_is_heard_and_answered_plainly(void **state)
{
    struct pair pair;
    struct wire wire;
    struct sockaddr_in address;
    int len = sizeof address;

    (void)state;
    open_pair_to(&pair, true, NULL);
    say(&pair.far, "x");
    UNTIL(pair, pair.near.in->len == 1);
    assert_true(conn_is_tls(pair.near.conn));
    conn_abort(pair.near.conn, "test");
    UNTIL(pair, pair.near.closed);
    pair.near.closed = NULL;
    pair.near.conn = NULL;
    assert_int_equal(uv_tcp_getsockname(&pair.listener, (struct sockaddr *)&address, &len), 0);
    wire_open(&pair.rig, &wire, ntohs(address.sin_port));
    wire_say(&wire, SLICE("GET"));
    UNTIL(pair, pair.near.in->len == 4);
    assert_memory_equal(pair.near.in->bytes + 1, "GET", 3);
    assert_false(conn_is_tls(pair.near.conn));
    say(&pair.near, "plain");
    UNTIL(pair, wire.in->len == 5);
    assert_memory_equal(wire.in->bytes, "plain", 5);
    conn_close(pair.near.conn, "test");
    UNTIL(pair, wire.ended);
    wire_close(&pair.rig, &wire);
    UNTIL(pair, pair.near.closed);
    close_pair(&pair);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_name_in_the_certificate_is_checked),
        cmocka_unit_test(what_is_not_tls_closes_with_a_word),
        cmocka_unit_test(who_begins_with_a_letter_is_heard_and_answered_plainly),
    };

    cert_make(&cert);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    cert_remove(&cert);
    return failed;
}
