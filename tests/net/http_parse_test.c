#include "base/buf.h"
#include "base/text.h"
#include "net/http_parse.h"
#include "tests/unit.h"

#include <stdlib.h>
#include <string.h>

enum { HEAD_MAX = 1024, BODY_MAX = 64 };

// Feeds in pieces of `cut` bytes (0: all at once). Returns the parse and how much it took.
static struct http_parse *parse_cut(struct slice bytes, size_t cut, size_t *ret_took)
{
    struct http_parse *parse = http_parse_new(HEAD_MAX, BODY_MAX);
    size_t at = 0;

    while (at < bytes.len && parse->state != HTTP_PARSE_DONE &&
           parse->state != HTTP_PARSE_REFUSED) {
        size_t len = cut > 0 && cut < bytes.len - at ? cut : bytes.len - at;
        // A copy of its own, so that the sanitizer sees a read behind the piece.
        char *piece = malloc(len);
        memcpy(piece, bytes.at + at, len);
        at += http_parse_feed(parse, piece, len);
        free(piece);
    }
    *ret_took = at;
    return parse;
}

static void expect_status(struct slice bytes, int status)
{
    for (size_t cut = 0; cut < 8; cut++) {
        size_t took = 0;
        struct http_parse *parse = parse_cut(bytes, cut, &took);
        if (parse->state != HTTP_PARSE_REFUSED || parse->head.status != status) {
            print_error("cut %zu, state %d, status %d instead of %d: %.*s\n", cut,
                        (int)parse->state, parse->head.status, status, SLICE_FMT(bytes));
        }
        assert_int_equal(parse->state, HTTP_PARSE_REFUSED);
        assert_int_equal(parse->head.status, status);
        assert_non_null(parse->head.problem);
        http_parse_free(parse);
    }
}

#define H    "Host: a\r\n"
#define GET  "GET / HTTP/1.1\r\n" H
#define POST "POST /x HTTP/1.1\r\n" H

// A slice that may stand in a table outside of any function.
#define S(literal)                                                                                 \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }

