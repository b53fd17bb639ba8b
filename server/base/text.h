// Building and checking text: JSON strings, hex, base64, URLs, UTF-8. Builders append to an
// unsealed buf.
#pragma once

#include "base/slice.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

struct arena;
struct buf;

void text_add(struct buf *buf, struct slice text);
void text_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_vprintf(struct buf *buf, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
// A JSON string with its quotes. The text must be UTF-8; U+2028/9 and controls are escaped.
void text_json(struct buf *buf, struct slice text);
// ,"name":"text" of an object that is being written; nothing for an empty text or none.
void text_member(struct buf *buf, const char *name, struct slice text);

// RFC 3629: no overlong forms, no surrogates, no more than U+10FFFF.
bool text_is_utf8(struct slice text);
size_t text_utf8_count(struct slice text); // code points of valid UTF-8

void text_hex(const unsigned char *bytes, size_t len, char *out); // 2 * len characters and a NUL
// Exactly 2 * len lower-case digits; otherwise false and `out` untouched.
bool text_unhex(struct slice hex, unsigned char *out, size_t len);
// Padded and terminated; returns the length without the NUL, 4 * ((len + 2) / 3).
size_t text_base64(const unsigned char *bytes, size_t len, char *out);

// Without blanks and tabs at the ends.
struct slice text_trim(struct slice text);
// The next element of a comma list, trimmed, taken off its front; false at the end.
bool text_next_element(struct slice *list, struct slice *ret);

// Decimal digits only, no sign, no leading zeros but "0" itself, at most `most`.
bool text_uint(struct slice text, uint64_t most, uint64_t *ret);

// Percent-decodes (RFC 3986); false on a broken escape, an encoded NUL or what is not UTF-8.
// plus_is_space for query values. The result lives in the arena and is terminated.
bool text_url_decode(struct arena *arena, struct slice in, bool plus_is_space, struct slice *ret);

// An id as this program allows it in addresses and definitions: 1-64 of a-z A-Z 0-9 . _ - , not
// starting with '.' or '-'.
bool text_is_id(struct slice text);

// A UUID version 7 in its canonical lower- or upper-case form (RFC 9562).
bool text_is_uuid7(struct slice text);
