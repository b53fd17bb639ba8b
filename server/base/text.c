#include "base/text.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/must.h"

void text_add(struct buf *buf, struct slice text)
{
    buf_add(buf, text.at, text.len);
}

void text_vprintf(struct buf *buf, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    char small[256];
    int len = vsnprintf(small, sizeof small, format, args);
    must(len >= 0);
    if ((size_t)len < sizeof small) {
        buf_add(buf, small, (size_t)len);
    } else {
        char *large = malloc((size_t)len + 1);
        must(large);
        (void)vsnprintf(large, (size_t)len + 1, format, again);
        buf_add(buf, large, (size_t)len);
        free(large);
    }
    va_end(again);
}

void text_printf(struct buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    text_vprintf(buf, format, args);
    va_end(args);
}

// A first look at a byte: is it surely plain? Beside what JSON itself escapes, two lead bytes are
// looked at more closely: C2 may begin a C1 control, E2 may begin U+2028/9 (line ends to
// JavaScript).
static const unsigned char json_look[256] = {
    [0] = 1,   [1] = 1,    [2] = 1,    [3] = 1,    [4] = 1,    [5] = 1,  [6] = 1,  [7] = 1,
    [8] = 1,   [9] = 1,    [10] = 1,   [11] = 1,   [12] = 1,   [13] = 1, [14] = 1, [15] = 1,
    [16] = 1,  [17] = 1,   [18] = 1,   [19] = 1,   [20] = 1,   [21] = 1, [22] = 1, [23] = 1,
    [24] = 1,  [25] = 1,   [26] = 1,   [27] = 1,   [28] = 1,   [29] = 1, [30] = 1, [31] = 1,
    ['"'] = 1, ['\\'] = 1, [0x7f] = 1, [0xc2] = 1, [0xe2] = 1,
};

// The character at `at` if it must be escaped: its bytes, and its code. 0 when it may stand as it
// is.
static size_t json_special(const unsigned char *at, size_t left, unsigned *ret_code)
{
    if (at[0] < 0x80) {
        *ret_code = at[0];
        return 1;
    }
    if (at[0] == 0xc2 && left >= 2 && at[1] < 0xa0) {
        *ret_code = at[1];
        return 2;
    }
    if (at[0] == 0xe2 && left >= 3 && at[1] == 0x80 && (at[2] == 0xa8 || at[2] == 0xa9)) {
        *ret_code = 0x2000U | (at[2] & 0x3fU);
        return 3;
    }
    return 0;
}

static void json_escape(struct buf *buf, unsigned code)
{
    static const char signs[] = "\"\\\b\f\n\r\t";
    static const char letters[] = "\"\\bfnrt";
    const char *sign = code && code < 0x80 ? strchr(signs, (int)code) : NULL;
    if (sign) {
        buf_add(buf, (const char[]){'\\', letters[sign - signs]}, 2);
    } else {
        text_printf(buf, "\\u%04x", code);
    }
}

void text_json(struct buf *buf, struct slice text)
{
    const unsigned char *bytes = (const unsigned char *)text.at;
    size_t run = 0; // where the bytes begin that have not been copied
    buf_add(buf, "\"", 1);
    for (size_t i = 0; i < text.len;) {
        unsigned code = 0;
        size_t len = json_look[bytes[i]] ? json_special(bytes + i, text.len - i, &code) : 0;
        if (len == 0) {
            i++;
            continue;
        }
        buf_add(buf, bytes + run, i - run);
        json_escape(buf, code);
        i += len;
        run = i;
    }
    if (run < text.len) {
        buf_add(buf, bytes + run, text.len - run);
    }
    buf_add(buf, "\"", 1);
}

void text_member(struct buf *buf, const char *name, struct slice text)
{
    if (text.len > 0) {
        text_printf(buf, ",\"%s\":", name);
        text_json(buf, text);
    }
}

// RFC 3629's table of what is longer than a byte: only the second byte has bounds that differ.
static const struct {
    unsigned char first, last, len, least, most;
} utf8_rows[] = {
    {0xe1, 0xec, 3, 0x80, 0xbf}, // in front, since Chinese stands here
    {0xc2, 0xdf, 2, 0x80, 0xbf}, {0xe0, 0xe0, 3, 0xa0, 0xbf}, {0xed, 0xed, 3, 0x80, 0x9f},
    {0xee, 0xef, 3, 0x80, 0xbf}, {0xf0, 0xf0, 4, 0x90, 0xbf}, {0xf1, 0xf3, 4, 0x80, 0xbf},
    {0xf4, 0xf4, 4, 0x80, 0x8f},
};

