// The door to zlib: whole messages as permessage-deflate wants them (RFC 7692, 7.2), each by
// itself, so that nothing is kept for a peer and one deflated frame is right for all.
#pragma once

#include <stddef.h>

struct buf;

// The message deflated, without the four bytes that end a flush. The caller's reference.
struct buf *deflate_pack(const char *bytes, size_t len);

// Appends what the deflated message was. 0, or the code to close with: 1007 when it is not deflated
// or ends too early, 1009 when it comes to more than `most` bytes; `out` then holds a part of it.
unsigned deflate_unpack(const char *bytes, size_t len, size_t most, struct buf *out);
