// A certificate of the test's own for "localhost" and 127.0.0.1, in a folder that goes with it.
#pragma once

#include "tests/unit.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct cert {
    char folder[32];
    char cert_file[64], key_file[64];
};

static inline void cert_write_key(const char *path, EVP_PKEY *key)
{
    FILE *file = fopen(path, "we");

    assert_non_null(file);
    assert_int_equal(PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL), 1);
    assert_int_equal(fclose(file), 0);
}

static inline void cert_write(const char *path, X509 *x509)
{
    FILE *file = fopen(path, "we");

    assert_non_null(file);
    assert_int_equal(PEM_write_X509(file, x509), 1);
    assert_int_equal(fclose(file), 0);
}

static inline void cert_make(struct cert *cert)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *x509 = X509_new();
    X509_EXTENSION *names =
        X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1");

    assert_true(key && x509 && names);
    strcpy(cert->folder, "/tmp/jinbang-cert-XXXXXX");
    assert_non_null(mkdtemp(cert->folder));
    (void)snprintf(cert->cert_file, sizeof cert->cert_file, "%s/cert.pem", cert->folder);
    (void)snprintf(cert->key_file, sizeof cert->key_file, "%s/key.pem", cert->folder);
    assert_int_equal(X509_set_version(x509, 2), 1);
    assert_int_equal(ASN1_INTEGER_set(X509_get_serialNumber(x509), 1), 1);
    assert_non_null(X509_gmtime_adj(X509_getm_notBefore(x509), -3600));
    assert_non_null(X509_gmtime_adj(X509_getm_notAfter(x509), 3600));
    assert_int_equal(X509_set_pubkey(x509, key), 1);
    assert_int_equal(X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", MBSTRING_ASC,
                                                (const unsigned char *)"localhost", -1, -1, 0),
                     1);
    assert_int_equal(X509_set_issuer_name(x509, X509_get_subject_name(x509)), 1);
    assert_int_equal(X509_add_ext(x509, names, -1), 1);
    assert_true(X509_sign(x509, key, EVP_sha256()) > 0);
    cert_write(cert->cert_file, x509);
    cert_write_key(cert->key_file, key);
    X509_EXTENSION_free(names);
    X509_free(x509);
    EVP_PKEY_free(key);
}

static inline void cert_remove(struct cert *cert)
{
    assert_int_equal(unlink(cert->cert_file), 0);
    assert_int_equal(unlink(cert->key_file), 0);
    assert_int_equal(rmdir(cert->folder), 0);
}
