#include "base/buf.h"
#include "base/clock.h"
#include "base/secret.h"
#include "base/text.h"
#include "tests/unit.h"

#include <stdlib.h>
#include <string.h>

static const unsigned char key[SECRET_KEY] = "0123456789abcdef0123456789abcde";

static void expect_hex(const unsigned char *bytes, size_t len, const char *expected)
{
    char hex[SECRET_HEX];
    text_hex(bytes, len, hex);
    assert_string_equal(hex, expected);
}

static void sha256_is_that_of_fips_180(void **state)
{
    (void)state;

    static const struct {
        const char *text;
        const char *hex;
    } rows[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    };

    unsigned char hash[SECRET_HASH];

    for (size_t i = 0; i < ROWS(rows); i++) {
        secret_sha256(slice_of(rows[i].text), hash);
        expect_hex(hash, sizeof hash, rows[i].hex);
    }
}

static void sha256_of_pieces_is_that_of_the_whole(void **state)
{
    (void)state;
    const struct slice pieces[] = {SLICE("a"), SLICE_NONE, SLICE("bc")};
    unsigned char whole[SECRET_HASH];
    unsigned char parts[SECRET_HASH];

    secret_sha256(SLICE("abc"), whole);
    secret_sha256_of(pieces, ROWS(pieces), parts);
    assert_memory_equal(parts, whole, SECRET_HASH);
}

