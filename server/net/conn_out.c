#include "net/conn_out.h"

#include "base/buf.h"
#include "base/must.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { PIECES_MAX = 64 };

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

static unsigned peek(const struct conn_out *out, uv_buf_t pieces[PIECES_MAX], size_t *ret_bytes)
{
    unsigned count = out->count < PIECES_MAX ? out->count : PIECES_MAX;

    *ret_bytes = 0;
    for (unsigned i = 0; i < count; i++) {
        size_t skip = i == 0 ? out->first_at : 0;
        pieces[i] = uv_buf_init(out->bufs[i]->bytes + skip, (unsigned)(out->bufs[i]->len - skip));
        *ret_bytes += pieces[i].len;
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
        conn_out_done(out); // gives the grown array back
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
    uv_buf_t pieces[PIECES_MAX];
    struct later *later = calloc(1, sizeof *later);

    must(later);
    later->out = out;
    later->on_written = on_written;
    unsigned count = peek(out, pieces, &later->bytes);
    int failed = uv_write(&later->write, stream, pieces, count, on_later);
    if (failed) {
        free(later);
        return failed;
    }
    out->writing = true;
    return 1;
}

// What the kernel takes at once; UV_EAGAIN: nothing. As uv_try_write, which calls write(2): that
// goes through the file's inode and name before it comes to the socket, for ten thousand watchers
// as many lines of memory that are in no cache.
static int send_now(int fd, uv_buf_t *pieces, unsigned count)
{
    enum { NOW = MSG_NOSIGNAL | MSG_DONTWAIT };
    struct msghdr message = {.msg_iov = (struct iovec *)(void *)pieces, .msg_iovlen = count};
    ssize_t sent = -1;

    do {
        sent = count == 1 ? send(fd, pieces->base, pieces->len, NOW) : sendmsg(fd, &message, NOW);
    } while (sent < 0 && errno == EINTR);
    return sent < 0 ? uv_translate_sys_error(errno) : (int)sent;
}

static int fd_of(struct conn_out *out, const uv_stream_t *stream)
{
    if (out->fd < 0) {
        (void)uv_fileno((const uv_handle_t *)stream, &out->fd);
    }
    return out->fd;
}

int conn_out_flush(struct conn_out *out, uv_stream_t *stream,
                   void (*on_written)(uv_stream_t *stream, int status))
{
    while (out->bytes > 0 && !out->writing) {
        uv_buf_t pieces[PIECES_MAX];
        size_t bytes = 0;
        unsigned count = peek(out, pieces, &bytes);
        int wrote = send_now(fd_of(out, stream), pieces, count);
        if (wrote == UV_EAGAIN) {
            return write_later(out, stream, on_written);
        }
        if (wrote < 0) {
            return wrote;
        }
        drop(out, (size_t)wrote);
    }
    return out->writing ? 1 : 0;
}
