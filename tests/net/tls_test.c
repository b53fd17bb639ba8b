// Two links whose wires are bufs: no socket, so that every cut of the bytes can be tried.
#include "base/buf.h"
#include "cert.h"
#include "net/tls.h"

#include <string.h>

static struct cert cert;

struct pair {
    struct tls *contexts[2];
    struct tls_link *links[2]; // the server's and the client's
    struct buf *wires[2];      // what each has written
    struct buf *plains[2];     // what each has read
    size_t at[2];              // how much of each wire has been carried over
    int ended[2];
};

static void open_pair(struct pair *pair)
{
    struct buf *problem = buf_new(64);

    memset(pair, 0, sizeof *pair);
    pair->contexts[0] = tls_server(cert.cert_file, cert.key_file, problem);
    pair->contexts[1] = tls_client(cert.cert_file, problem);
    assert_int_equal(problem->len, 0);
    buf_unref(problem);
    for (int i = 0; i < 2; i++) {
        pair->links[i] = tls_link_new(pair->contexts[i], i == 0, "localhost");
        pair->wires[i] = buf_new(64);
        pair->plains[i] = buf_new(64);
    }
}

static void close_pair(struct pair *pair)
{
    for (int i = 0; i < 2; i++) {
        tls_link_free(pair->links[i]);
        buf_unref(pair->wires[i]);
        buf_unref(pair->plains[i]);
        tls_free(pair->contexts[i]);
    }
}

static void give(struct pair *pair, int side, const char *text)
{
    assert_int_equal(tls_link_give(pair->links[side], slice_of(text), pair->wires[side]), 0);
}

// Carries bytes to and fro, at most `cut` at a time, until nobody has any.
static void carry(struct pair *pair, size_t cut)
{
    for (bool moved = true; moved;) {
        moved = false;
        for (int from = 0; from < 2; from++) {
            const struct buf *wire = pair->wires[from];
            size_t left = wire->len - pair->at[from];
            size_t len = left < cut ? left : cut;
            int to = 1 - from;
            if (len > 0) {
                moved = true;
                struct slice piece = {wire->bytes + pair->at[from], len};
                pair->at[from] += len;
                pair->ended[to] =
                    tls_link_take(pair->links[to], piece, pair->plains[to], pair->wires[to]);
            }
        }
    }
}

static bool has(const struct pair *pair, int side, const char *text)
{
    return slice_is((struct slice){pair->plains[side]->bytes, pair->plains[side]->len}, text);
}

static void what_was_said_early_arrives_after_the_handshake(void **state)
{
    static const size_t cuts[] = {1, 7, 100, 100000};

    (void)state;
    for (size_t i = 0; i < ROWS(cuts); i++) {
        struct pair pair;
        open_pair(&pair);
        give(&pair, 0, "from the server");
        give(&pair, 1, "from the client");
        assert_int_equal(tls_link_kept(pair.links[1]), 15);
        carry(&pair, cuts[i]);
        assert_true(has(&pair, 0, "from the client"));
        assert_true(has(&pair, 1, "from the server"));
        assert_int_equal(tls_link_kept(pair.links[1]), 0);
        close_pair(&pair);
    }
}

static void an_end_is_told(void **state)
{
    struct pair pair;

    (void)state;
    open_pair(&pair);
    give(&pair, 1, "last");
    carry(&pair, 100000);
    tls_link_end(pair.links[1], pair.wires[1]);
    carry(&pair, 100000);
    assert_int_equal(pair.ended[0], 1);
    assert_true(has(&pair, 0, "last"));
    close_pair(&pair);
}

static void changed_bytes_break_the_link(void **state)
{
    struct pair pair;

    (void)state;
    open_pair(&pair);
    give(&pair, 1, "hello");
    carry(&pair, 100000);
    give(&pair, 1, "a mark");
    pair.wires[1]->bytes[pair.wires[1]->len - 1] ^= 1;
    carry(&pair, 100000);
    assert_int_equal(pair.ended[0], -1);
    assert_true(has(&pair, 0, "hello"));
    assert_int_equal(tls_link_give(pair.links[0], slice_of("x"), pair.wires[0]), -1);
    tls_link_end(pair.links[0], pair.wires[0]);
    close_pair(&pair);
}

