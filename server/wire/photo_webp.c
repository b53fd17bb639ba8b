#include "wire/photo_webp.h"

#include "base/buf.h"

enum {
    RIFF = 12, // "RIFF", size, "WEBP"
    CHUNK = 8, // type, size
    EXTENDED = 10,
    LOSSY = 10,   // the header of a key frame
    LOSSLESS = 5, // signature, sizes
    ALPHA = 0x10, // the one flag of the extended header that a copy keeps
    SIDE = 0x3fff
};

static uint32_t little(const char *at, unsigned count)
{
    uint32_t value = 0;

    for (unsigned i = count; i-- > 0;) {
        value = value << 8 | (unsigned char)at[i];
    }
    return value;
}

static bool is(const char *chunk, const char *type)
{
    return memcmp(chunk, type, 4) == 0;
}

// The size in the picture's own data; what the extended header says must be the same.
static bool take_size(uint32_t width, uint32_t height, struct photo *ret)
{
    bool same = ret->width == 0 || (ret->width == width && ret->height == height);

    *ret = (struct photo){.width = width, .height = height};
    return same && width > 0 && height > 0;
}

static bool take_lossy(const char *data, uint32_t len, struct photo *ret)
{
    return len > LOSSY && (data[0] & 1) == 0 && memcmp(data + 3, "\x9d\x01\x2a", 3) == 0 &&
           take_size(little(data + 6, 2) & SIDE, little(data + 8, 2) & SIDE, ret);
}

static bool take_lossless(const char *data, uint32_t len, struct photo *ret)
{
    if (len <= LOSSLESS || data[0] != 0x2f) {
        return false;
    }
    uint32_t bits = little(data + 1, 4);
    return take_size((bits & SIDE) + 1, (bits >> 14 & SIDE) + 1, ret);
}

static void add_little(struct buf *out, uint32_t value)
{
    for (unsigned i = 0; i < 4; i++) {
        const unsigned char byte = (unsigned char)(value >> (8 * i));
        buf_add(out, &byte, 1);
    }
}

static void copy_chunk(const char *chunk, uint32_t len, struct buf *out)
{
    buf_add(out, chunk, CHUNK);
    if (is(chunk, "VP8X")) {
        const char flags[] = {(char)(chunk[CHUNK] & ALPHA), 0, 0, 0};
        buf_add(out, flags, sizeof flags);
        buf_add(out, chunk + CHUNK + sizeof flags, len - sizeof flags);
    } else {
        buf_add(out, chunk + CHUNK, len);
    }
    buf_add(out, "", len & 1); // chunks begin at even places
}

// What draws is taken, and once; animations are refused; the rest is left behind.
static bool take_chunk(const char *chunk, uint32_t len, bool *drawn, struct photo *ret,
                       struct buf *out)
{
    const char *data = chunk + CHUNK;
    bool lossy = is(chunk, "VP8 ");
    bool lossless = is(chunk, "VP8L");
    bool extended = is(chunk, "VP8X");

    if (is(chunk, "ANIM") || is(chunk, "ANMF") ||
        (extended && (len != EXTENDED || ret->width > 0 ||
                      !take_size(little(data + 4, 3) + 1, little(data + 7, 3) + 1, ret))) ||
        ((lossy || lossless) && *drawn) || (lossy && !take_lossy(data, len, ret)) ||
        (lossless && !take_lossless(data, len, ret))) {
        return false;
    }
    *drawn = *drawn || lossy || lossless;
    if (lossy || lossless || extended || is(chunk, "ALPH")) {
        copy_chunk(chunk, len, out);
    }
    return true;
}

bool photo_webp_copy(struct slice file, struct photo *ret, struct buf *out)
{
    size_t size = file.len >= RIFF ? (size_t)little(file.at + 4, 4) + CHUNK : 0;
    struct buf *body = buf_new(file.len);
    bool drawn = false;
    bool good = size > RIFF && size <= file.len && is(file.at + 8, "WEBP");

    for (size_t at = RIFF; good && at < size;) {
        uint32_t len = size - at >= CHUNK ? little(file.at + at + 4, 4) : UINT32_MAX;
        good = size - at >= CHUNK && len <= size - at - CHUNK &&
               take_chunk(file.at + at, len, &drawn, ret, body);
        at += CHUNK + (size_t)len + (len & 1);
    }
    buf_add(out, "RIFF", 4);
    add_little(out, (uint32_t)body->len + 4);
    buf_add(out, "WEBP", 4);
    buf_add(out, body->bytes, body->len);
    buf_unref(body);
    return good && drawn;
}
