// A certificate file as others must know it: its names and dates, and the root that a device has to
// trust before it believes it.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

enum {
    CERT_SHA1 = 60,        // SHA-1 in the same form, the only one that Windows shows
    CERT_FINGERPRINT = 96, // SHA-256 as "AB:CD:…" with its NUL
    CERT_SOON_DAYS = 14,   // fewer days left: people are told
    CERT_SERIAL = 48       // hex, at most 20 bytes (RFC 5280, 4.1.2.2), with its NUL
};

struct cert {
    char serial[CERT_SERIAL];
    int64_t from_s, until_s; // Unix seconds
    char **names;            // host names and addresses of subjectAltName, as text
    size_t name_count;
    bool known; // this machine's own store of roots trusts it, and so do devices
    struct buf
        *root; // DER of the file's self-signed authority, to be installed; NULL: none, or known
    char fingerprint[CERT_FINGERPRINT]; // of the root; without one, of the certificate itself
    char sha1[CERT_SHA1];
};

// Reads the chain in a PEM file, the server's own certificate first. NULL and a sentence when there
// is none.
struct cert *cert_read(const char *file, struct buf *problem);
struct cert *cert_free(struct cert *cert);
// Whole days until it ends, rounded down: 0 on its last day, negative once it is over.
int64_t cert_days_left(const struct cert *cert, int64_t now_s);
// Whether it is good for a host name or an address; "*.x" stands for one label (RFC 6125, 6.4.3).
bool cert_fits(const struct cert *cert, const char *name);
