// Many watchers of one board, each frame read, parsed and counted.
//   bench_watch board URL PID TOKEN-FILE WATCHERS FRAMES-A-SECOND WARM FRAMES
//       makes a competition on the node, joins WATCHERS sockets to its board and puts marks at that
//       rate, each of which changes the board
//   bench_watch bare URL PID - WATCHERS FRAMES-A-SECOND WARM FRAMES
//       the same sockets on bench_bare, which sends by itself
// Prints one JSON line. Latency counts from "sealed_us" in the frame to its reading here. The
// sequence numbers of each watcher's frames must follow each other, or be a whole picture.
#include "base/clock.h"
#include "bench/kit/frame.h"
#include "bench/kit/proc.h"
#include "bench/kit/site.h"
#include "bench/kit/spread.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    EVENTS = 512,
    READ_ROOM = 1 << 18,
    SOURCES = 8,
    COMPETITORS = 50,
    PARTS = 40,
    JOINING_MAX = 200, // sockets that have not had their first frames
    END_MS = 2000      // wait for stragglers after the last expected frame
};

static const char board_address[] = "watch/s/f/top50";

struct watcher {
    int fd;
    bool greeted, ready; // the upgrade was answered; the first picture is here
    uint64_t sequence;
    char *rest; // of a frame that came in pieces
    size_t rest_len;
};

struct counts {
    uint64_t deltas, snapshots, beats, bytes;
};

struct bench {
    struct site site;
    struct site_plan plan;
    bool bare;
    int pid, poll, judge;
    unsigned count, ready, rate, warm, frames, marks;
    bool measuring;
    struct watcher *watchers;
    struct counts all, start;
    struct spread spread;
    uint64_t start_cpu, start_us, last_us, cpu_us; // last: of the last picture
    uint64_t idle_bytes;
    char read[READ_ROOM];
};

static uint64_t pictures(const struct counts *counts)
{
    return counts->deltas + counts->snapshots;
}

static void say_hello(const struct watcher *watcher)
{
    char text[128];
    char frame[6 + sizeof text] = {(char)0x81};

    int len =
        snprintf(text, sizeof text, "{\"type\":\"hello\",\"boards\":[\"%s\"]}", board_address);
    frame[1] = (char)(0x80 | len); // masked with zeros: the bytes stay as they are
    memcpy(frame + 6, text, (size_t)len);
    if (send(watcher->fd, frame, 6 + (size_t)len, MSG_NOSIGNAL) != 6 + len) {
        site_fail("a hello could not be sent");
    }
}

// The upgrade's answer; gives the bytes after it.
static size_t take_upgrade(struct watcher *watcher, const char *bytes, size_t len)
{
    const char *end = memmem(bytes, len, "\r\n\r\n", 4);

    if (!end) {
        return 0;
    }
    if (memcmp(bytes, "HTTP/1.1 101", 12) != 0) {
        site_fail("an upgrade was answered with %.*s", (int)len, bytes);
    }
    watcher->greeted = true;
    say_hello(watcher);
    return (size_t)(end + 4 - bytes);
}

static void take_picture(struct bench *bench, struct watcher *watcher, const char *text, size_t len)
{
    bool delta = frame_is(text, len, "delta");
    uint64_t from = 0;
    uint64_t to = 0;
    uint64_t sealed = 0;
    uint64_t now = clock_us();

    bench->last_us = now;
    bool whole = frame_number(text, len, delta ? "to" : "seq", &to) &&
                 frame_number(text, len, "sealed_us", &sealed) && sealed <= now &&
                 (!delta || frame_number(text, len, "from", &from));
    if (!whole || (delta && watcher->ready && from != watcher->sequence)) {
        site_fail("a frame is wrong after %lu: %.*s", (unsigned long)watcher->sequence, (int)len,
                  text);
    }
    watcher->sequence = to;
    *(delta ? &bench->all.deltas : &bench->all.snapshots) += 1;
    if (!watcher->ready) {
        watcher->ready = true;
        bench->ready++;
    }
    if (bench->measuring) {
        spread_add(&bench->spread, now - sealed);
    }
}

