#include "net/cert.h"

#include "base/buf.h"
#include "base/must.h"
#include "base/text.h"
#include "net/cert_chain.h"

#include <openssl/asn1.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

enum { DAY_S = 86400, NAME_MAX_LEN = 254 };

static int64_t seconds_of(const ASN1_TIME *time)
{
    struct tm parts = {0};

    return ASN1_TIME_to_tm(time, &parts) == 1 ? (int64_t)timegm(&parts) : 0;
}

static void write_serial(const X509 *x509, char out[CERT_SERIAL])
{
    BIGNUM *number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(x509), NULL);
    char *hex = number ? BN_bn2hex(number) : NULL;

    (void)snprintf(out, CERT_SERIAL, "%s", hex ? hex : "");
    OPENSSL_free(hex);
    BN_free(number);
}

static void write_digest(const X509 *x509, const EVP_MD *kind, char *out, size_t size)
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned len = 0;

    must(X509_digest(x509, kind, hash, &len) == 1 && (size_t)len * 3 <= size);
    for (unsigned i = 0; i < len; i++) {
        (void)snprintf(out + (size_t)i * 3, 4, "%02X%s", hash[i], i + 1 < len ? ":" : "");
    }
}

static void add_name(struct cert *cert, const char *text)
{
    char **grown = realloc(cert->names, (cert->name_count + 1) * sizeof *grown);

    must(grown);
    cert->names = grown;
    cert->names[cert->name_count] = strdup(text);
    must(cert->names[cert->name_count++]);
}

// A host name without a NUL inside, or an address; what else a certificate may name is of no use to
// a browser.
static bool name_text(const GENERAL_NAME *name, char out[NAME_MAX_LEN])
{
    const unsigned char *bytes = NULL;
    int len = 0;

    if (name->type == GEN_DNS) {
        bytes = ASN1_STRING_get0_data(name->d.dNSName);
        len = ASN1_STRING_length(name->d.dNSName);
        bool good = len > 0 && len < NAME_MAX_LEN && !memchr(bytes, 0, (size_t)len);
        (void)snprintf(out, NAME_MAX_LEN, "%.*s", good ? len : 0, (const char *)bytes);
        return good;
    }
    if (name->type != GEN_IPADD) {
        return false;
    }
    bytes = ASN1_STRING_get0_data(name->d.iPAddress);
    len = ASN1_STRING_length(name->d.iPAddress);
    return (len == 4 && inet_ntop(AF_INET, bytes, out, NAME_MAX_LEN)) ||
           (len == 16 && inet_ntop(AF_INET6, bytes, out, NAME_MAX_LEN));
}

static void read_names(struct cert *cert, const X509 *x509)
{
    GENERAL_NAMES *names = X509_get_ext_d2i(x509, NID_subject_alt_name, NULL, NULL);

    for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
        char text[NAME_MAX_LEN];
        if (name_text(sk_GENERAL_NAME_value(names, i), text)) {
            add_name(cert, text);
        }
    }
    GENERAL_NAMES_free(names);
}

static struct buf *der_of(const X509 *x509)
{
    unsigned char *bytes = NULL;
    int len = i2d_X509(x509, &bytes);

    must(len > 0);
    struct buf *der = buf_new((size_t)len);
    buf_add(der, bytes, (size_t)len);
    OPENSSL_free(bytes);
    return buf_seal(der);
}

struct cert *cert_read(const char *file, struct buf *problem)
{
    STACK_OF(X509) *chain = cert_chain_read(file, problem);

    if (!chain) {
        return NULL;
    }
    struct cert *cert = calloc(1, sizeof *cert);
    const X509 *first = sk_X509_value(chain, 0);
    must(cert);
    write_serial(first, cert->serial);
    cert->from_s = seconds_of(X509_get0_notBefore(first));
    cert->until_s = seconds_of(X509_get0_notAfter(first));
    read_names(cert, first);
    cert->known = cert_chain_verify(chain, NULL, true, NULL) == X509_V_OK;
    const X509 *root = cert->known ? NULL : cert_chain_root(chain);
    cert->root = root ? der_of(root) : NULL;
    write_digest(root ? root : first, EVP_sha256(), cert->fingerprint, sizeof cert->fingerprint);
    write_digest(root ? root : first, EVP_sha1(), cert->sha1, sizeof cert->sha1);
    cert_chain_free(chain);
    return cert;
}

struct cert *cert_free(struct cert *cert)
{
    if (cert) {
        for (size_t i = 0; i < cert->name_count; i++) {
            free(cert->names[i]);
        }
        free(cert->names);
        buf_unref(cert->root);
        free(cert);
    }
    return NULL;
}

int64_t cert_days_left(const struct cert *cert, int64_t now_s)
{
    int64_t left = cert->until_s - now_s;

    return left >= 0 ? left / DAY_S : -((-left + DAY_S - 1) / DAY_S);
}

static bool same_address(const char *a, const char *b)
{
    unsigned char bytes[2][16];
    int family = strchr(a, ':') ? AF_INET6 : AF_INET;

    return inet_pton(family, a, bytes[0]) == 1 && inet_pton(family, b, bytes[1]) == 1 &&
           memcmp(bytes[0], bytes[1], family == AF_INET ? 4 : 16) == 0;
}

static bool name_fits(const char *pattern, const char *name)
{
    const char *dot = strchr(name, '.');

    if (strncmp(pattern, "*.", 2) == 0) {
        return dot && dot != name && strcasecmp(pattern + 1, dot) == 0;
    }
    return strcasecmp(pattern, name) == 0 || same_address(pattern, name);
}

bool cert_fits(const struct cert *cert, const char *name)
{
    for (size_t i = 0; i < cert->name_count; i++) {
        if (name_fits(cert->names[i], name)) {
            return true;
        }
    }
    return false;
}
