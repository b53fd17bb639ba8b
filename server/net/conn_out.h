// What a connection still has to write: references to sealed bufs in order, and how far the first
// one has gone; and a loose buf that still grows (what TLS encrypts) and joins them when they are
// written. Four bufs fit without further memory, so an idle or an ordinary connection allocates
// nothing.
#pragma once

#include <uv.h>

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct sends;

enum { CONN_OUT_FEW = 4 };

struct conn_out {
    struct buf **bufs;
    unsigned count, cap;
    size_t first_at; // bytes of the first buf that are gone
    size_t bytes;    // of bufs, all that the kernel has not taken
    struct buf *loose;
    struct buf *few[CONN_OUT_FEW];
    int fd;       // the stream's, or -1: not asked yet
    bool writing; // libuv waits for the kernel's buffer
};

void conn_out_init(struct conn_out *out);
void conn_out_done(struct conn_out *out); // drops all references
void conn_out_put(struct conn_out *out, struct buf *buf);
struct buf *conn_out_loose(struct conn_out *out); // to be added to; good until the next call here
size_t conn_out_backlog(const struct conn_out *out); // bytes
bool conn_out_tidy(struct conn_out *out); // drops an empty loose buf; is anything to be written?
// As few writes as will do. 0: the kernel has all; 1: it is full, and on_written comes when it has
// taken what was there (until then, 1 again and nothing happens); or a negative UV_E….
int conn_out_flush(struct conn_out *out, uv_stream_t *stream,
                   void (*on_written)(uv_stream_t *stream, int status));
// Its next write goes into the batch, with as many others. False: nothing to write, or not this way
// (libuv waits for the kernel, or too many pieces).
bool conn_out_gather(struct conn_out *out, uv_stream_t *stream, struct sends *sends);
// What became of it (see sends_run), and on with the rest; as conn_out_flush.
int conn_out_took(struct conn_out *out, long result, uv_stream_t *stream,
                  void (*on_written)(uv_stream_t *stream, int status));
