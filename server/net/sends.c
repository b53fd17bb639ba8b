// MSG_DONTWAIT makes the kernel answer each send of a batch before the call returns, so nothing of
// a batch outlives its run and no socket can be closed under it.
#include "net/sends.h"

#include "base/log.h"
#include "base/must.h"

#include <errno.h>
#include <liburing.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { NOW = MSG_NOSIGNAL | MSG_DONTWAIT };

static const long UNSENT = INT32_MIN; // no errno and no count of bytes

struct put {
    int fd;
    struct msghdr message;
    struct iovec pieces[SENDS_PIECES];
};

struct sends {
    bool open; // the ring is
    unsigned count;
    struct io_uring ring;
    struct put puts[SENDS_MAX];
};

static bool one_by_one;

void sends_one_by_one(void)
{
    one_by_one = true;
}

// With the newer ways where the kernel has them: one thread asks, and a refused send does not stop
// the ones behind it.
static int open_ring(struct io_uring *ring)
{
    int failed =
        io_uring_queue_init(SENDS_MAX, ring, IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_SUBMIT_ALL);

    return failed == -EINVAL ? io_uring_queue_init(SENDS_MAX, ring, 0) : failed;
}

const char *sends_state(void)
{
    struct io_uring ring;

    if (one_by_one) {
        return "off";
    }
    int failed = open_ring(&ring);
    if (failed) {
        return strerrorname_np(-failed);
    }
    io_uring_queue_exit(&ring);
    return "on";
}

struct sends *sends_new(void)
{
    struct sends *sends = calloc(1, sizeof *sends);

    must(sends);
    sends->open = !one_by_one && open_ring(&sends->ring) == 0;
    return sends;
}

struct sends *sends_free(struct sends *sends)
{
    if (sends && sends->open) {
        io_uring_queue_exit(&sends->ring);
    }
    free(sends);
    return NULL;
}

void sends_put(struct sends *sends, int fd, const struct iovec *pieces, unsigned count)
{
    must(sends->count < SENDS_MAX && count > 0 && count <= SENDS_PIECES);
    struct put *put = &sends->puts[sends->count++];
    put->fd = fd;
    memcpy(put->pieces, pieces, count * sizeof *pieces);
    put->message = (struct msghdr){.msg_iov = put->pieces, .msg_iovlen = count};
}

long sends_one(int fd, const struct iovec *pieces, unsigned count)
{
    // sendmsg does not write to what it is given
    struct msghdr message = {.msg_iov = (struct iovec *)(uintptr_t)pieces, .msg_iovlen = count};
    ssize_t sent = -1;

    do {
        sent = count == 1 ? send(fd, pieces->iov_base, pieces->iov_len, NOW)
                          : sendmsg(fd, &message, NOW);
    } while (sent < 0 && errno == EINTR);
    return sent < 0 ? -errno : sent;
}

static void ask(struct io_uring *ring, struct put *put, unsigned at)
{
    struct io_uring_sqe *entry = io_uring_get_sqe(ring);

    must(entry); // the ring is empty at each run and has SENDS_MAX places
    if (put->message.msg_iovlen == 1) {
        io_uring_prep_send(entry, put->fd, put->pieces->iov_base, put->pieces->iov_len, NOW);
    } else {
        io_uring_prep_sendmsg(entry, put->fd, &put->message, NOW);
    }
    io_uring_sqe_set_data64(entry, at);
}

static unsigned take_answers(struct io_uring *ring, long results[SENDS_MAX])
{
    struct io_uring_cqe *answer = NULL;
    unsigned head = 0;
    unsigned count = 0;

    io_uring_for_each_cqe(ring, head, answer)
    {
        results[io_uring_cqe_get_data64(answer)] = answer->res;
        count++;
    }
    io_uring_cq_advance(ring, count);
    return count;
}

// False: the kernel has not answered all, and the ring cannot be trusted any longer.
static bool run_ring(struct sends *sends, long results[SENDS_MAX])
{
    unsigned asked = 0;
    unsigned answered = 0;

    for (unsigned i = 0; i < sends->count; i++) {
        ask(&sends->ring, &sends->puts[i], i);
    }
    while (asked < sends->count) {
        int taken = io_uring_submit_and_wait(&sends->ring, sends->count - answered);
        if (taken <= 0 && taken != -EINTR) {
            break;
        }
        asked += taken > 0 ? (unsigned)taken : 0;
        answered += take_answers(&sends->ring, results);
    }
    return answered == sends->count;
}

static void give_up_ring(struct sends *sends)
{
    log_line(LOG_WARN, "sends.ring", "state=given-up");
    io_uring_queue_exit(&sends->ring);
    sends->open = false;
}

void sends_run(struct sends *sends, long results[SENDS_MAX])
{
    for (unsigned i = 0; i < sends->count; i++) {
        results[i] = UNSENT;
    }
    if (sends->open && sends->count > 1 && !run_ring(sends, results)) {
        give_up_ring(sends);
    }
    for (unsigned i = 0; i < sends->count; i++) {
        const struct put *put = &sends->puts[i];
        // A signal, or a send that an older kernel dropped behind a refused one: once more.
        if (results[i] == UNSENT || results[i] == -EINTR || results[i] == -ECANCELED) {
            results[i] = sends_one(put->fd, put->pieces, (unsigned)put->message.msg_iovlen);
        }
    }
    sends->count = 0;
}
