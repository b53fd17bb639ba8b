#include "bench/kit/frame.h"

#include "base/clock.h"

#include <stdio.h>
#include <string.h>

enum { FINAL_TEXT = 0x81, SHORT_MAX = 125, TWO_BYTES = 126, EIGHT_BYTES = 127 };

static size_t read_length(const unsigned char *at, size_t bytes)
{
    size_t length = 0;

    for (size_t i = 0; i < bytes; i++) {
        length = length << 8 | at[i];
    }
    return length;
}

int frame_next(const char *bytes, size_t len, const char **ret_text, size_t *ret_text_len,
               size_t *ret_len)
{
    const unsigned char *at = (const unsigned char *)bytes;
    size_t head = 2;

    if (len < 2) {
        return 0;
    }
    if (at[0] != FINAL_TEXT || at[1] > EIGHT_BYTES) { // a server's frames are not masked
        return -1;
    }
    size_t text = at[1];
    if (at[1] > SHORT_MAX) {
        size_t more = at[1] == TWO_BYTES ? 2 : 8;
        if (len < 2 + more) {
            return 0;
        }
        head += more;
        text = read_length(at + 2, more);
    }
    if (len - head < text) {
        return 0;
    }
    *ret_text = bytes + head;
    *ret_text_len = text;
    *ret_len = head + text;
    return 1;
}

void frame_head(size_t text_len, char out[FRAME_HEAD])
{
    out[0] = (char)FINAL_TEXT;
    out[1] = TWO_BYTES;
    out[2] = (char)(text_len >> 8);
    out[3] = (char)(text_len & 0xff);
}

void frame_delta(uint64_t sequence, char *out, size_t bytes)
{
    size_t text = bytes - FRAME_HEAD;

    frame_head(text, out);
    memset(out + FRAME_HEAD, 'x', text);
    int len =
        snprintf(out + FRAME_HEAD, text,
                 "{\"type\":\"delta\",\"from\":%lu,\"to\":%lu,\"sealed_us\":%lu,\"pad\":\"",
                 (unsigned long)sequence, (unsigned long)sequence + 1, (unsigned long)clock_us());
    out[FRAME_HEAD + len] = 'x';
    memcpy(out + bytes - 2, "\"}", 2);
}

bool frame_number(const char *text, size_t len, const char *name, uint64_t *ret)
{
    char mark[64];
    int mark_len = snprintf(mark, sizeof mark, "\"%s\":", name);
    const char *end = text + len;
    const char *at = memmem(text, len, mark, (size_t)mark_len);

    if (!at) {
        return false;
    }
    *ret = 0;
    for (at += mark_len; at < end && *at >= '0' && *at <= '9'; at++) {
        *ret = *ret * 10 + (uint64_t)(*at - '0');
    }
    return true;
}

bool frame_is(const char *text, size_t len, const char *type)
{
    char mark[64];
    size_t mark_len = (size_t)snprintf(mark, sizeof mark, "{\"type\":\"%s\"", type);

    return len > mark_len && memcmp(text, mark, mark_len) == 0 && text[len - 1] == '}';
}