static void take_frame(struct bench *bench, struct watcher *watcher, const char *text, size_t len)
{
    if (frame_is(text, len, "delta") || frame_is(text, len, "snapshot")) {
        take_picture(bench, watcher, text, len);
    } else if (frame_is(text, len, "heartbeat")) {
        bench->all.beats++;
    } else if (!frame_is(text, len, "welcome")) {
        site_fail("an unexpected frame: %.*s", (int)len, text);
    }
}

// Takes what is whole; returns the number of bytes taken.
static size_t take_bytes(struct bench *bench, struct watcher *watcher, const char *bytes,
                         size_t len)
{
    size_t at = watcher->greeted ? 0 : take_upgrade(watcher, bytes, len);
    const char *text = NULL;
    size_t text_len = 0;
    size_t frame_len = 0;
    int got = watcher->greeted ? 1 : 0;

    while (got > 0) {
        got = frame_next(bytes + at, len - at, &text, &text_len, &frame_len);
        if (got > 0) {
            take_frame(bench, watcher, text, text_len);
            at += frame_len;
        }
    }
    if (got < 0) {
        site_fail("not a whole text frame: %02x %02x %.*s", (unsigned char)bytes[at],
                  (unsigned char)bytes[at + 1], (int)(len - at - 2), bytes + at + 2);
    }
    return at;
}

static void on_readable(struct bench *bench, struct watcher *watcher)
{
    size_t before = watcher->rest_len;

    if (before > 0) {
        memcpy(bench->read, watcher->rest, before);
        free(watcher->rest);
        watcher->rest = NULL;
    }
    ssize_t got = recv(watcher->fd, bench->read + before, READ_ROOM - before, MSG_DONTWAIT);
    if (got <= 0) {
        site_fail("a watcher lost its connection");
    }
    bench->all.bytes += (uint64_t)got;
    size_t len = before + (size_t)got;
    size_t taken = take_bytes(bench, watcher, bench->read, len);
    watcher->rest_len = len - taken;
    if (watcher->rest_len > 0) {
        watcher->rest = malloc(watcher->rest_len);
        memcpy(watcher->rest, bench->read + taken, watcher->rest_len);
    }
}

// Takes what has come, waiting `ms` for it at the most.
static void turn(struct bench *bench, int ms)
{
    struct epoll_event events[EVENTS];
    int ready = epoll_wait(bench->poll, events, EVENTS, ms);

    for (int i = 0; i < ready; i++) {
        on_readable(bench, events[i].data.ptr);
    }
}

static void join(struct bench *bench, unsigned index)
{
    static const char upgrade[] =
        "GET /api/v1/live HTTP/1.1\r\nHost: bench\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    struct watcher *watcher = &bench->watchers[index];
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = watcher};

    watcher->fd = site_connect(&bench->site.address, 0x7f000101 + index % SOURCES); // 127.0.1.1 …
    if (epoll_ctl(bench->poll, EPOLL_CTL_ADD, watcher->fd, &event) != 0) {
        site_fail("epoll: %s", strerrordesc_np(errno));
    }
    if (bench->bare) {
        watcher->greeted = watcher->ready = true;
        bench->ready++;
    } else if (send(watcher->fd, upgrade, sizeof upgrade - 1, MSG_NOSIGNAL) < 0) {
        site_fail("an upgrade could not be sent");
    }
}

static void join_all(struct bench *bench)
{
    uint64_t before = proc_resident_bytes(bench->pid);
    unsigned joined = 0;

    while (bench->ready < bench->count) {
        while (joined < bench->count && joined - bench->ready < JOINING_MAX) {
            join(bench, joined++);
        }
        turn(bench, 10);
    }
    uint64_t after = proc_resident_bytes(bench->pid);
    bench->idle_bytes = after > before ? after - before : 0;
}

static void put_mark(struct bench *bench)
{
    char request[1024];
    char answer[4096];
    unsigned number = bench->marks++;

    // The answer to the one before has long come, if this rate is kept at all.
    if (number > 0) {
        ssize_t got = recv(bench->judge, answer, sizeof answer, 0);
        if (got < 12 || memcmp(answer, "HTTP/1.1 201", 12) != 0) {
            site_fail("a mark was answered with %.*s", (int)got, answer);
        }
    }
    size_t len = site_sheet(&bench->plan, number / COMPETITORS, number % COMPETITORS,
                            120 + number * 7919 % 81, request, sizeof request);
    if (send(bench->judge, request, len, MSG_NOSIGNAL) != (ssize_t)len) {
        site_fail("a mark could not be sent");
    }
}

