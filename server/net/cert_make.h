// A local authority and the certificates that it gives, for a hall whose server has no public name
// (RFC 5280). The authority may vouch only for what belongs to a hall: the names that were given,
// private names and private addresses. Keys are P-256; nothing here touches a file but to read one.
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct buf;

enum {
    CERT_MAKE_AUTHORITY_DAYS = 3650,
    CERT_MAKE_SERVER_DAYS =
        397, // browsers refuse more than 398 of public ones, Apple more than 825
    CERT_MAKE_NAMES_MAX = 64
};

struct cert_make_names {
    char *texts[CERT_MAKE_NAMES_MAX]; // host names in lower case, addresses in their usual form
    size_t count;
};

// Adds a host name (letters, digits, hyphens and dots; "xn--…" for others) or an address, unless it
// is there already. False and a sentence when it is neither, or one too many.
bool cert_make_add(struct cert_make_names *names, const char *text, struct buf *problem);
void cert_make_done(struct cert_make_names *names);

// A new authority, certificate and key as PEM. `who` becomes its common name, cut to 64 characters.
void cert_make_authority(const struct cert_make_names *names, const char *who, struct buf *cert,
                         struct buf *key);
// Takes out of `names`, with "a, b" in `out`, those that the authority (a PEM file) may not vouch
// for. A file that cannot be read takes none out.
void cert_make_sift(const char *authority_file, struct cert_make_names *names, struct buf *out);
// A new key and a certificate for these names, then the authority's own certificate, in one PEM
// text that serves as chain and as key file. False and a sentence when the authority's files cannot
// be used, are over or nearly so, or may not vouch for one of the names.
bool cert_make_server(const char *authority_file, const char *key_file,
                      const struct cert_make_names *names, struct buf *out, struct buf *problem);
