#include "wire/photo_png.h"

#include "base/buf.h"

enum {
    SIGNATURE = 8,
    FRAME = 12, // of a chunk: length, type, checksum
    HEADER = 13 // what IHDR holds
};

static uint32_t four(const char *at)
{
    const unsigned char *bytes = (const unsigned char *)at;

    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool is_kept(const char *type)
{
    static const char kept[][5] = {"IHDR", "PLTE", "IDAT", "IEND", "tRNS",
                                   "gAMA", "cHRM", "sRGB", "sBIT"};

    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        if (memcmp(type, kept[i], 4) == 0) {
            return true;
        }
    }
    return false;
}

// What a reader must understand begins with a capital letter.
static bool is_critical(const char *type)
{
    return type[0] >= 'A' && type[0] <= 'Z';
}

static bool take_header(const char *chunk, uint32_t len, struct photo *ret)
{
    if (memcmp(chunk + 4, "IHDR", 4) != 0 || len != HEADER) {
        return false;
    }
    ret->width = four(chunk + 8);
    ret->height = four(chunk + 12);
    return ret->width > 0 && ret->height > 0;
}

bool photo_png_copy(struct slice file, struct photo *ret, struct buf *out)
{
    bool drawn = false;

    buf_add(out, file.at, SIGNATURE);
    for (size_t at = SIGNATURE; file.len - at >= FRAME;) {
        const char *chunk = file.at + at;
        const char *type = chunk + 4;
        uint32_t len = four(chunk);
        if (len > file.len - at - FRAME || (at == SIGNATURE && !take_header(chunk, len, ret)) ||
            (at > SIGNATURE && memcmp(type, "IHDR", 4) == 0) ||
            (is_critical(type) && !is_kept(type))) {
            return false;
        }
        drawn = drawn || (memcmp(type, "IDAT", 4) == 0 && len > 0);
        if (is_kept(type)) {
            buf_add(out, chunk, len + FRAME);
        }
        at += len + FRAME;
        if (memcmp(type, "IEND", 4) == 0) {
            return drawn && len == 0;
        }
    }
    return false;
}
