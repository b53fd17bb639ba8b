#include "net/cert_make.h"

#include "base/buf.h"
#include "base/must.h"
#include "base/text.h"
#include "net/cert_chain.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { SERIAL_BITS = 127, DAY_S = 86400, NAME_BYTES_MAX = 253, LABEL_MAX = 63, COMMON_MAX = 64 };

// What no public authority may sell, and what a hall's network is made of: RFC 6761, 6762, 8375 and
// ICANN's .internal; RFC 1918, 3927, 4193, 4291.
static const char private_names[] =
    "permitted;DNS:localhost,permitted;DNS:local,permitted;DNS:internal,permitted;DNS:home.arpa,"
    "permitted;DNS:test,permitted;IP:127.0.0.0/255.0.0.0,permitted;IP:10.0.0.0/255.0.0.0,"
    "permitted;IP:172.16.0.0/255.240.0.0,permitted;IP:192.168.0.0/255.255.0.0,"
    "permitted;IP:169.254.0.0/255.255.0.0,"
    "permitted;IP:::1/FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF,"
    "permitted;IP:FC00::/FE00::,permitted;IP:FE80::/FFC0::";

// ---- names

static bool read_address(const char *text, char out[INET6_ADDRSTRLEN])
{
    unsigned char bytes[16];
    int family = strchr(text, ':') ? AF_INET6 : AF_INET;

    return inet_pton(family, text, bytes) == 1 && inet_ntop(family, bytes, out, INET6_ADDRSTRLEN);
}

// RFC 1123, 2.1: labels of letters, digits and inner hyphens. The last is not all digits, or it
// would be a broken address.
static bool is_host_name(const char *text)
{
    size_t label = 0;
    bool has_letter = false;

    for (const char *at = text;; at++) {
        if (*at == '.' || *at == '\0') {
            if (label == 0 || label > LABEL_MAX || at[-1] == '-') {
                return false;
            }
            if (*at == '\0') {
                return has_letter && at - text <= NAME_BYTES_MAX;
            }
            label = 0;
            has_letter = false;
        } else if (isalnum((unsigned char)*at) || (*at == '-' && label > 0)) {
            has_letter |= !isdigit((unsigned char)*at);
            label++;
        } else {
            return false;
        }
    }
}

static bool has_name(const struct cert_make_names *names, const char *text)
{
    for (size_t i = 0; i < names->count; i++) {
        if (strcmp(names->texts[i], text) == 0) {
            return true;
        }
    }
    return false;
}

bool cert_make_add(struct cert_make_names *names, const char *text, struct buf *problem)
{
    char address[INET6_ADDRSTRLEN];
    bool is_address = read_address(text, address);

    if (!is_address && !is_host_name(text)) {
        text_printf(problem,
                    "\"%s\" is neither a host name nor an address; write names of other letters as "
                    "xn--…, and no scheme, port or path",
                    text);
        return false;
    }
    char *own = strdup(is_address ? address : text);
    must(own);
    for (char *at = own; *at; at++) {
        *at = (char)tolower((unsigned char)*at);
    }
    if (has_name(names, own)) {
        free(own);
        return true;
    }
    if (names->count == CERT_MAKE_NAMES_MAX) {
        text_printf(problem, "a certificate takes %d names at the most", CERT_MAKE_NAMES_MAX);
        free(own);
        return false;
    }
    names->texts[names->count++] = own;
    return true;
}

void cert_make_done(struct cert_make_names *names)
{
    while (names->count > 0) {
        free(names->texts[--names->count]);
    }
}

// ---- certificates

static void extend(X509 *x509, X509 *issuer, int nid, const char *value)
{
    X509V3_CTX context;

    X509V3_set_ctx(&context, issuer, x509, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    must(extension && X509_add_ext(x509, extension, -1) == 1);
    X509_EXTENSION_free(extension);
}

static void number_it(X509 *x509)
{
    BIGNUM *number = BN_new();

    must(number && BN_rand(number, SERIAL_BITS, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1);
    must(BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x509)) != NULL);
    BN_free(number);
}

