#include "net/deflate.h"

#include "base/buf.h"
#include "base/must.h"

#include <stdbool.h>
#include <string.h>
#include <zlib.h>

enum { LEVEL = 6, RAW_WINDOW = -15, MEMORY = 8, TAIL = 4, PIECE = 16384, BETWEEN_BLOCKS = 128 };

static const char tail[TAIL] = {0, 0, '\xff', '\xff'}; // ends every flush; left out on the line

// zlib reads and never writes there; its type does not say so.
static Bytef *readable(const char *bytes)
{
    Bytef *same = NULL;

    memcpy(&same, &bytes, sizeof same);
    return same;
}

// One for the process, begun anew for each message.
static z_stream *packer(void)
{
    static z_stream stream;
    static bool made;

    int code =
        made ? deflateReset(&stream)
             : deflateInit2(&stream, LEVEL, Z_DEFLATED, RAW_WINDOW, MEMORY, Z_DEFAULT_STRATEGY);
    must(code == Z_OK);
    made = true;
    return &stream;
}

static z_stream *unpacker(void)
{
    static z_stream stream;
    static bool made;

    int code = made ? inflateReset(&stream) : inflateInit2(&stream, RAW_WINDOW);
    must(code == Z_OK);
    made = true;
    return &stream;
}

struct buf *deflate_pack(const char *bytes, size_t len)
{
    z_stream *stream = packer();
    struct buf *out = buf_new(deflateBound(stream, len) + TAIL);
    unsigned char piece[PIECE];

    stream->next_in = readable(bytes);
    stream->avail_in = (uInt)len;
    do {
        stream->next_out = piece;
        stream->avail_out = PIECE;
        must(deflate(stream, Z_SYNC_FLUSH) != Z_STREAM_ERROR);
        buf_add(out, piece, PIECE - stream->avail_out);
    } while (stream->avail_out == 0);
    must(out->len >= TAIL);
    out->len -= TAIL;
    return out;
}

// All of the bytes, or until something is wrong.
static unsigned feed(z_stream *stream, const char *bytes, size_t len, size_t most, struct buf *out)
{
    unsigned char piece[PIECE];

    stream->next_in = readable(bytes);
    stream->avail_in = (uInt)len;
    do {
        stream->next_out = piece;
        stream->avail_out = PIECE;
        int code = inflate(stream, Z_SYNC_FLUSH);
        size_t came = PIECE - stream->avail_out;
        if (came > most - out->len) {
            return 1009;
        }
        buf_add(out, piece, came);
        if (code == Z_STREAM_END) { // a last block: another may follow (RFC 7692, 7.2.3.4)
            code = inflateReset(stream);
        }
        if (code != Z_OK && code != Z_BUF_ERROR) {
            return 1007;
        }
    } while (stream->avail_in > 0 || stream->avail_out == 0);
    return 0;
}

unsigned deflate_unpack(const char *bytes, size_t len, size_t most, struct buf *out)
{
    z_stream *stream = unpacker();
    unsigned code = feed(stream, bytes, len, most, out);

    code = code ? code : feed(stream, tail, TAIL, most, out);
    return code == 0 && (stream->data_type & BETWEEN_BLOCKS) == 0 ? 1007 : code;
}