// Until so many pictures have come in all, or well past the time that they should take.
static void run_until(struct bench *bench, uint64_t want, unsigned frames)
{
    uint64_t period = 1000000 / bench->rate;
    uint64_t next = clock_us();
    uint64_t end = next + frames * period + END_MS * 1000ULL;
    unsigned marks = bench->bare ? 0 : frames;

    while (pictures(&bench->all) < want && clock_us() < end) {
        if (marks > 0 && clock_us() >= next) {
            put_mark(bench);
            marks--;
            next += period;
        }
        turn(bench, 2);
    }
}

static void measure(struct bench *bench)
{
    uint64_t before = pictures(&bench->all);

    run_until(bench, before + (uint64_t)bench->warm * bench->count, bench->warm);
    bench->start = bench->all;
    bench->measuring = true;
    bench->start_cpu = proc_cpu_us(bench->pid);
    bench->start_us = clock_us();
    run_until(bench, pictures(&bench->all) + (uint64_t)bench->frames * bench->count, bench->frames);
    bench->cpu_us = proc_cpu_us(bench->pid) - bench->start_cpu;
}

static void report(struct bench *bench)
{
    uint64_t deltas = bench->all.deltas - bench->start.deltas;
    uint64_t snapshots = bench->all.snapshots - bench->start.snapshots;
    uint64_t beats = bench->all.beats - bench->start.beats;
    uint64_t bytes = bench->all.bytes - bench->start.bytes;
    double deliveries = (double)(deltas + snapshots + beats);
    double took_us = (double)(bench->last_us - bench->start_us);

    (void)printf(
        "{\"bench\":\"watch\",\"what\":\"%s\",\"watchers\":%u,\"frames\":%u,"
        "\"deltas\":%lu,\"snapshots\":%lu,\"heartbeats\":%lu,\"bytes_a_frame\":%.0f,"
        "\"seconds\":%.3f,\"deliveries_per_s\":%.0f,\"us_a_delivery\":%.3f,"
        "\"p50_us\":%u,\"p99_us\":%u,\"bytes_a_watcher\":%.0f}\n",
        bench->bare ? "bare" : "board", bench->count, bench->frames, (unsigned long)deltas,
        (unsigned long)snapshots, (unsigned long)beats, (double)bytes / deliveries, took_us / 1e6,
        deliveries * 1e6 / took_us, (double)bench->cpu_us / deliveries,
        spread_at(&bench->spread, 50), spread_at(&bench->spread, 99),
        (double)bench->idle_bytes / (double)bench->count);
}

static void open_board(struct bench *bench, const char *token_file)
{
    site_token(&bench->site, token_file);
    bench->plan = (struct site_plan){"watch", COMPETITORS, PARTS, NULL};
    site_prepare(&bench->site, &bench->plan);
    bench->judge = site_connect(&bench->site.address, 0);
    put_mark(bench); // so that there is a picture to begin with
}

static unsigned number(const char *text)
{
    return (unsigned)strtoul(text, NULL, 10);
}

int main(int argc, char **argv)
{
    static struct bench bench;

    if (argc != 9) {
        site_fail("see the head of bench/watch.c for its arguments");
    }
    proc_open_files();
    bench.bare = strcmp(argv[1], "bare") == 0;
    site_address(&bench.site, argv[2]);
    bench.pid = (int)number(argv[3]);
    bench.count = number(argv[5]);
    bench.rate = number(argv[6]);
    bench.warm = number(argv[7]);
    bench.frames = number(argv[8]);
    bench.poll = epoll_create1(EPOLL_CLOEXEC);
    bench.watchers = calloc(bench.count, sizeof *bench.watchers);
    if (!bench.bare) {
        open_board(&bench, argv[4]);
    }
    join_all(&bench);
    measure(&bench);
    report(&bench);
    return 0;
}
