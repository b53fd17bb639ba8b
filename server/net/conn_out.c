#include "net/conn_out.h"

#include "base/buf.h"
#include "base/must.h"
#include "net/sends.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { PIECES_MAX = 64, LOOSE_FIRST = 2048 };

// One wait for a full kernel buffer. The bufs stay in the queue until it ends.
struct later {
    uv_write_t write; // first: libuv hands it back
    struct conn_out *out;
    size_t bytes;
    void (*on_written)(uv_stream_t *stream, int status);
};

void conn_out_init(struct conn_out *out)
{
    *out = (struct conn_out){.bufs = out->few, .cap = CONN_OUT_FEW, .fd = -1};
}

void conn_out_done(struct conn_out *out)
{
    for (unsigned i = 0; i < out->count; i++) {
        buf_unref(out->bufs[i]);
    }
    if (out->bufs != out->few) {
        free(out->bufs);
    }
    buf_unref(out->loose);
    conn_out_init(out);
}

static void grow(struct conn_out *out)
{
    unsigned cap = out->cap * 4;
    struct buf **bufs = malloc(cap * sizeof(struct buf *));

    must(bufs);
    memcpy(bufs, out->bufs, out->count * sizeof(struct buf *));
    if (out->bufs != out->few) {
        free(out->bufs);
    }
    out->bufs = bufs;
    out->cap = cap;
}

void conn_out_put(struct conn_out *out, struct buf *buf)
{
    if (buf->len == 0) {
        return;
    }
    if (out->count == out->cap) {
        grow(out);
    }
    out->bufs[out->count++] = buf_ref(buf);
    out->bytes += buf->len;
}

struct buf *conn_out_loose(struct conn_out *out)
{
    if (!out->loose) {
        out->loose = buf_new(LOOSE_FIRST);
    }
    return out->loose;
}

size_t conn_out_backlog(const struct conn_out *out)
{
    return out->bytes + (out->loose ? out->loose->len : 0);
}

bool conn_out_tidy(struct conn_out *out)
{
    if (out->loose && out->loose->len == 0) {
        out->loose = buf_unref(out->loose);
    }
    return out->bytes > 0 || out->loose;
}

static void join_loose(struct conn_out *out)
{
    if (out->loose) {
        conn_out_put(out, buf_seal(out->loose));
        out->loose = buf_unref(out->loose);
    }
}

static unsigned peek(const struct conn_out *out, struct iovec pieces[PIECES_MAX], size_t *ret_bytes)
{
    unsigned count = out->count < PIECES_MAX ? out->count : PIECES_MAX;

    *ret_bytes = 0;
    for (unsigned i = 0; i < count; i++) {
        size_t skip = i == 0 ? out->first_at : 0;
        pieces[i] = (struct iovec){out->bufs[i]->bytes + skip, out->bufs[i]->len - skip};
        *ret_bytes += pieces[i].iov_len;
    }
    return count;
}

static void drop(struct conn_out *out, size_t bytes)
{
    unsigned gone = 0;

    must(bytes <= out->bytes);
    out->bytes -= bytes;
    out->first_at += bytes;
    while (gone < out->count && out->first_at >= out->bufs[gone]->len) {
        out->first_at -= out->bufs[gone]->len;
        buf_unref(out->bufs[gone++]);
    }
    out->count -= gone;
    if (gone > 0 && out->count > 0) {
        memmove(out->bufs, out->bufs + gone, out->count * sizeof(struct buf *));
    } else if (out->count == 0 && out->bufs != out->few) {
        free(out->bufs); // the grown array
        out->bufs = out->few;
        out->cap = CONN_OUT_FEW;
    }
}

static void on_later(uv_write_t *write, int status)
{
    struct later *later = (struct later *)(void *)write;
    uv_stream_t *stream = write->handle;
    void (*on_written)(uv_stream_t *, int) = later->on_written;

    later->out->writing = false;
    drop(later->out, later->bytes);
    free(later);
    on_written(stream, status);
}

static int write_later(struct conn_out *out, uv_stream_t *stream,
                       void (*on_written)(uv_stream_t *stream, int status))
{
    struct iovec pieces[PIECES_MAX];
    struct later *later = calloc(1, sizeof *later);

    must(later);
    later->out = out;
    later->on_written = on_written;
    unsigned count = peek(out, pieces, &later->bytes);
    int failed = uv_write(&later->write, stream, (uv_buf_t *)(void *)pieces, count, on_later);
    if (failed) {
        free(later);
        return failed;
    }
    out->writing = true;
    return 1;
}

static int fd_of(struct conn_out *out, const uv_stream_t *stream)
{
    if (out->fd < 0) {
        (void)uv_fileno((const uv_handle_t *)stream, &out->fd);
    }
    return out->fd;
}

// By send, not by uv_try_write, which calls write(2): that goes through the file's inode and name
// before it comes to the socket, for ten thousand watchers as many lines of memory in no cache.
int conn_out_flush(struct conn_out *out, uv_stream_t *stream,
                   void (*on_written)(uv_stream_t *stream, int status))
{
    join_loose(out);
    while (out->bytes > 0 && !out->writing) {
        struct iovec pieces[PIECES_MAX];
        size_t bytes = 0;
        unsigned count = peek(out, pieces, &bytes);
        long sent = sends_one(fd_of(out, stream), pieces, count);
        if (sent == -EAGAIN) {
            return write_later(out, stream, on_written);
        }
        if (sent < 0) {
            return uv_translate_sys_error((int)-sent);
        }
        drop(out, (size_t)sent);
    }
    return out->writing ? 1 : 0;
}

bool conn_out_gather(struct conn_out *out, uv_stream_t *stream, struct sends *sends)
{
    struct iovec pieces[PIECES_MAX];
    size_t bytes = 0;

    join_loose(out);
    if (out->bytes == 0 || out->writing || out->count > SENDS_PIECES) {
        return false;
    }
    sends_put(sends, fd_of(out, stream), pieces, peek(out, pieces, &bytes));
    return true;
}

int conn_out_took(struct conn_out *out, long result, uv_stream_t *stream,
                  void (*on_written)(uv_stream_t *stream, int status))
{
    if (result < 0 && result != -EAGAIN) {
        return uv_translate_sys_error((int)-result);
    }
    drop(out, result > 0 ? (size_t)result : 0);
    return conn_out_flush(out, stream, on_written);
}
