#include "base/buf.h"
#include "base/clock.h"
#include "tests/unit.h"
#include "wire/answer.h"

#include <stdio.h>
#include <string.h>

static void a_receipt_has_number_digest_chain_and_time(void **state)
{
    (void)state;
    struct answer_receipt receipt = {
        .number = 1234, .digest = {0x01}, .chain = {0xFE, 0xDC}, .at = 1767225600123};
    char time[CLOCK_TEXT_MAX];
    clock_text(receipt.at, time);
    char expected[512];
    (void)snprintf(
        expected, sizeof expected,
        "{\"number\":1234,\"digest\":\"sha-256:"
        "0100000000000000000000000000000000000000000000000000000000000000\",\"chain\":\"sha-256:"
        "fedc000000000000000000000000000000000000000000000000000000000000\",\"time\":\"%s\"}",
        time);
    struct buf *buf = buf_new(64);
    answer_receipt(&receipt, buf);
    buf_add(buf, "", 1);
    assert_string_equal(buf->bytes, expected);
    (void)buf_unref(buf);
}

static void a_name_has_both_languages(void **state)
{
    (void)state;
    struct rules_name name = {"焊工", "\"Welder\""};
    struct buf *buf = buf_new(64);
    answer_name(&name, buf);
    buf_add(buf, "", 1);
    assert_string_equal(buf->bytes, "{\"zh\":\"焊工\",\"en\":\"\\\"Welder\\\"\"}");
    (void)buf_unref(buf);
}

RUN(cmocka_unit_test(a_receipt_has_number_digest_chain_and_time),
    cmocka_unit_test(a_name_has_both_languages))
