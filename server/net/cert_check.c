#include "net/cert_check.h"

#include "base/buf.h"
#include "base/text.h"
#include "net/cert.h"
#include "net/cert_chain.h"
#include "net/cert_make.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <time.h>

enum { APPLE_DAYS_MAX = 825, SOON_DAYS = 30, DAY_S = 86400 };

static int no_passphrase(char *out, int size, int writing, void *owner)
{
    (void)size;
    (void)writing;
    (void)owner;
    out[0] = 0;
    return -1; // never ask the terminal
}

static bool key_fits(const X509 *first, const char *key_file, struct buf *problem)
{
    BIO *bio = BIO_new_file(key_file, "r");
    EVP_PKEY *key = bio ? PEM_read_bio_PrivateKey(bio, NULL, no_passphrase, NULL) : NULL;
    bool fits = key && X509_check_private_key(first, key) == 1;

    BIO_free(bio);
    EVP_PKEY_free(key);
    ERR_clear_error();
    if (!key) {
        text_printf(problem,
                    "no private key (PEM, without a passphrase) can be read from %s; take the "
                    "passphrase off with: openssl pkey -in %s -out plain.key",
                    key_file, key_file);
    } else if (!fits) {
        text_printf(problem,
                    "the key in %s does not belong to this certificate: take the key that "
                    "was made together with the request for it",
                    key_file);
    }
    return fits;
}

static void say_day(struct buf *out, int64_t at_s)
{
    time_t time = (time_t)at_s;
    struct tm parts;
    char text[32];

    if (gmtime_r(&time, &parts) && strftime(text, sizeof text, "%Y-%m-%d", &parts) > 0) {
        text_printf(out, "%s", text);
    }
}

static bool dates_are_good(const struct cert *cert, struct buf *problem)
{
    int64_t now = (int64_t)time(NULL);

    if (now > cert->until_s) {
        text_printf(problem, "this certificate has expired, on ");
        say_day(problem, cert->until_s);
        text_printf(problem, ": ask for a new one");
    } else if (now < cert->from_s) {
        text_printf(problem, "this certificate is not valid before ");
        say_day(problem, cert->from_s);
        text_printf(problem, "; is this machine's clock right?");
    }
    return now <= cert->until_s && now >= cert->from_s;
}

static bool names_are_there(const struct cert *cert, const struct cert_make_names *names,
                            struct buf *problem)
{
    if (cert->name_count == 0) {
        text_printf(problem, "this certificate names no host (subjectAltName): browsers refuse it");
        return false;
    }
    for (size_t i = 0; i < names->count; i++) {
        if (!cert_fits(cert, names->texts[i])) {
            text_printf(problem, "this certificate is not for %s; it is for", names->texts[i]);
            for (size_t j = 0; j < cert->name_count; j++) {
                text_printf(problem, "%s %s", j ? "," : "", cert->names[j]);
            }
            return false;
        }
    }
    return true;
}

static void say_chain(STACK_OF(X509) * chain, int error, int at, struct buf *problem)
{
    int count = sk_X509_num(chain);
    const X509 *last = sk_X509_value(chain, at < count ? at : count - 1);

    switch (error) {
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        text_printf(problem,
                    "this certificate is signed by nobody but itself, and tablets refuse "
                    "it: leave --own-cert out and Jinbang makes a local authority");
        return;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        text_printf(problem, "the chain is cut: the certificate of \"");
        cert_chain_who(X509_get_issuer_name(last), problem);
        text_printf(problem,
                    "\" is missing. Ask the issuer for the full chain (fullchain.pem); if "
                    "it is the union's own authority, add its root at the end of the file");
        return;
    case X509_V_ERR_INVALID_PURPOSE:
        text_printf(problem, "this certificate is not for a web server (serverAuth)");
        return;
    default:
        text_printf(problem, "tablets would refuse this chain: %s (\"",
                    X509_verify_cert_error_string(error));
        cert_chain_who(X509_get_subject_name(last), problem);
        text_printf(problem, "\")");
    }
}

static bool chain_is_whole(STACK_OF(X509) * chain, struct buf *problem)
{
    int at = 0;
    int error = cert_chain_verify(chain, NULL, false, &at);
    X509 *root = cert_chain_root(chain);

    if (error != X509_V_OK && root) {
        error = cert_chain_verify(chain, root, false, &at);
    }
    if (error != X509_V_OK) {
        say_chain(chain, error, at, problem);
    }
    return error == X509_V_OK;
}

static void advise(const struct cert *cert, struct buf *advice)
{
    int64_t days = cert_days_left(cert, (int64_t)time(NULL));

    if (cert->until_s - cert->from_s > (int64_t)APPLE_DAYS_MAX * DAY_S) {
        text_printf(advice, "It is valid for more than %d days: iPhones and iPads will refuse it. ",
                    APPLE_DAYS_MAX);
    }
    if (days < SOON_DAYS) {
        text_printf(advice, "It ends in %lld days. ", (long long)days);
    }
}

bool cert_check(const char *cert_file, const char *key_file, const struct cert_make_names *names,
                struct buf *advice, struct buf *problem)
{
    STACK_OF(X509) *chain = cert_chain_read(cert_file, problem);
    struct cert *cert = chain ? cert_read(cert_file, problem) : NULL;
    bool good = cert && key_fits(sk_X509_value(chain, 0), key_file, problem) &&
                dates_are_good(cert, problem) && names_are_there(cert, names, problem) &&
                chain_is_whole(chain, problem);

    if (good) {
        advise(cert, advice);
    }
    cert_free(cert);
    cert_chain_free(chain);
    return good;
}
