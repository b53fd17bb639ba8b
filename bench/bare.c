// The floor of all broadcasting: an epoll loop that sends the same bytes to every socket, one
// send() each.
//   bench_bare SOCKETS BYTES TICKS-A-SECOND [FRAMES-A-TICK]
// Prints "ready http://127.0.0.1:PORT", takes SOCKETS connections, then sends frames of BYTES bytes
// (WebSocket head included) at that rate until a peer goes; each frame of a tick to all, one send
// each. Each is stamped as a board's frames are
// ("sealed_us").
#include "base/clock.h"
#include "bench/kit/frame.h"
#include "bench/kit/proc.h"
#include "bench/kit/site.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum { EVENTS = 256, SENDER_BACKLOG = 1024, FRAME_ROOM = 65536, START_MS = 500 };

struct sender {
    int poll, listener, timer;
    unsigned count, want, each; // frames a tick
    int *sockets;
    size_t bytes;
    uint64_t period_ns, sequence;
    char frame[FRAME_ROOM];
};

static void watch(const struct sender *sender, int fd)
{
    struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP, .data.fd = fd};

    if (epoll_ctl(sender->poll, EPOLL_CTL_ADD, fd, &event) != 0) {
        site_fail("epoll: %s", strerrordesc_np(errno));
    }
}

static void begin_ticks(struct sender *sender)
{
    struct itimerspec times = {.it_value = {.tv_nsec = START_MS * 1000000L},
                               .it_interval = {.tv_sec = (time_t)(sender->period_ns / 1000000000),
                                               .tv_nsec = (long)(sender->period_ns % 1000000000)}};

    (void)timerfd_settime(sender->timer, 0, &times, NULL);
}

static void take(struct sender *sender)
{
    int fd = accept4(sender->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

    if (fd < 0 || sender->count == sender->want) {
        site_fail("accept: %s", strerrordesc_np(errno));
    }
    sender->sockets[sender->count++] = fd;
    watch(sender, fd);
    if (sender->count == sender->want) {
        begin_ticks(sender);
    }
}

static void send_all(const struct sender *sender)
{
    for (unsigned i = 0; i < sender->count; i++) {
        if (send(sender->sockets[i], sender->frame, sender->bytes, MSG_NOSIGNAL) !=
            (ssize_t)sender->bytes) {
            site_fail("a peer does not take its frame");
        }
    }
}

static void broadcast(struct sender *sender)
{
    uint64_t ticks = 0;

    if (read(sender->timer, &ticks, sizeof ticks) != sizeof ticks) {
        return;
    }
    for (unsigned i = 0; i < sender->each; i++) {
        frame_delta(sender->sequence++, sender->frame, sender->bytes);
        send_all(sender);
    }
}

static void start(struct sender *sender)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof address;

    sender->poll = epoll_create1(EPOLL_CLOEXEC);
    sender->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
    sender->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(sender->listener, (const struct sockaddr *)&address, sizeof address) != 0 ||
        listen(sender->listener, SENDER_BACKLOG) != 0 ||
        getsockname(sender->listener, (struct sockaddr *)&address, &len) != 0) {
        site_fail("cannot listen: %s", strerrordesc_np(errno));
    }
    watch(sender, sender->listener);
    watch(sender, sender->timer);
    (void)printf("ready http://127.0.0.1:%u\n", (unsigned)ntohs(address.sin_port));
    (void)fflush(stdout);
}

static void serve(struct sender *sender)
{
    struct epoll_event events[EVENTS];

    for (;;) {
        int ready = epoll_wait(sender->poll, events, EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            if (events[i].data.fd == sender->listener) {
                take(sender);
            } else if (events[i].data.fd == sender->timer) {
                broadcast(sender);
            } else if (events[i].events & EPOLLRDHUP) {
                return;
            }
        }
    }
}

int main(int argc, char **argv)
{
    static struct sender sender;

    if (argc != 4 && argc != 5) {
        site_fail("see the head of bench/bare.c for its arguments");
    }
    proc_open_files();
    sender.want = (unsigned)strtoul(argv[1], NULL, 10);
    sender.bytes = strtoul(argv[2], NULL, 10);
    sender.period_ns = 1000000000 / strtoul(argv[3], NULL, 10);
    sender.each = argc == 5 ? (unsigned)strtoul(argv[4], NULL, 10) : 1;
    sender.sockets = calloc(sender.want, sizeof *sender.sockets);
    if (sender.bytes < 256 || sender.bytes > FRAME_ROOM || !sender.sockets) {
        site_fail("frames have 256 to %d bytes", FRAME_ROOM);
    }
    start(&sender);
    serve(&sender);
    return 0;
}
