// Small pieces of JSON that scene, answer, entry and problem write without printf.
#pragma once

#include "base/buf.h"
#include "base/slice.h"

#include <stdint.h>

#define SAY(buf, literal) buf_add((buf), "" literal, sizeof(literal) - 1)

void say_uint(struct buf *out, uint64_t value);
void say_int(struct buf *out, int64_t value);
// `lead` (",\"name\":") and the text as a JSON string; nothing when there is no text.
void say_text(struct buf *out, const char *lead, struct slice text);
void say_flag(struct buf *out, const char *lead, bool value);