static void name_it(X509 *x509, const char *common)
{
    X509_NAME *subject = X509_get_subject_name(x509);
    struct slice text = slice_of(common);

    while (text_utf8_count(text) > COMMON_MAX) {
        do {
            text.len--;
        } while (((unsigned char)text.at[text.len] & 0xC0U) == 0x80U);
    }
    must(X509_NAME_add_entry_by_txt(subject, "O", MBSTRING_UTF8,
                                    (const unsigned char *)"Jinbang 金榜", -1, -1, 0) == 1);
    must(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, (const unsigned char *)text.at,
                                    (int)text.len, -1, 0) == 1);
}

// Valid from yesterday: a tablet's clock may be behind.
static X509 *begin(EVP_PKEY *key, const char *common, int days)
{
    X509 *x509 = X509_new();

    must(x509 && X509_set_version(x509, X509_VERSION_3) == 1);
    number_it(x509);
    name_it(x509, common);
    must(X509_gmtime_adj(X509_getm_notBefore(x509), -(long)DAY_S) != NULL);
    must(X509_gmtime_adj(X509_getm_notAfter(x509), (long)(days - 1) * DAY_S) != NULL);
    must(X509_set_pubkey(x509, key) == 1);
    return x509;
}

static void add_pem(struct buf *out, const X509 *x509, const EVP_PKEY *key)
{
    BIO *bio = BIO_new(BIO_s_mem());
    char *bytes = NULL;

    must(bio && (!x509 || PEM_write_bio_X509(bio, x509) == 1));
    must(!key || PEM_write_bio_PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL) == 1);
    long len = BIO_get_mem_data(bio, &bytes);
    text_add(out, (struct slice){bytes, (size_t)len});
    BIO_free(bio);
}

static void add_names(struct buf *out, const struct cert_make_names *names, const char *before,
                      bool masked)
{
    for (size_t i = 0; i < names->count; i++) {
        const char *text = names->texts[i];
        char address[INET6_ADDRSTRLEN];
        bool is_address = read_address(text, address);
        const char *mask =
            strchr(text, ':') ? "/FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF" : "/255.255.255.255";
        text_printf(out, "%s%s%s:%s%s", out->len ? "," : "", before, is_address ? "IP" : "DNS",
                    text, is_address && masked ? mask : "");
    }
}

void cert_make_authority(const struct cert_make_names *names, const char *who, struct buf *cert,
                         struct buf *key)
{
    EVP_PKEY *pair = EVP_EC_gen("P-256");
    struct buf *limits = buf_new(1024);

