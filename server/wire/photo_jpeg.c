#include "wire/photo_jpeg.h"

#include "base/buf.h"

enum {
    SOF0 = 0xc0, // baseline; then extended and progressive
    SOF2 = 0xc2,
    DHT = 0xc4,
    RST0 = 0xd0,
    RST7 = 0xd7,
    EOI = 0xd9,
    SOS = 0xda,
    DQT = 0xdb,
    DRI = 0xdd,
    APP0 = 0xe0,
    APP14 = 0xee,
    APP15 = 0xef,
    COM = 0xfe,
    ADOBE = 14,     // the length of its segment
    FRAME_LEAST = 8 // length, precision, height, width, components
};

struct jpeg {
    const unsigned char *bytes;
    size_t len, at;
    bool scanned;
};

static unsigned pair(const struct jpeg *jpeg, size_t at)
{
    return (unsigned)jpeg->bytes[at] << 8 | jpeg->bytes[at + 1];
}

// The code of the marker at which it stands, fill bytes left behind; 0: there is none.
static int next_marker(struct jpeg *jpeg)
{
    if (jpeg->at >= jpeg->len || jpeg->bytes[jpeg->at] != 0xff) {
        return 0;
    }
    while (jpeg->at + 1 < jpeg->len && jpeg->bytes[jpeg->at + 1] == 0xff) {
        jpeg->at++;
    }
    return jpeg->at + 1 < jpeg->len ? jpeg->bytes[jpeg->at + 1] : 0;
}

// Whether it is needed to draw the picture; of Adobe's segment that is how colours are coded.
static bool is_kept(const struct jpeg *jpeg, int marker, size_t len)
{
    return (marker >= SOF0 && marker <= SOF2) || marker == DHT || marker == SOS || marker == DQT ||
           marker == DRI ||
           (marker == APP14 && len == ADOBE && memcmp(jpeg->bytes + jpeg->at + 4, "Adobe", 5) == 0);
}

static bool is_dropped(int marker)
{
    return (marker >= APP0 && marker <= APP15) || marker == COM;
}

static bool take_frame(const struct jpeg *jpeg, size_t len, struct photo *ret)
{
    if (len < FRAME_LEAST || ret->width > 0) {
        return false;
    }
    ret->height = pair(jpeg, jpeg->at + 5);
    ret->width = pair(jpeg, jpeg->at + 7);
    return ret->height > 0 && ret->width > 0;
}

// The coded data after a scan's header, up to the next marker that is none of its own.
static void copy_scan(struct jpeg *jpeg, struct buf *out)
{
    size_t from = jpeg->at;

    while (jpeg->at + 1 < jpeg->len) {
        unsigned char next = jpeg->bytes[jpeg->at + 1];
        if (jpeg->bytes[jpeg->at] == 0xff && next != 0 && next != 0xff &&
            !(next >= RST0 && next <= RST7)) {
            break;
        }
        jpeg->at++;
    }
    buf_add(out, jpeg->bytes + from, jpeg->at - from);
    jpeg->scanned = true;
}

static bool take_segment(struct jpeg *jpeg, int marker, struct photo *ret, struct buf *out)
{
    size_t left = jpeg->len - jpeg->at - 2;
    size_t len = left >= 2 ? pair(jpeg, jpeg->at + 2) : 0;
    bool kept = len >= 2 && len <= left && is_kept(jpeg, marker, len);

    if (len < 2 || len > left || !(kept || is_dropped(marker)) ||
        (marker >= SOF0 && marker <= SOF2 && !take_frame(jpeg, len, ret)) ||
        (marker == SOS && ret->width == 0)) {
        return false;
    }
    if (kept) {
        buf_add(out, jpeg->bytes + jpeg->at, len + 2);
    }
    jpeg->at += len + 2;
    if (marker == SOS) {
        copy_scan(jpeg, out);
    }
    return true;
}

bool photo_jpeg_copy(struct slice file, struct photo *ret, struct buf *out)
{
    struct jpeg jpeg = {.bytes = (const unsigned char *)file.at, .len = file.len, .at = 2};
    int marker = 0;

    buf_add(out, "\xff\xd8", 2);
    while ((marker = next_marker(&jpeg)) != EOI) {
        if (marker == 0 || !take_segment(&jpeg, marker, ret, out)) {
            return false;
        }
    }
    buf_add(out, "\xff\xd9", 2);
    return jpeg.scanned;
}