static const struct {
    struct slice bytes;
    int status;
} refusals[] = {
    // the first line
    {S("GET /\r\n\r\n"), 400},
    {S("GET / HTTP/1.1 \r\n" H "\r\n"), 400},
    {S("GET  / HTTP/1.1\r\n" H "\r\n"), 400},
    {S("GET /a b HTTP/1.1\r\n" H "\r\n"), 400},
    {S("GET\t/ HTTP/1.1\r\n" H "\r\n"), 400},
    {S(" GET / HTTP/1.1\r\n" H "\r\n"), 400},
    {S("G@T / HTTP/1.1\r\n" H "\r\n"), 400},
    {S("GET / http/1.1\r\n" H "\r\n"), 400},
    {S("GET / HTTP/1.10\r\n" H "\r\n"), 400},
    {S("GET / HTTP/a.1\r\n" H "\r\n"), 400},
    {S("GET / HTTPS/1.1\r\n" H "\r\n"), 400},
    {S("GET / HTTP/1.2\r\n" H "\r\n"), 505},
    {S("GET / HTTP/2.0\r\n" H "\r\n"), 505},
    {S("GET / HTTP/0.9\r\n" H "\r\n"), 505},
    {S("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 505},
    {S("get / HTTP/1.1\r\n" H "\r\n"), 501},
    {S("BREW /pot HTTP/1.1\r\n" H "\r\n"), 501},
    {S("\r\n\r\nGET / HTTP/1.1\r\n" H "\r\n"), 400},
    {S("\n" GET "\r\n"), 400},
    // targets
    {S("GET * HTTP/1.1\r\n" H "\r\n"), 400},
    {S("GET a:80 HTTP/1.1\r\n" H "\r\n"), 400},
    {S("CONNECT a:80 HTTP/1.1\r\n" H "\r\n"), 400},
    {S("GET x HTTP/1.1\r\n" H "\r\n"), 400},
    {S("GET ftp://a/x HTTP/1.1\r\n" H "\r\n"), 400},
    {S("GET http:///x HTTP/1.1\r\n" H "\r\n"), 400},
    {S("GET http://u@a/x HTTP/1.1\r\n" H "\r\n"), 400},
    {S("GET /x#y HTTP/1.1\r\n" H "\r\n"), 400},
    {S("GET /\0 HTTP/1.1\r\n" H "\r\n"), 400},
    {S("GET /\xe4\xb8\xad HTTP/1.1\r\n" H "\r\n"), 400},
    {S("GET /\x7f HTTP/1.1\r\n" H "\r\n"), 400},
    // lines
    {S("GET / HTTP/1.1\n" H "\r\n"), 400},
    {S(GET "\n"), 400},
    {S("GET / HTTP/1.1\r\nHost: a\n\r\n"), 400},
    {S("GET / HTTP/1.1\rHost: a\r\n\r\n"), 400},
    {S(GET "A: b\rC: d\r\n\r\n"), 400},
    {S(GET "A: b\r\r\n\r\n"), 400},
    {S(GET "A: b\r\n c\r\n\r\n"), 400},
    {S(GET "A: b\r\n\tc\r\n\r\n"), 400},
    {S("GET / HTTP/1.1\r\n A: b\r\n" H "\r\n"), 400},
    {S(GET "A : b\r\n\r\n"), 400},
    {S(GET "A\t: b\r\n\r\n"), 400},
    {S(GET ": b\r\n\r\n"), 400},
    {S(GET "A\r\n\r\n"), 400},
    {S(GET "A(b): c\r\n\r\n"), 400},
    {S(GET "A\xc3\xa4: c\r\n\r\n"), 400},
    {S(GET "A: b\0c\r\n\r\n"), 400},
    {S(GET "A: b\x01\r\n\r\n"), 400},
    {S(GET "A: b\x7f\r\n\r\n"), 400},
    {S("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"), 400},
    // hosts
    {S("GET / HTTP/1.1\r\n\r\n"), 400},
    {S("GET / HTTP/1.1\r\nHost:\r\n\r\n"), 400},
    {S("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"), 400},
    {S("GET / HTTP/1.1\r\nHost: u@a\r\n\r\n"), 400},
    {S("GET / HTTP/1.1\r\nHost: a b\r\n\r\n"), 400},
    // what may come once
    {S(GET H "\r\n"), 400},
    {S(GET "host: b\r\n\r\n"), 400},
    {S(POST "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx"), 400},
    {S(POST "Content-Length: 1\r\nContent-length: 2\r\n\r\nxx"), 400},
    {S(GET "Authorization: a\r\nAuthorization: b\r\n\r\n"), 400},
    {S(GET "Idempotency-Key: a\r\nIdempotency-Key: a\r\n\r\n"), 400},
    {S(GET "If-Match: a\r\nIf-Match: b\r\n\r\n"), 400},
    {S(GET "Content-Type: a\r\nContent-Type: b\r\n\r\n"), 400},
    // lengths
    {S(POST "Content-Length: \r\n\r\n"), 400},
    {S(POST "Content-Length: -1\r\n\r\n"), 400},
    {S(POST "Content-Length: +1\r\n\r\nx"), 400},
    {S(POST "Content-Length: 1,1\r\n\r\nx"), 400},
    {S(POST "Content-Length: 1 1\r\n\r\nx"), 400},
    {S(POST "Content-Length: 0x1\r\n\r\nx"), 400},
    {S(POST "Content-Length: 1.0\r\n\r\nx"), 400},
    {S(POST "Content-Length: 65\r\n\r\n"), 413},
    {S(POST "Content-Length: 18446744073709551617\r\n\r\nx"), 413},
    {S(POST "Content-Length: 99999999999999999999999999999\r\n\r\nx"), 413},
    // transfer codings
    {S(POST "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n0\r\n\r\n"), 400},
    {S(POST "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400},
    {S(POST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"), 400},
    {S(POST "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"), 400},
    {S(POST "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n"), 400},
    {S(POST "Transfer-Encoding:\r\n\r\n"), 400},
    {S(POST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"), 501},
    {S(POST "Transfer-Encoding: identity\r\n\r\n"), 501},
    {S(POST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"), 501},
    {S(POST "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n"), 501},
    {S("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400},
    // chunks
    {S(POST "Transfer-Encoding: chunked\r\n\r\nx\r\n"), 400},
    {S(POST "Transfer-Encoding: chunked\r\n\r\n-1\r\n"), 400},
    {S(POST "Transfer-Encoding: chunked\r\n\r\n0x1\r\n"), 400},
    {S(POST "Transfer-Encoding: chunked\r\n\r\n\r\n"), 400},
    {S(POST "Transfer-Encoding: chunked\r\n\r\n1\nx\r\n0\r\n\r\n"), 400},
    {S(POST "Transfer-Encoding: chunked\r\n\r\n1\r\nxy0\r\n\r\n"), 400},
    {S(POST "Transfer-Encoding: chunked\r\n\r\n1\r\nx\n0\r\n\r\n"), 400},
    {S(POST "Transfer-Encoding: chunked\r\n\r\n1\rx\r\n0\r\n\r\n"), 400},
    {S(POST "Transfer-Encoding: chunked\r\n\r\n10000000000000001\r\nx\r\n"), 400},
    {S(POST "Transfer-Encoding: chunked\r\n\r\n0\r\nA: b\n\r\n"), 400},
    {S(POST "Transfer-Encoding: chunked\r\n\r\n0\r\nA : b\r\n\r\n"), 400},
    {S(POST "Transfer-Encoding: chunked\r\n\r\n0\r\n\n"), 400},
    {S(POST "Transfer-Encoding: chunked\r\n\r\n1 \nx\r\n0\r\n\r\n"), 400},
    {S(POST "Transfer-Encoding: chunked\r\n\r\n1;a\nx\r\n0\r\n\r\n"), 400},
    {S(POST "Transfer-Encoding: chunked\r\n\r\n1;a=\"\n\"\r\nx\r\n0\r\n\r\n"), 400},
    {S(POST "Transfer-Encoding: chunked\r\n\r\n1;a\0\r\nx\r\n0\r\n\r\n"), 400},
    {S(POST "Transfer-Encoding: chunked\r\n\r\n 1\r\nx\r\n0\r\n\r\n"), 400},
    {S(POST "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nA: b\r\n c\r\n\r\n"), 400},
    {S(POST "Transfer-Encoding: chunked\r\n\r\n0\r\nA: b\rC: d\r\n\r\n"), 400},
    {S(POST "Transfer-Encoding: chunked\r\n\r\n0\r\nA: \x01\r\n\r\n"), 400},
    {S(POST "Transfer-Encoding: chunked\r\n\r\n0\r\n A: b\r\n\r\n"), 400},
    {S(POST "Transfer-Encoding: chunked\r\n\r\n0\rX\r\n"), 400},
    // expectations
    {S(POST "Expect: 200-ok\r\nContent-Length: 1\r\n\r\nx"), 417},
};

static void refuses_what_two_servers_could_read_differently(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(refusals); i++) {
        expect_status(refusals[i].bytes, refusals[i].status);
    }
}

static void takes_good_requests_however_they_are_cut(void **state)
{
    const struct {
        struct slice bytes;
        const char *path, *query, *body;
        bool keeps;
    } rows[] = {
        {SLICE(GET "\r\n"), "/", "", "", true},
        {SLICE("\r\n" GET "\r\n"), "/", "", "", true},
        {SLICE("GET /a?b=c?d HTTP/1.1\r\n" H "\r\n"), "/a", "b=c?d", "", true},
        {SLICE("GET /? HTTP/1.1\r\n" H "\r\n"), "/", "", "", true},
        {SLICE("GET http://a/x?y HTTP/1.1\r\n" H "\r\n"), "/x", "y", "", true},
        {SLICE("GET HTTPS://[::1]:80 HTTP/1.1\r\n" H "\r\n"), "/", "", "", true},
        {SLICE("GET http://a?y HTTP/1.1\r\n" H "\r\n"), "/", "y", "", true},
        {SLICE("OPTIONS * HTTP/1.1\r\n" H "\r\n"), "*", "", "", true},
        {SLICE("GET / HTTP/1.0\r\n\r\n"), "/", "", "", false},
        {SLICE("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"), "/", "", "", true},
        {SLICE(GET "Connection: close\r\n\r\n"), "/", "", "", false},
        {SLICE(GET "Connection: close\t\r\n\r\n"), "/", "", "", false},
        {SLICE(GET "Connection:\tCLOSE \t\r\n\r\n"), "/", "", "", false},
        {SLICE(GET "Connection: keep-alive,\tclose\t, x\r\n\r\n"), "/", "", "", false},
        {SLICE(GET "Connection: x\r\nConnection: close\r\n\r\n"), "/", "", "", false},
        {SLICE(GET "Connection: upgrade\r\nUpgrade: h2c\r\n\r\n"), "/", "", "", true},
        {SLICE(GET "X:\r\nY: \xe4\xb8\xad\r\n!#$%&'*+-.^_`|~9z: 1\r\n\r\n"), "/", "", "", true},
        {SLICE("POST /x HTTP/1.1\r\nHost: [::1]:8080\r\nContent-Length: 3\r\n\r\nabc"), "/x", "",
         "abc", true},
        {SLICE(POST "Content-Length: 0\r\n\r\n"), "/x", "", "", true},
        {SLICE(POST "Content-Length: 003\r\n\r\nabc"), "/x", "", "abc", true},
        {SLICE(POST "Connection: close\r\nContent-Length: 3\r\n\r\nabc"), "/x", "", "abc", false},
        {SLICE(POST "Upgrade: x\r\nConnection: upgrade\r\nContent-Length: 3\r\n\r\nabc"), "/x", "",
         "abc", true},
        {SLICE(POST "Transfer-Encoding: cHunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"), "/x", "", "abc",
         true},
        {SLICE(POST
               "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n002;x=y\r\nbc\r\n0\r\nT: u\r\n\r\n"),
         "/x", "", "abc", true},
        {SLICE(POST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), "/x", "", "", true},
        {SLICE("M-SEARCH /x HTTP/1.1\r\n" H "\r\n"), "/x", "", "", true},
        {SLICE("DELETE /x HTTP/1.1\r\n" H "Content-Length: 1\r\n\r\nq"), "/x", "", "q", true},
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        for (size_t cut = 0; cut < 9; cut++) {
            size_t took = 0;
            struct http_parse *parse = parse_cut(rows[i].bytes, cut, &took);
            if (parse->state != HTTP_PARSE_DONE) {
                print_error("row %zu cut %zu: %.*s\n", i, cut, SLICE_FMT(rows[i].bytes));
            }
            assert_int_equal(parse->state, HTTP_PARSE_DONE);
            assert_int_equal(took, rows[i].bytes.len);
            assert_true(slice_is(parse->request.path, rows[i].path));
            assert_true(slice_is(parse->request.query, rows[i].query));
            assert_true(slice_is(parse->request.body, rows[i].body));
            assert_int_equal(http_parse_keeps(parse), rows[i].keeps);
            http_parse_free(parse);
        }
    }
}

static void stops_behind_the_request(void **state)
{
    const struct slice rows[] = {
        SLICE(GET "\r\n"), SLICE(POST "Content-Length: 3\r\n\r\nabc"),
        SLICE(POST "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
        SLICE(GET "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n")};

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct buf *both = buf_new(512);
        size_t took = 0;
        text_add(both, rows[i]);
        text_add(both, SLICE("GET /next"));
        struct http_parse *parse = parse_cut((struct slice){both->bytes, both->len}, 0, &took);
        assert_int_equal(parse->state, HTTP_PARSE_DONE);
        assert_int_equal(took, rows[i].len);
        http_parse_free(parse);
        buf_unref(both);
    }
}

static void reads_headers_by_lower_case_name_and_trimmed(void **state)
{
    size_t took = 0;
    struct http_parse *parse =
        parse_cut(SLICE(GET "X-Thing: \t a b \t\r\nEmpty:\r\n\r\n"), 3, &took);

    (void)state;
    assert_int_equal(parse->request.header_count, 3);
    assert_true(slice_is(parse->request.headers[1].name, "x-thing"));
    assert_true(slice_is(parse->request.headers[1].value, "a b"));
    assert_true(slice_is(parse->request.headers[2].value, ""));
    http_parse_free(parse);
}

static void refuse_long(const char *start, char filler, size_t count, const char *end, int status)
{
    struct buf *bytes = buf_new(4096);

    text_add(bytes, slice_of(start));
    for (size_t i = 0; i < count; i++) {
        buf_add(bytes, &filler, 1);
    }
    text_add(bytes, slice_of(end));
    expect_status((struct slice){bytes->bytes, bytes->len}, status);
    buf_unref(bytes);
}

static void refuses_a_head_above_the_limit(void **state)
{
    (void)state;
    refuse_long("GET /", 'a', HEAD_MAX, " HTTP/1.1\r\n" H "\r\n", 414);
    refuse_long("GET /", 'a', (size_t)HEAD_MAX * 2, "", 414);
    refuse_long(GET "A: ", 'a', HEAD_MAX, "\r\n\r\n", 431);
    refuse_long(GET "A: ", 'a', (size_t)HEAD_MAX * 2, "", 431);
}

static void refuses_more_headers_than_it_can_hold(void **state)
{
    struct buf *bytes = buf_new(1024);

    (void)state;
    text_add(bytes, SLICE(GET));
    for (int i = 0; i < HTTP_HEADERS_MAX; i++) {
        text_add(bytes, SLICE("a:b\r\n"));
    }
    text_add(bytes, SLICE("\r\n"));
    expect_status((struct slice){bytes->bytes, bytes->len}, 431);
    buf_unref(bytes);
}

static void refuses_a_chunked_body_as_it_grows(void **state)
{
    (void)state;
    refuse_long(POST "Transfer-Encoding: chunked\r\n\r\n41\r\n", 'a', 65, "", 413);
    refuse_long(POST "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n40\r\n", 'a', 64, "", 413);
}

static void refuses_a_body_that_is_mostly_framing(void **state)
{
    (void)state;
    refuse_long(POST "Transfer-Encoding: chunked\r\n\r\n1;", 'a', (size_t)HEAD_MAX * 2, "", 413);
    refuse_long(POST "Transfer-Encoding: chunked\r\n\r\n0\r\nA: ", 'a', (size_t)HEAD_MAX * 2, "",
                413);
}

static void a_route_lowers_the_limit(void **state)
{
    struct http_parse *parse = http_parse_new(HEAD_MAX, BODY_MAX);
    struct slice bytes = SLICE(POST "Content-Length: 5\r\n\r\n");

    (void)state;
    assert_int_equal(http_parse_feed(parse, bytes.at, bytes.len), bytes.len);
    assert_int_equal(parse->state, HTTP_PARSE_BODY);
    http_parse_limit(parse, 5);
    assert_int_equal(parse->state, HTTP_PARSE_BODY);
    http_parse_limit(parse, 4);
    assert_int_equal(parse->state, HTTP_PARSE_REFUSED);
    assert_int_equal(parse->head.status, 413);
    http_parse_free(parse);
}

static void judges_a_first_line_before_its_head_is_whole(void **state)
{
    (void)state;
    expect_status(SLICE("GET /\r\n"), 400);
    expect_status(SLICE("GET / HTTP/3.0\r\nHost"), 505);
}

RUN(cmocka_unit_test(refuses_what_two_servers_could_read_differently),
    cmocka_unit_test(takes_good_requests_however_they_are_cut),
    cmocka_unit_test(stops_behind_the_request),
    cmocka_unit_test(reads_headers_by_lower_case_name_and_trimmed),
    cmocka_unit_test(refuses_a_head_above_the_limit),
    cmocka_unit_test(refuses_more_headers_than_it_can_hold),
    cmocka_unit_test(refuses_a_chunked_body_as_it_grows),
    cmocka_unit_test(refuses_a_body_that_is_mostly_framing),
    cmocka_unit_test(a_route_lowers_the_limit),
    cmocka_unit_test(judges_a_first_line_before_its_head_is_whole))
