// Who is at the other end of a connection.
#pragma once

#include <uv.h>

#include <stddef.h>

// The peer's address as text, without a port, an IPv4 address always as such; "" when it cannot be
// known. `size` is at least 46.
void conn_peer_address(const uv_tcp_t *tcp, char *out, size_t size);