// Bytes of the character at `at`, which is not ASCII; 0 when it is none.
static size_t utf8_len(const unsigned char *at, size_t left)
{
    size_t row = 0;
    while (at[0] < utf8_rows[row].first || at[0] > utf8_rows[row].last) {
        if (++row == sizeof utf8_rows / sizeof utf8_rows[0]) {
            return 0;
        }
    }
    size_t len = utf8_rows[row].len;
    if (left < len || at[1] < utf8_rows[row].least || at[1] > utf8_rows[row].most) {
        return 0;
    }
    for (size_t i = 2; i < len; i++) {
        if ((at[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    return len;
}

bool text_is_utf8(struct slice text)
{
    const unsigned char *bytes = (const unsigned char *)text.at;
    for (size_t i = 0; i < text.len;) {
        uint64_t eight;
        if (text.len - i >= sizeof eight) {
            memcpy(&eight, bytes + i, sizeof eight);
            if ((eight & 0x8080808080808080) == 0) { // most of what we read is ASCII
                i += sizeof eight;
                continue;
            }
        }
        size_t len = bytes[i] < 0x80 ? 1 : utf8_len(bytes + i, text.len - i);
        if (len == 0) {
            return false;
        }
        i += len;
    }
    return true;
}

size_t text_utf8_count(struct slice text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        count += ((unsigned char)text.at[i] & 0xc0) != 0x80;
    }
    return count;
}

void text_hex(const unsigned char *bytes, size_t len, char *out)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < len; i++) {
        *out++ = digits[bytes[i] >> 4];
        *out++ = digits[bytes[i] & 15];
    }
    *out = '\0';
}

// -1 when it is no hex digit.
static int hex_value(char sign)
{
    if (sign >= '0' && sign <= '9') {
        return sign - '0';
    }
    if (sign >= 'a' && sign <= 'f') {
        return sign - 'a' + 10;
    }
    return sign >= 'A' && sign <= 'F' ? sign - 'A' + 10 : -1;
}

bool text_unhex(struct slice hex, unsigned char *out, size_t len)
{
    if (hex.len != 2 * len) {
        return false;
    }
    for (size_t i = 0; i < hex.len; i++) {
        if (hex_value(hex.at[i]) < 0 || (hex.at[i] >= 'A' && hex.at[i] <= 'F')) {
            return false;
        }
    }
    for (size_t i = 0; i < len; i++) {
        out[i] = (unsigned char)(hex_value(hex.at[2 * i]) * 16 + hex_value(hex.at[2 * i + 1]));
    }
    return true;
}

size_t text_base64(const unsigned char *bytes, size_t len, char *out)
{
    static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *start = out;
    for (size_t i = 0; i < len; i += 3) {
        size_t have = len - i < 3 ? len - i : 3;
        unsigned three = (unsigned)bytes[i] << 16;
        three |= have > 1 ? (unsigned)bytes[i + 1] << 8 : 0U;
        three |= have > 2 ? (unsigned)bytes[i + 2] : 0U;
        for (size_t at = 0; at < 4; at++) {
            out[at] = signs[three >> (18 - 6 * at) & 63];
        }
        if (have < 3) {
            memset(out + 1 + have, '=', 3 - have);
        }
        out += 4;
    }
    *out = '\0';
    return (size_t)(out - start);
}

bool text_uint(struct slice text, uint64_t most, uint64_t *ret)
{
    if (text.len == 0 || (text.len > 1 && text.at[0] == '0')) {
        return false;
    }
    uint64_t value = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9') {
            return false;
        }
        if (__builtin_mul_overflow(value, 10U, &value) ||
            __builtin_add_overflow(value, (uint64_t)(text.at[i] - '0'), &value)) {
            return false;
        }
    }
    if (value > most) {
        return false;
    }
    *ret = value;
    return true;
}

// The two digits after a '%'; -1 when they are none, or NUL.
static int url_escape(struct slice in, size_t at)
{
    if (in.len - at < 3) {
        return -1;
    }
    int high = hex_value(in.at[at + 1]);
    int low = hex_value(in.at[at + 2]);
    return high < 0 || low < 0 || high + low == 0 ? -1 : high * 16 + low;
}

bool text_url_decode(struct arena *arena, struct slice in, bool plus_is_space, struct slice *ret)
{
    char *out = arena_alloc(arena, in.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < in.len; i++) {
        char sign = in.at[i];
        if (sign == '%') {
            int value = url_escape(in, i);
            if (value < 0) {
                return false;
            }
            sign = (char)value;
            i += 2;
        } else if (sign == '+' && plus_is_space) {
            sign = ' ';
        }
        out[len++] = sign;
    }
    struct slice decoded = {out, len};
    if (memchr(out, '\0', len) || !text_is_utf8(decoded)) {
        return false;
    }
    *ret = decoded;
    return true;
}

static bool is_letter_or_digit(char sign)
{
    return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') ||
           (sign >= '0' && sign <= '9');
}

bool text_is_id(struct slice text)
{
    if (text.len < 1 || text.len > 64 || text.at[0] == '.' || text.at[0] == '-') {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        char sign = text.at[i];
        if (!is_letter_or_digit(sign) && sign != '.' && sign != '_' && sign != '-') {
            return false;
        }
    }
    return true;
}

bool text_is_uuid7(struct slice text)
{
    static const char shape[] = "xxxxxxxx-xxxx-7xxx-vxxx-xxxxxxxxxxxx";
    if (text.len != sizeof shape - 1) {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        int value = hex_value(text.at[i]);
        bool fits = shape[i] == 'x'   ? value >= 0
                    : shape[i] == 'v' ? value >= 8 && value <= 11
                                      : text.at[i] == shape[i];
        if (!fits) {
            return false;
        }
    }
    return true;
}

static bool is_blank(char sign)
{
    return sign == ' ' || sign == '\t';
}

struct slice text_trim(struct slice text)
{
    while (text.len > 0 && is_blank(text.at[0])) {
        text.at++;
        text.len--;
    }
    while (text.len > 0 && is_blank(text.at[text.len - 1])) {
        text.len--;
    }
    return text;
}

bool text_next_element(struct slice *list, struct slice *ret)
{
    if (list->len == 0) {
        return false;
    }
    const char *comma = memchr(list->at, ',', list->len);
    size_t len = comma ? (size_t)(comma - list->at) : list->len;
    *ret = text_trim((struct slice){list->at, len});
    len += comma ? 1 : 0;
    list->at += len;
    list->len -= len;
    return true;
}
