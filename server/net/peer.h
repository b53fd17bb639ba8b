// A WebSocket conversation on a conn (RFC 6455): handshake check, whole messages in, frames out,
// ping, close codes, permessage-deflate where the peer offers it. Strict: masked client frames
// only, minimal lengths, UTF-8 checked as it comes, fragments bounded.
#pragma once

#include "base/slice.h"
#include "net/ws.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct peer;
struct request;

struct peer_settings {
    size_t message_bytes_max; // 1009 above
    size_t fragments_max;     // 1008 above
    // Nothing received for so long (pongs count): ping at half of it, close 1001 at the end.
    uint64_t idle_ms;
};

// Both must outlive the peer.
struct peer_events {
    void (*on_message)(void *owner, enum ws_op op, char *bytes, size_t len); // WS_TEXT or WS_BINARY
    void (*on_drained)(void *owner);                    // see peer_backlog; may be NULL
    void (*on_closed)(void *owner, const char *reason); // last call; the peer is freed after it
};

// Answers 101 and takes the connection over; the request is freed. NULL when the connection is
// gone. Only after upgrade_refusal has found nothing.
struct peer *peer_accept(struct request *request, const char *protocol,
                         const struct peer_settings *settings, const struct peer_events *events,
                         void *owner);
// A sealed frame from ws_encode; shared, not copied. Who has agreed to permessage-deflate gets it
// deflated from WS_DEFLATE_MIN bytes on: once for all, kept with the frame.
void peer_send(struct peer *peer, struct buf *frame);
// Bytes that the kernel has not taken. Whoever hears of some hears on_drained once it has them all.
size_t peer_backlog(struct peer *peer);
// Close frame, then the conn. No message comes after it, only on_closed, within a bounded time.
void peer_close(struct peer *peer, unsigned code, const char *reason);
