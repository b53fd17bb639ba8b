// Certificates as OpenSSL holds them, for the cert_… files, which together are its door for X.509.
#pragma once

#include <openssl/x509.h>

#include <stdbool.h>

struct buf;

// All certificates of a PEM file, in order. NULL and a sentence when it holds none.
STACK_OF(X509) * cert_chain_read(const char *file, struct buf *problem);
STACK_OF(X509) * cert_chain_free(STACK_OF(X509) * chain);
// The self-signed authority among them, NULL when there is none. Not an own reference.
X509 *cert_chain_root(STACK_OF(X509) * chain);
// Verifies the first for a TLS server, at today's date unless `any_date`, against `root`, or with
// NULL against this machine's store. X509_V_OK or OpenSSL's reason; `ret_at`, which may be NULL, is
// the certificate that it speaks of, 0 the first.
int cert_chain_verify(STACK_OF(X509) * chain, X509 *root, bool any_date, int *ret_at);
// The common name, or the whole subject (issuer) where there is none.
void cert_chain_who(const X509_NAME *name, struct buf *out);
