// The opening handshake of a WebSocket (RFC 6455, 4.2) and what it settles about compression (RFC
// 7692). No sockets here.
#pragma once

#include <stdbool.h>

struct buf;
struct request;

// NULL when the request is a good upgrade, else the problem's type name: "upgrade-required" (426),
// "websocket-malformed" (400).
const char *upgrade_refusal(const struct request *request);
// Whether the peer offers permessage-deflate in a form that we take: any but a smaller window of
// ours. Neither side then keeps a context from one message to the next.
bool upgrade_deflates(const struct request *request);
// The head of the 101, sealed; the extension is accepted where upgrade_deflates says so. `protocol`
// may be NULL. Only after upgrade_refusal has found nothing.
struct buf *upgrade_answer(const struct request *request, const char *protocol);
