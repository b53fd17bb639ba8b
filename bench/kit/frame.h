// Text frames of a WebSocket server (RFC 6455) out of a stream of bytes, for clients that check
// what they are sent: any other kind of frame, or a broken one, is a fault.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FRAME_HEAD = 4 };

// One whole frame at the start of `bytes`: 1 and the text; 0: more bytes are needed; -1: broken.
// `ret_len`: bytes of head and text.
int frame_next(const char *bytes, size_t len, const char **ret_text, size_t *ret_text_len,
               size_t *ret_len);
// The head of a text frame of 126 … 65,535 bytes.
// A delta as a board's are, of so many bytes with its head, stamped now ("sealed_us").
void frame_delta(uint64_t sequence, char *out, size_t bytes);
void frame_head(size_t text_len, char out[FRAME_HEAD]);
// The number after "name": in a JSON text; false when there is none.
bool frame_number(const char *text, size_t len, const char *name, uint64_t *ret);
// Whether the text is an object that begins with this "type".
bool frame_is(const char *text, size_t len, const char *type);
