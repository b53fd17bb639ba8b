#include "net/cert_chain.h"

#include "base/buf.h"
#include "base/must.h"
#include "base/text.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

enum { LEVEL = 2 }; // RSA from 2048 bits, no SHA-1: less is refused by today's browsers

STACK_OF(X509) * cert_chain_read(const char *file, struct buf *problem)
{
    STACK_OF(X509) *chain = sk_X509_new_null();
    BIO *bio = BIO_new_file(file, "r");

    must(chain);
    if (!bio) {
        text_printf(problem, "the certificate file %s cannot be read", file);
    }
    for (X509 *each = NULL; bio && (each = PEM_read_bio_X509(bio, NULL, NULL, NULL)) != NULL;) {
        must(sk_X509_push(chain, each) > 0);
    }
    if (bio && sk_X509_num(chain) == 0) {
        text_printf(problem, "there is no certificate (PEM) in %s", file);
    }
    BIO_free(bio);
    ERR_clear_error(); // "no start line" at the end of the file
    return sk_X509_num(chain) > 0 ? chain : cert_chain_free(chain);
}

STACK_OF(X509) * cert_chain_free(STACK_OF(X509) * chain)
{
    sk_X509_pop_free(chain, X509_free);
    return NULL;
}

X509 *cert_chain_root(STACK_OF(X509) * chain)
{
    for (int i = 0; i < sk_X509_num(chain); i++) {
        X509 *each = sk_X509_value(chain, i);
        bool is_authority = (X509_get_extension_flags(each) & EXFLAG_CA) != 0;
        if (is_authority && X509_self_signed(each, 1) == 1) {
            return each;
        }
    }
    ERR_clear_error();
    return NULL;
}

int cert_chain_verify(STACK_OF(X509) * chain, X509 *root, bool any_date, int *ret_at)
{
    X509_STORE *store = X509_STORE_new();
    X509_STORE_CTX *context = X509_STORE_CTX_new();

    must(store && context);
    if (root) {
        must(X509_STORE_add_cert(store, root) == 1);
    } else {
        (void)X509_STORE_set_default_paths(store);
    }
    must(X509_STORE_CTX_init(context, store, sk_X509_value(chain, 0), chain) == 1);
    X509_VERIFY_PARAM *wanted = X509_STORE_CTX_get0_param(context);
    (void)X509_VERIFY_PARAM_set_purpose(wanted, X509_PURPOSE_SSL_SERVER);
    X509_VERIFY_PARAM_set_auth_level(wanted, LEVEL);
    if (any_date) {
        (void)X509_VERIFY_PARAM_set_flags(wanted, X509_V_FLAG_NO_CHECK_TIME);
    }
    (void)X509_verify_cert(context);
    int error = X509_STORE_CTX_get_error(context);
    if (ret_at) {
        *ret_at = X509_STORE_CTX_get_error_depth(context);
    }
    X509_STORE_CTX_free(context);
    X509_STORE_free(store);
    ERR_clear_error();
    return error;
}

void cert_chain_who(const X509_NAME *name, struct buf *out)
{
    int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    unsigned char *text = NULL;

    if (at >= 0) {
        const X509_NAME_ENTRY *entry = X509_NAME_get_entry(name, at);
        int len = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(entry));
        if (len > 0) {
            text_add(out, (struct slice){(const char *)text, (size_t)len});
        }
        OPENSSL_free(text);
        return;
    }
    char *line = X509_NAME_oneline(name, NULL, 0);
    must(line);
    text_printf(out, "%s", line);
    OPENSSL_free(line);
}