static void sha1_answers_the_handshake_of_rfc_6455(void **state)
{
    (void)state;
    unsigned char hash[20];
    char accept[29];

    secret_sha1(SLICE("dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11"), hash);
    text_base64(hash, sizeof hash, accept);
    assert_string_equal(accept, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

static void equal_looks_at_every_byte(void **state)
{
    (void)state;
    assert_true(secret_equal("abcd", "abcd", 4));
    assert_false(secret_equal("abcd", "abce", 4));
    assert_false(secret_equal("abcd", "bbcd", 4));
    assert_true(secret_equal("a", "b", 0));
}

static void hash64_is_the_same_for_the_same_bytes(void **state)
{
    (void)state;
    char copy[] = "entry-17";

    uint64_t first = secret_hash64(SLICE("entry-17"));
    secret_init(); // once more: the key must stay
    assert_true(secret_hash64(slice_of(copy)) == first);
    assert_false(secret_hash64(SLICE("entry-18")) == first);
}

static void tokens_are_52_signs_of_base32_and_differ(void **state)
{
    (void)state;
    char one[SECRET_TOKEN_TEXT];
    char other[SECRET_TOKEN_TEXT];

    secret_token(one);
    secret_token(other);
    assert_int_equal(strlen(one), 52);
    assert_int_equal(strspn(one, "abcdefghijklmnopqrstuvwxyz234567"), 52);
    assert_string_not_equal(one, other);
}

// 256 bits in 52 signs: the last holds one bit and four zeros.
static void the_last_sign_of_a_token_holds_one_bit(void **state)
{
    (void)state;
    int seen_a = 0;
    int seen_q = 0;
    char token[SECRET_TOKEN_TEXT];

    for (int i = 0; i < 200; i++) {
        secret_token(token);
        seen_a += token[51] == 'a';
        seen_q += token[51] == 'q';
    }
    assert_int_equal(seen_a + seen_q, 200);
    assert_true(seen_a > 0 && seen_q > 0);
}

static void every_sign_comes_at_every_other_place_of_a_token(void **state)
{
    (void)state;
    static bool seen[51][128];
    char token[SECRET_TOKEN_TEXT];

    for (int i = 0; i < 2000; i++) {
        secret_token(token);
        for (size_t at = 0; at < 51; at++) {
            seen[at][(unsigned char)token[at]] = true;
        }
    }
    for (size_t at = 0; at < 51; at++) {
        for (const char *sign = "abcdefghijklmnopqrstuvwxyz234567"; *sign; sign++) {
            assert_true(seen[at][(unsigned char)*sign]);
        }
    }
}

static void a_uuid_is_of_version_7_and_differs(void **state)
{
    (void)state;
    char one[37];
    char other[37];

    secret_uuid7(one);
    secret_uuid7(other);
    assert_true(text_is_uuid7(slice_of(one)));
    assert_string_not_equal(one, other);
}

static void a_uuid_begins_with_the_time(void **state)
{
    (void)state;
    char id[37];
    char ms[13];

    int64_t before = clock_wall_ms();
    secret_uuid7(id);
    int64_t after = clock_wall_ms();
    memcpy(ms, id, 8);
    memcpy(ms + 8, id + 9, 4);
    ms[12] = '\0';
    int64_t time = strtoll(ms, NULL, 16);
    assert_true(time >= before && time <= after);
}

static struct buf *boxed(struct slice plain)
{
    struct buf *out = buf_new(16);
    text_add(out, SLICE("head"));
    secret_box(key, plain, out);
    return out;
}

static struct slice box_of(const struct buf *buf)
{
    return (struct slice){buf->bytes + 4, buf->len - 4};
}

static void a_box_opens_with_its_key(void **state)
{
    (void)state;
    struct buf *buf = boxed(SLICE("加密号 42"));
    struct buf *out = buf_new(0);

    assert_int_equal(box_of(buf).len, SLICE("加密号 42").len + SECRET_BOX_MORE);
    text_add(out, SLICE(">"));
    assert_true(secret_unbox(key, box_of(buf), out));
    assert_true(slice_is((struct slice){out->bytes, out->len}, ">加密号 42"));
    buf_unref(out);
    buf_unref(buf);
}

static void an_empty_box_opens_too(void **state)
{
    (void)state;
    struct buf *buf = boxed(SLICE_NONE);
    struct buf *out = buf_new(0);

    assert_true(secret_unbox(key, box_of(buf), out));
    assert_int_equal(out->len, 0);
    buf_unref(out);
    buf_unref(buf);
}

static void a_box_with_any_changed_byte_stays_shut(void **state)
{
    (void)state;
    struct buf *buf = boxed(SLICE("mark"));
    struct buf *out = buf_new(0);

    for (size_t i = 4; i < buf->len; i++) {
        buf->bytes[i] = (char)(buf->bytes[i] ^ 1);
        assert_false(secret_unbox(key, box_of(buf), out));
        buf->bytes[i] = (char)(buf->bytes[i] ^ 1);
    }
    assert_int_equal(out->len, 0);
    assert_true(secret_unbox(key, box_of(buf), out));
    buf_unref(out);
    buf_unref(buf);
}

static void a_box_stays_shut_to_another_key(void **state)
{
    (void)state;
    static const unsigned char other[SECRET_KEY] = "another key";
    struct buf *buf = boxed(SLICE("mark"));
    struct buf *out = buf_new(0);

    assert_false(secret_unbox(other, box_of(buf), out));
    assert_int_equal(out->len, 0);
    buf_unref(out);
    buf_unref(buf);
}

static void a_cut_box_stays_shut(void **state)
{
    (void)state;
    struct buf *buf = boxed(SLICE("mark"));
    struct buf *out = buf_new(0);

    for (size_t len = 0; len < box_of(buf).len; len++) {
        assert_false(secret_unbox(key, (struct slice){box_of(buf).at, len}, out));
    }
    buf_unref(out);
    buf_unref(buf);
}

static void the_same_content_makes_another_box(void **state)
{
    (void)state;
    struct buf *one = boxed(SLICE("mark"));
    struct buf *other = boxed(SLICE("mark"));

    assert_false(slice_equal(box_of(one), box_of(other)));
    buf_unref(other);
    buf_unref(one);
}

static int start(void **state)
{
    (void)state;
    secret_init();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_is_that_of_fips_180),
        cmocka_unit_test(sha256_of_pieces_is_that_of_the_whole),
        cmocka_unit_test(sha1_answers_the_handshake_of_rfc_6455),
        cmocka_unit_test(equal_looks_at_every_byte),
        cmocka_unit_test(hash64_is_the_same_for_the_same_bytes),
        cmocka_unit_test(tokens_are_52_signs_of_base32_and_differ),
        cmocka_unit_test(the_last_sign_of_a_token_holds_one_bit),
        cmocka_unit_test(every_sign_comes_at_every_other_place_of_a_token),
        cmocka_unit_test(a_uuid_is_of_version_7_and_differs),
        cmocka_unit_test(a_uuid_begins_with_the_time),
        cmocka_unit_test(a_box_opens_with_its_key),
        cmocka_unit_test(an_empty_box_opens_too),
        cmocka_unit_test(a_box_with_any_changed_byte_stays_shut),
        cmocka_unit_test(a_box_stays_shut_to_another_key),
        cmocka_unit_test(a_cut_box_stays_shut),
        cmocka_unit_test(the_same_content_makes_another_box),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
