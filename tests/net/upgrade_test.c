// What a peer may offer of permessage-deflate, and what is answered.
#include "base/buf.h"
#include "net/request.h"
#include "net/upgrade.h"
#include "tests/unit.h"

#include <stdlib.h>
#include <string.h>

static struct request *with(const char *one, const char *two)
{
    struct request *request = calloc(1, sizeof *request);
    const char *rows[][2] = {{"sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="},
                             {"sec-websocket-extensions", one},
                             {"sec-websocket-extensions", two}};

    for (size_t i = 0; i < ROWS(rows) && rows[i][1]; i++) {
        request->headers[request->header_count++] =
            (struct http_header){slice_of(rows[i][0]), slice_of(rows[i][1])};
    }
    return request;
}

static void offers_that_one_frame_for_all_can_keep_are_taken(void **state)
{
    static const char accepted[] =
        "\r\nSec-WebSocket-Extensions: permessage-deflate; "
        "server_no_context_takeover; client_no_context_takeover\r\n";
    static const char *const offers[] = {
        "permessage-deflate",
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate; client_max_window_bits=15",
        "permessage-deflate;client_max_window_bits=\"8\"",
        "Permessage-Deflate ; server_no_context_takeover ; client_no_context_takeover",
        "x-webkit-deflate-frame, permessage-deflate",
        "permessage-deflate; server_max_window_bits=10, permessage-deflate",
    };

    (void)state;
    for (size_t i = 0; i < ROWS(offers); i++) {
        struct request *request = with(offers[i], NULL);
        struct buf *answer = upgrade_answer(request, NULL);
        assert_true(upgrade_deflates(request));
        assert_non_null(memmem(answer->bytes, answer->len, accepted, sizeof accepted - 1));
        buf_unref(answer);
        free(request);
    }
}

static void other_offers_are_passed_over(void **state)
{
    static const char *const offers[] = {
        "",
        "permessage-deflat",
        "permessage-deflate; server_max_window_bits=10",
        "permessage-deflate; client_max_window_bits=16",
        "permessage-deflate; client_max_window_bits=7",
        "permessage-deflate; client_max_window_bits=",
        "permessage-deflate; client_no_context_takeover=1",
        "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
        "permessage-deflate; unknown",
        "permessage-deflate=1",
        "permessage-deflate; ;",
        ",,;=",
    };

    (void)state;
    for (size_t i = 0; i < ROWS(offers); i++) {
        struct request *request = with(offers[i], NULL);
        struct buf *answer = upgrade_answer(request, NULL);
        assert_false(upgrade_deflates(request));
        assert_null(memmem(answer->bytes, answer->len, "Extensions", 10));
        buf_unref(answer);
        free(request);
    }
}

static void a_second_header_counts_as_one_list(void **state)
{
    struct request *request = with("permessage-deflate; unknown", "permessage-deflate");

    (void)state;
    assert_true(upgrade_deflates(request));
    free(request);
}

RUN(cmocka_unit_test(offers_that_one_frame_for_all_can_keep_are_taken),
    cmocka_unit_test(other_offers_are_passed_over),
    cmocka_unit_test(a_second_header_counts_as_one_list))