    must(pair);
    X509 *x509 = begin(pair, who, CERT_MAKE_AUTHORITY_DAYS);
    must(X509_set_issuer_name(x509, X509_get_subject_name(x509)) == 1);
    text_printf(limits, "critical,%s", private_names);
    add_names(limits, names, "permitted;", true);
    text_add(limits, (struct slice){"", 1});
    extend(x509, x509, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
    extend(x509, x509, NID_key_usage, "critical,keyCertSign,cRLSign");
    extend(x509, x509, NID_subject_key_identifier, "hash");
    extend(x509, x509, NID_name_constraints, limits->bytes);
    must(X509_sign(x509, pair, EVP_sha256()) > 0);
    add_pem(cert, x509, NULL);
    add_pem(key, NULL, pair);
    buf_unref(limits);
    X509_free(x509);
    EVP_PKEY_free(pair);
}

// The common name is no host name: where a certificate names only addresses, some hold that against
// the authority's limits as if it were one.
static X509 *give(X509 *authority, EVP_PKEY *signer, EVP_PKEY *pair,
                  const struct cert_make_names *names)
{
    struct buf *alternative = buf_new(256);
    X509 *x509 = begin(pair, "Jinbang 金榜 server", CERT_MAKE_SERVER_DAYS);

    must(X509_set_issuer_name(x509, X509_get_subject_name(authority)) == 1);
    add_names(alternative, names, "", false);
    text_add(alternative, (struct slice){"", 1});
    extend(x509, authority, NID_basic_constraints, "critical,CA:FALSE");
    extend(x509, authority, NID_key_usage, "critical,digitalSignature");
    extend(x509, authority, NID_ext_key_usage, "serverAuth");
    extend(x509, authority, NID_subject_key_identifier, "hash");
    extend(x509, authority, NID_authority_key_identifier, "keyid:always");
    extend(x509, authority, NID_subject_alt_name, alternative->bytes);
    must(X509_sign(x509, signer, EVP_sha256()) > 0);
    buf_unref(alternative);
    return x509;
}

static bool may_vouch(X509 *authority, char *name)
{
    NAME_CONSTRAINTS *limits = X509_get_ext_d2i(authority, NID_name_constraints, NULL, NULL);
    struct cert_make_names one = {.texts = {name}, .count = 1};
    struct buf *alternative = buf_new(256);
    X509 *x509 = X509_new();

    must(x509);
    add_names(alternative, &one, "", false);
    text_add(alternative, (struct slice){"", 1});
    extend(x509, authority, NID_subject_alt_name, alternative->bytes);
    (void)X509_check_purpose(x509, -1, 0); // lets OpenSSL look at the names
    bool may = !limits || NAME_CONSTRAINTS_check(x509, limits) == X509_V_OK;
    X509_free(x509);
    buf_unref(alternative);
    NAME_CONSTRAINTS_free(limits);
    return may;
}

void cert_make_sift(const char *authority_file, struct cert_make_names *names, struct buf *out)
{
    struct buf *problem = buf_new(64);
    STACK_OF(X509) *chain = cert_chain_read(authority_file, problem);
    size_t kept = 0;

    buf_unref(problem);
    for (size_t i = 0; i < names->count; i++) {
        if (!chain || may_vouch(sk_X509_value(chain, 0), names->texts[i])) {
            names->texts[kept++] = names->texts[i];
        } else {
            text_printf(out, "%s%s", out->len ? ", " : "", names->texts[i]);
            free(names->texts[i]);
        }
    }
    names->count = kept;
    cert_chain_free(chain);
}

static EVP_PKEY *read_key(const char *file, X509 *authority, struct buf *problem)
{
    BIO *bio = BIO_new_file(file, "r");
    EVP_PKEY *key = bio ? PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL) : NULL;

    BIO_free(bio);
    if (!key) {
        text_printf(problem, "the authority's key cannot be read from %s", file);
    } else if (X509_check_private_key(authority, key) != 1) {
        text_printf(problem, "the key in %s is not the authority's", file);
        EVP_PKEY_free(key);
        key = NULL;
    }
    ERR_clear_error();
    return key;
}

// OpenSSL itself says whether the new certificate holds, limits of names included.
static bool holds(X509 *fresh, X509 *authority, struct buf *problem)
{
    STACK_OF(X509) *chain = sk_X509_new_null();

    must(chain && sk_X509_push(chain, fresh) > 0);
    int error = cert_chain_verify(chain, authority, false, NULL);
    sk_X509_free(chain);
    if (error == X509_V_OK &&
        ASN1_TIME_compare(X509_get0_notAfter(fresh), X509_get0_notAfter(authority)) > 0) {
        error = X509_V_ERR_CERT_HAS_EXPIRED; // it would end before what it vouches for
    }
    if (error == X509_V_ERR_CERT_HAS_EXPIRED) {
        text_printf(problem,
                    "the authority's own time is nearly over: --new-ca makes another, "
                    "which every device must then trust anew");
    } else if (error != X509_V_OK) {
        text_printf(problem, "the authority cannot be used: %s",
                    X509_verify_cert_error_string(error));
    }
    return error == X509_V_OK;
}

bool cert_make_server(const char *authority_file, const char *key_file,
                      const struct cert_make_names *names, struct buf *out, struct buf *problem)
{
    STACK_OF(X509) *chain = cert_chain_read(authority_file, problem);

    if (!chain) {
        return false;
    }
    X509 *authority = sk_X509_value(chain, 0);
    EVP_PKEY *signer = read_key(key_file, authority, problem);
    EVP_PKEY *pair = EVP_EC_gen("P-256");
    must(pair && names->count > 0);
    X509 *fresh = signer ? give(authority, signer, pair, names) : NULL;
    bool good = fresh && holds(fresh, authority, problem);
    if (good) {
        add_pem(out, NULL, pair);
        add_pem(out, fresh, NULL);
        add_pem(out, authority, NULL);
    }
    X509_free(fresh);
    EVP_PKEY_free(pair);
    EVP_PKEY_free(signer);
    cert_chain_free(chain);
    return good;
}
