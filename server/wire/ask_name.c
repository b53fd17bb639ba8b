#include "wire/ask_name.h"

#include "base/arena.h"
#include "base/text.h"
#include "wire/unseen.h"

#include <stdint.h>

// One character of valid UTF-8 and its length.
static uint32_t next_character(struct slice text, size_t *ret_len)
{
    const unsigned char *at = (const unsigned char *)text.at;
    size_t len = at[0] < 0x80 ? 1 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
    uint32_t code = len == 1 ? at[0] : at[0] & (0x7FU >> len);
    for (size_t i = 1; i < len; i++) {
        code = code << 6 | (at[i] & 0x3FU);
    }
    *ret_len = len;
    return code;
}

static bool is_blank(uint32_t code)
{
    return code == ' ' || code == '\t' || code == '\n' || code == '\r' || code == 0xA0 ||
           code == 0x3000 || (code >= 0x2000 && code <= 0x200A);
}

static bool is_separator(uint32_t code)
{
    return code == 0x30FB || code == 0x2022 || code == 0xFF0E || code == 0x2027;
}

// What would hide, turn around or break the line in which a name is shown.
static bool is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || unseen_is(code);
}

static struct slice trim(struct slice text)
{
    struct slice left = {text.at, 0};
    bool begun = false;
    for (size_t i = 0, len = 0; i < text.len; i += len) {
        bool blank = is_blank(next_character((struct slice){text.at + i, text.len - i}, &len));
        if (!blank && !begun) {
            left.at = text.at + i;
            begun = true;
        }
        left.len = blank ? left.len : (size_t)(text.at + i + len - left.at);
    }
    return left;
}

bool ask_name_clean(struct arena *arena, struct slice text, struct slice *ret)
{
    text = trim(text);
    if (text_utf8_count(text) > ASK_NAME_MAX) {
        return false;
    }
    char *out = arena_alloc(arena, text.len + 1);
    size_t out_len = 0;
    for (size_t i = 0, len = 0; i < text.len; i += len) {
        uint32_t code = next_character((struct slice){text.at + i, text.len - i}, &len);
        if (is_control(code)) {
            return false;
        }
        bool between = i > 0 && i + len < text.len;
        if (between && is_separator(code)) {
            out[out_len++] = '\xC2'; // never longer than the sign that it replaces
            out[out_len++] = '\xB7';
        } else {
            memcpy(out + out_len, text.at + i, len);
            out_len += len;
        }
    }
    *ret = (struct slice){out, out_len};
    return true;
}
