// The certificate of a running node: --tls-cert and --tls-key, else the one that `jinbang
// certificate` put into the data folder, else none. Looked at again when its files change or when
// it is told to: connections that stand stay as they are, new ones get the new certificate, and one
// that cannot be used is refused with a line in the log while the old one goes on.
#pragma once

#include <uv.h>

#include <stdbool.h>

struct buf;
struct cert;
struct conf;
struct secure;
struct tls;

// NULL and a sentence when there is a certificate that cannot be used; without any, a secure that
// is plain.
struct secure *secure_open(const struct conf *conf, struct buf *problem);
struct secure *secure_free(struct secure *secure); // not while it watches
struct tls *
secure_tls(const struct secure *secure); // NULL: plain HTTP; the same for the node's life
// NULL: plain HTTP. Replaced by a renewal: `on_renewed` tells the new one, the old one is then
// gone.
const struct cert *secure_cert(const struct secure *secure);
void secure_watch(struct secure *secure, uv_loop_t *loop,
                  void (*on_renewed)(void *owner, const struct cert *cert), void *owner);
void secure_renew(struct secure *secure); // now, whether the files changed or not
// Ends the watch; on_closed also when there was none, then possibly at once.
void secure_close(struct secure *secure, void (*on_closed)(void *owner), void *owner);
