// OpenSSL sits between two runs of memory: what came from the wire (read by a BIO of ours straight
// from the caller's slice) and what must go there (written straight into the caller's buf). Nothing
// is copied into BIO buffers, nothing stays allocated for an idle link but OpenSSL's own state, and
// no call ever waits.
#include "net/tls.h"

#include "base/buf.h"
#include "base/must.h"
#include "base/text.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <limits.h>
#include <stdlib.h>

enum { PLAIN_PIECE = 16384 };

struct tls {
    SSL_CTX *context;
    bool checks; // the client's side: the certificate must be good for the name
};

struct tls_link {
    SSL *ssl;
    struct slice in;  // not yet read by OpenSSL; empty between calls
    struct buf *out;  // where OpenSSL writes; NULL between calls
    struct buf *kept; // plain bytes given before the handshake was done
    bool broken;
};

// ---- the BIO

static int bio_read(BIO *bio, char *bytes, int len)
{
    struct tls_link *link = BIO_get_data(bio);
    size_t take = link->in.len < (size_t)len ? link->in.len : (size_t)len;

    BIO_clear_retry_flags(bio);
    if (take == 0) {
        BIO_set_retry_read(bio);
        return -1;
    }
    memcpy(bytes, link->in.at, take);
    link->in.at += take;
    link->in.len -= take;
    return (int)take;
}

static int bio_write(BIO *bio, const char *bytes, int len)
{
    const struct tls_link *link = BIO_get_data(bio);

    must(link->out && len >= 0);
    buf_add(link->out, bytes, (size_t)len);
    return len;
}

static long bio_ctrl(BIO *bio, int command, long number, void *pointer)
{
    (void)bio;
    (void)number;
    (void)pointer;
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

// One for the process; OpenSSL's own exit handler does not know it, so it lives as long as the
// contexts do.
static BIO_METHOD *bio_method;
static unsigned bio_users;

static void bio_method_ref(void)
{
    if (bio_users++ == 0) {
        bio_method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "slice");
        must(bio_method);
        (void)BIO_meth_set_read(bio_method, bio_read);
        (void)BIO_meth_set_write(bio_method, bio_write);
        (void)BIO_meth_set_ctrl(bio_method, bio_ctrl);
    }
}

static void bio_method_unref(void)
{
    if (--bio_users == 0) {
        BIO_meth_free(bio_method);
        bio_method = NULL;
    }
}

// ---- contexts

// The shape is OpenSSL's.
// NOLINTNEXTLINE(readability-non-const-parameter)
static int no_passphrase(char *out, int size, int writing, void *owner)
{
    (void)out;
    (void)size;
    (void)writing;
    (void)owner;
    return 0; // a key with a passphrase is refused; never ask the terminal
}

static int choose_protocol(SSL *ssl, const unsigned char **ret, unsigned char *ret_len,
                           const unsigned char *offered, unsigned len, void *owner)
{
    static const unsigned char ours[] = "\x08http/1.1";
    unsigned char *chosen = NULL;

    (void)ssl;
    (void)owner;
    if (SSL_select_next_proto(&chosen, ret_len, ours, sizeof ours - 1, offered, len) !=
        OPENSSL_NPN_NEGOTIATED) {
        return SSL_TLSEXT_ERR_ALERT_FATAL; // RFC 7301, 3.2
    }
    *ret = chosen;
    return SSL_TLSEXT_ERR_OK;
}

static struct tls *context_new(const SSL_METHOD *method)
{
    struct tls *tls = calloc(1, sizeof *tls);