static void what_is_not_tls_breaks_the_link(void **state)
{
    struct pair pair;

    (void)state;
    open_pair(&pair);
    assert_int_equal(tls_link_take(pair.links[0], slice_of("GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
                                   pair.plains[0], pair.wires[0]),
                     -1);
    assert_int_equal(pair.plains[0]->len, 0);
    close_pair(&pair);
}

static void old_versions_are_refused(void **state)
{
    // The hello of a client that knows nothing newer than TLS 1.1.
    static const unsigned char hello[] = {
        0x16, 0x03, 0x01, 0x00, 0x2f, 0x01, 0x00, 0x00, 0x2b, 0x03, 0x02, 1,    2,
        3,    4,    5,    6,    7,    8,    9,    10,   11,   12,   13,   14,   15,
        16,   17,   18,   19,   20,   21,   22,   23,   24,   25,   26,   27,   28,
        29,   30,   31,   32,   0x00, 0x00, 0x04, 0xc0, 0x09, 0xc0, 0x13, 0x01, 0x00};
    struct pair pair;

    (void)state;
    open_pair(&pair);
    assert_int_equal(tls_link_take(pair.links[0], (struct slice){(const char *)hello, sizeof hello},
                                   pair.plains[0], pair.wires[0]),
                     -1);
    assert_true(pair.wires[0]->len > 0); // an alert says why
    close_pair(&pair);
}

static void files_that_cannot_be_used_are_named(void **state)
{
    struct buf *problem = buf_new(64);

    (void)state;
    assert_null(tls_server("/nowhere/cert.pem", cert.key_file, problem));
    assert_non_null(memmem(problem->bytes, problem->len, "/nowhere/cert.pem", 17));
    problem->len = 0;
    assert_null(tls_server(cert.cert_file, cert.cert_file, problem));
    assert_non_null(memmem(problem->bytes, problem->len, cert.cert_file, strlen(cert.cert_file)));
    problem->len = 0;
    assert_null(tls_client("/nowhere/ca.pem", problem));
    assert_true(problem->len > 0);
    buf_unref(problem);
    assert_null(tls_free(NULL));
    assert_null(tls_link_free(NULL));
}

static void a_renewal_reaches_new_links_and_leaves_the_old_ones_alone(void **state)
{
    struct cert other;
    struct pair pair;
    struct buf *problem = buf_new(64);

    (void)state;
    cert_make(&other);
    open_pair(&pair);
    give(&pair, 1, "one");
    carry(&pair, 100000);
    assert_true(tls_renew(pair.contexts[0], other.cert_file, other.key_file, problem));
    give(&pair, 1, "two");
    carry(&pair, 100000);
    assert_true(has(&pair, 0, "onetwo"));
    // A client that trusts only the old certificate is no longer served; one that trusts the new
    // is.
    for (int i = 0; i < 2; i++) {
        struct pair fresh = {
            .contexts = {pair.contexts[0],
                         tls_client(i ? other.cert_file : cert.cert_file, problem)}};
        for (int side = 0; side < 2; side++) {
            fresh.links[side] = tls_link_new(fresh.contexts[side], side == 0, "localhost");
            fresh.wires[side] = buf_new(64);
            fresh.plains[side] = buf_new(64);
        }
        (void)tls_link_give(fresh.links[1], SLICE("three"), fresh.wires[1]);
        carry(&fresh, 100000);
        assert_int_equal(has(&fresh, 0, "three"), i == 1);
        fresh.contexts[0] = NULL;
        close_pair(&fresh);
    }
    close_pair(&pair);
    cert_remove(&other);
    buf_unref(problem);
}

static void a_renewal_that_cannot_be_used_changes_nothing(void **state)
{
    struct cert other;
    struct pair pair;
    struct buf *problem = buf_new(64);

    (void)state;
    cert_make(&other);
    open_pair(&pair);
    assert_false(tls_renew(pair.contexts[0], other.cert_file, cert.key_file, problem));
    assert_true(problem->len > 0);
    give(&pair, 1, "still");
    carry(&pair, 100000);
    assert_true(
        has(&pair, 0, "still")); // with the old certificate, which is what the client trusts
    close_pair(&pair);
    cert_remove(&other);
    buf_unref(problem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_said_early_arrives_after_the_handshake),
        cmocka_unit_test(an_end_is_told),
        cmocka_unit_test(changed_bytes_break_the_link),
        cmocka_unit_test(what_is_not_tls_breaks_the_link),
        cmocka_unit_test(old_versions_are_refused),
        cmocka_unit_test(files_that_cannot_be_used_are_named),
        cmocka_unit_test(a_renewal_reaches_new_links_and_leaves_the_old_ones_alone),
        cmocka_unit_test(a_renewal_that_cannot_be_used_changes_nothing),
    };

    cert_make(&cert);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    cert_remove(&cert);
    return failed;
}
