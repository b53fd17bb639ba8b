// TLS over memory BIOs, so that conn keeps its four calls. The only door to OpenSSL's TLS. TLS 1.2
// and 1.3 only.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct tls;      // a context
struct tls_link; // one connection's state

// Reads certificate chain and key (PEM). NULL and a sentence in `problem` when they cannot be used.
struct tls *tls_server(const char *cert_file, const char *key_file, struct buf *problem);
// A client context that trusts the given CA file, or, with NULL, checks nothing (tests and loopback
// tools say so).
struct tls *tls_client(const char *ca_file, struct buf *problem);
struct tls *tls_free(struct tls *tls);
// Reads chain and key anew. Links that stand keep what they have; new ones get the new certificate.
// False, a sentence, and all as it was when the files cannot be used.
bool tls_renew(struct tls *server, const char *cert_file, const char *key_file,
               struct buf *problem);

struct tls_link *tls_link_new(struct tls *tls, bool server, const char *host_name);
struct tls_link *tls_link_free(struct tls_link *link);
// Cipher bytes from the wire go in; plain bytes are appended to `plain`, bytes for the wire to
// `wire`. 0, or -1 when the peer broke the protocol, or 1 on a clean end (close_notify).
int tls_link_take(struct tls_link *link, struct slice cipher, struct buf *plain, struct buf *wire);
// Plain bytes to send; before the handshake is done they are kept. Bytes for the wire are appended.
int tls_link_give(struct tls_link *link, struct slice plain, struct buf *wire);
size_t tls_link_kept(const struct tls_link *link);          // bytes that wait for the handshake
void tls_link_end(struct tls_link *link, struct buf *wire); // close_notify