    must(tls);
    tls->context = SSL_CTX_new(method);
    must(tls->context);
    bio_method_ref();
    (void)SSL_CTX_set_min_proto_version(tls->context, TLS1_2_VERSION);
    (void)SSL_CTX_set_options(tls->context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
    (void)SSL_CTX_set_mode(tls->context, SSL_MODE_RELEASE_BUFFERS);
    must(SSL_CTX_set_cipher_list(tls->context, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1);
    SSL_CTX_set_default_passwd_cb(tls->context, no_passphrase);
    return tls;
}

struct tls *tls_free(struct tls *tls)
{
    if (tls) {
        SSL_CTX_free(tls->context);
        bio_method_unref();
        free(tls);
    }
    return NULL;
}

static struct tls *give_up(struct tls *tls, struct buf *problem, const char *what, const char *file)
{
    const char *why = ERR_reason_error_string(ERR_peek_error());

    text_printf(problem, "%s %s: %s", what, file, why ? why : "unknown reason");
    ERR_clear_error();
    return tls_free(tls);
}

struct tls *tls_server(const char *cert_file, const char *key_file, struct buf *problem)
{
    struct tls *tls = context_new(TLS_server_method());

    ERR_clear_error();
    if (SSL_CTX_use_certificate_chain_file(tls->context, cert_file) != 1) {
        return give_up(tls, problem, "cannot use the certificate in", cert_file);
    }
    if (SSL_CTX_use_PrivateKey_file(tls->context, key_file, SSL_FILETYPE_PEM) != 1) {
        bool differs = ERR_GET_REASON(ERR_peek_error()) == X509_R_KEY_VALUES_MISMATCH;
        return give_up(tls, problem,
                       differs ? "the certificate does not belong to the key in"
                               : "cannot use the key in",
                       key_file);
    }
    (void)SSL_CTX_set_options(tls->context,
                              SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
    (void)SSL_CTX_set_session_id_context(tls->context, (const unsigned char *)"jinbang", 7);
    SSL_CTX_set_alpn_select_cb(tls->context, choose_protocol, NULL);
    return tls;
}

bool tls_renew(struct tls *server, const char *cert_file, const char *key_file, struct buf *problem)
{
    struct tls *fresh = tls_server(cert_file, key_file, problem);

    if (!fresh) {
        return false;
    }
    SSL_CTX *old = server->context; // every link of it holds a reference
    server->context = fresh->context;
    fresh->context = old;
    tls_free(fresh);
    return true;
}

struct tls *tls_client(const char *ca_file, struct buf *problem)
{
    struct tls *tls = context_new(TLS_client_method());

    ERR_clear_error();
    if (ca_file && SSL_CTX_load_verify_locations(tls->context, ca_file, NULL) != 1) {
        return give_up(tls, problem, "cannot use the certificates in", ca_file);
    }
    tls->checks = ca_file != NULL;
    SSL_CTX_set_verify(tls->context, ca_file ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, NULL);
    must(SSL_CTX_set_alpn_protos(tls->context, (const unsigned char *)"\x08http/1.1", 9) == 0);
    return tls;
}

// ---- one connection

static void send_name(SSL *ssl, const char *host)
{
    char *name = strdup(host); // SSL_ctrl takes nothing const, and keeps a copy of its own

    must(name);
    (void)SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name);
    free(name);
}

static void expect_name(SSL *ssl, const char *host, bool checks)
{
    X509_VERIFY_PARAM *wanted = SSL_get0_param(ssl);

    if (X509_VERIFY_PARAM_set1_ip_asc(wanted, host) == 1) {
        return; // an address: no SNI (RFC 6066, 3), and the certificate must name it
    }
    ERR_clear_error();
    send_name(ssl, host);
    if (checks) {
        must(SSL_set1_host(ssl, host) == 1);
    }
}

struct tls_link *tls_link_new(struct tls *tls, bool server, const char *host_name)
{
    struct tls_link *link = calloc(1, sizeof *link);
    BIO *bio = BIO_new(bio_method);

    must(link && bio);
    link->ssl = SSL_new(tls->context);
    must(link->ssl);
    BIO_set_data(bio, link);
    BIO_set_init(bio, 1);
    SSL_set_bio(link->ssl, bio, bio);
    if (server) {
        SSL_set_accept_state(link->ssl);
    } else {
        SSL_set_connect_state(link->ssl);
    }
    if (!server && host_name) {
        expect_name(link->ssl, host_name, tls->checks);
    }
    return link;
}

struct tls_link *tls_link_free(struct tls_link *link)
{
    if (link) {
        SSL_free(link->ssl);
        buf_unref(link->kept);
        free(link);
    }
    return NULL;
}

// After a call that returned `result`: 0 to go on, 1 at a clean end, -1 when the link is broken for
// good.
static int outcome(struct tls_link *link, int result)
{
    switch (SSL_get_error(link->ssl, result)) {
    case SSL_ERROR_NONE:
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
        return 0;
    case SSL_ERROR_ZERO_RETURN:
        return 1;
    default:
        ERR_clear_error();
        link->broken = true;
        return -1;
    }
}

static int write_all(struct tls_link *link, struct slice plain)
{
    while (plain.len > 0) {
        int piece = plain.len < INT_MAX / 2 ? (int)plain.len : INT_MAX / 2;
        int wrote = SSL_write(link->ssl, plain.at, piece);
        if (wrote <= 0) {
            (void)outcome(link, wrote);
            link->broken = true; // our BIO never refuses bytes, so this is no matter of waiting
            return -1;
        }
        plain.at += wrote;
        plain.len -= (size_t)wrote;
    }
    return 0;
}

// Goes on with the handshake; when it is done, what was kept leaves.
static int shake(struct tls_link *link)
{
    int failed = outcome(link, SSL_do_handshake(link->ssl));

    if (failed || !SSL_is_init_finished(link->ssl) || !link->kept) {
        return failed;
    }
    struct buf *kept = link->kept;
    link->kept = NULL;
    failed = write_all(link, (struct slice){kept->bytes, kept->len});
    buf_unref(kept);
    return failed;
}

static int read_all(struct tls_link *link, struct buf *plain)
{
    char piece[PLAIN_PIECE];

    for (;;) {
        int got = SSL_read(link->ssl, piece, sizeof piece);
        if (got <= 0) {
            return outcome(link, got);
        }
        buf_add(plain, piece, (size_t)got);
    }
}

int tls_link_take(struct tls_link *link, struct slice cipher, struct buf *plain, struct buf *wire)
{
    int ended = link->broken ? -1 : 0;

    link->in = cipher;
    link->out = wire;
    ERR_clear_error();
    if (!ended && !SSL_is_init_finished(link->ssl)) {
        ended = shake(link);
    }
    if (!ended && SSL_is_init_finished(link->ssl)) {
        ended = read_all(link, plain);
    }
    link->in = SLICE_NONE;
    link->out = NULL;
    return ended;
}

int tls_link_give(struct tls_link *link, struct slice plain, struct buf *wire)
{
    int failed = link->broken ? -1 : 0;

    link->out = wire;
    ERR_clear_error();
    if (!failed && SSL_is_init_finished(link->ssl)) {
        failed = write_all(link, plain);
    } else if (!failed) {
        if (!link->kept) {
            link->kept = buf_new(plain.len);
        }
        buf_add(link->kept, plain.at, plain.len);
        failed = shake(link) < 0 ? -1 : 0;
    }
    link->out = NULL;
    return failed;
}

size_t tls_link_kept(const struct tls_link *link)
{
    return link->kept && !link->broken ? link->kept->len : 0;
}

void tls_link_end(struct tls_link *link, struct buf *wire)
{
    if (link->broken || !SSL_is_init_finished(link->ssl)) {
        return;
    }
    link->out = wire;
    (void)SSL_shutdown(link->ssl);
    ERR_clear_error();
    link->out = NULL;
}
