// Many small writes to many sockets in one call of the kernel (io_uring), where it lets us: a call
// costs 0.2 to 1.2 microseconds before it does anything, and ten thousand watchers are as many.
// Elsewhere one send each, with the same results.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/uio.h>

struct sends;

enum { SENDS_MAX = 64, SENDS_PIECES = 8 };

// For this process, before the first sends_new: one send each, although the kernel would do more.
void sends_one_by_one(void);
// "on", "off" (sends_one_by_one), or why the kernel refuses ("ENOSYS", "EPERM" …), as a new batch
// would find it now.
const char *sends_state(void);

struct sends *sends_new(void);
struct sends *sends_free(struct sends *sends); // NULL
// At most SENDS_MAX before a run, of 1 to SENDS_PIECES pieces whose bytes stay where they are until
// then; the array of pieces is copied. Nothing leaves yet.
void sends_put(struct sends *sends, int fd, const struct iovec *pieces, unsigned count);
// What the kernel takes at once, never waiting: for each put, in order, the bytes it took, or
// -errno
// (-EAGAIN: its buffer is full). Afterwards the batch is empty.
void sends_run(struct sends *sends, long results[SENDS_MAX]);
// One, without a batch.
long sends_one(int fd, const struct iovec *pieces, unsigned count);
