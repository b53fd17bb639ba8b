// Many watchers, each frame read, parsed and counted.
//   bench_watch KIND URL PID TOKEN-FILE WATCHERS FRAMES-A-SECOND WARM FRAMES [BOARDS [DEAF]]
// KIND
//   board   makes a competition on the node, joins WATCHERS sockets to BOARDS of its boards (1 to
//   4,
//           which every mark changes) and puts marks at that rate; the first DEAF do not read
//   peer    a server that sends to all at /sub what is posted to /pub (nchan, ws)
//   bare    bench_bare, which sends by itself; BOARDS frames a tick
// Says "watching" on stderr when all have joined; prints one JSON line. Latency counts from
// "sealed_us" in the frame to its reading here.
#include "base/clock.h"
#include "bench/kit/frame.h"
#include "bench/kit/gallery.h"
#include "bench/kit/proc.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum {
    COMPETITORS = 90, // frames of 1 KB: a frame names all in their order
    PARTS = 40,
    END_MS = 2000, // wait for stragglers after the last expected frame
    PEER_BYTES = 1024
};

static const char *const boards[GALLERY_BOARDS_MAX] = {"watch/s/f/top100", "watch/s/f/top12",
                                                       "watch/s/f/top50", "watch/s/f/page1"};

struct bench {
    const char *kind;
    struct gallery gallery;
    struct site site;
    struct site_plan plan;
    int pid, judge;
    unsigned rate, warm, frames, marks, deaf;
    struct gallery_counts start;
    uint64_t start_cpu, start_us, cpu_us, idle_bytes, start_bytes;
};

// ---- news: a mark for a node, a frame for a peer

static void await_answer(const struct bench *bench)
{
    char answer[4096];
    ssize_t got = recv(bench->judge, answer, sizeof answer, 0);

    if (got < 12 || memcmp(answer, "HTTP/1.1 20", 11) != 0) {
        site_fail("news were answered with %.*s", (int)got, answer);
    }
}

static size_t write_post(const struct bench *bench, char *out, size_t room)
{
    char frame[PEER_BYTES + 8];
    size_t len = PEER_BYTES - FRAME_HEAD;

    frame_delta(bench->marks, frame, PEER_BYTES);
    return (size_t)snprintf(
        out, room,
        "POST /pub HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
        "Content-Length: %zu\r\n\r\n%.*s",
        len, (int)len, frame + FRAME_HEAD);
}

static void send_news(struct bench *bench)
{
    char request[2048];
    unsigned number = bench->marks;

    // The answer to the one before has long come, if this rate is kept at all.
    if (number > 0) {
        await_answer(bench);
    }
    size_t len = bench->gallery.kind == GALLERY_PEER
                     ? write_post(bench, request, sizeof request)
                     : site_sheet(&bench->plan, number / COMPETITORS % PARTS, number % COMPETITORS,
                                  120 + number * 7919 % 81, request, sizeof request);
    bench->marks++;
    if (send(bench->judge, request, len, MSG_NOSIGNAL) != (ssize_t)len) {
        site_fail("news could not be sent");
    }
}

// ---- measuring

// Until so many pictures have come in all, or well past the time that they should take.
static void run_until(struct bench *bench, uint64_t want, unsigned frames)
{
    uint64_t period = 1000000 / bench->rate;
    uint64_t next = clock_us();
    uint64_t end = next + frames * period + END_MS * 1000ULL;
    unsigned news = bench->gallery.kind == GALLERY_BARE ? 0 : frames;

    while (gallery_pictures(&bench->gallery) < want && clock_us() < end) {
        if (news > 0 && clock_us() >= next) {
            send_news(bench);
            news--;
            next += period;
        }
        gallery_turn(&bench->gallery, 2);
    }
}

static void join_all(struct bench *bench)
{
    unsigned half = bench->gallery.count / 2;

    // What a server allocates once is there with the first half of them.
    gallery_fill(&bench->gallery, 0, half);
    uint64_t before = proc_resident_bytes(bench->pid);
    gallery_fill(&bench->gallery, half, bench->gallery.count);
    uint64_t after = proc_resident_bytes(bench->pid);
    bench->idle_bytes = after > before ? (after - before) / (bench->gallery.count - half) : 0;
    for (unsigned i = 0; i < bench->deaf; i++) {
        gallery_deafen(&bench->gallery, i);
    }
}

static void measure(struct bench *bench)
{
    struct gallery *gallery = &bench->gallery;
    uint64_t each = (uint64_t)(gallery->count - bench->deaf) * gallery->board_count;

    run_until(bench, gallery_pictures(gallery) + bench->warm * each, bench->warm);
    bench->start = gallery->all;
    gallery->measuring = true;
    bench->start_cpu = proc_cpu_us(bench->pid);
    bench->start_us = clock_us();
    bench->start_bytes = proc_resident_bytes(bench->pid);
    run_until(bench, gallery_pictures(gallery) + bench->frames * each, bench->frames);
    bench->cpu_us = proc_cpu_us(bench->pid) - bench->start_cpu;
}

static void report(struct bench *bench)
{
    const struct gallery *gallery = &bench->gallery;
    uint64_t deltas = gallery->all.deltas - bench->start.deltas;
    uint64_t snapshots = gallery->all.snapshots - bench->start.snapshots;
    uint64_t beats = gallery->all.beats - bench->start.beats;
    uint64_t bytes = gallery->all.bytes - bench->start.bytes;
    int64_t grown = (int64_t)proc_resident_bytes(bench->pid) - (int64_t)bench->start_bytes;
    double deliveries = (double)(deltas + snapshots + beats);
    double took_us = (double)(gallery->last_us - bench->start_us);

    (void)printf(
        "{\"bench\":\"watch\",\"what\":\"%s\",\"watchers\":%u,\"boards\":%u,\"deaf\":%u,"
        "\"frames\":%u,\"deltas\":%lu,\"snapshots\":%lu,\"heartbeats\":%lu,\"bytes_a_frame\":%.0f,"
        "\"seconds\":%.3f,\"deliveries_per_s\":%.0f,\"us_a_delivery\":%.3f,"
        "\"p50_us\":%u,\"p99_us\":%u,\"bytes_a_watcher\":%lu,\"grown_bytes\":%ld}\n",
        bench->kind, gallery->count, gallery->board_count, bench->deaf, bench->frames,
        (unsigned long)deltas, (unsigned long)snapshots, (unsigned long)beats,
        (double)bytes / deliveries, took_us / 1e6, deliveries * 1e6 / took_us,
        (double)bench->cpu_us / deliveries, spread_at(&bench->gallery.spread, 50),
        spread_at(&bench->gallery.spread, 99), (unsigned long)bench->idle_bytes, (long)grown);
}

// ---- the beginning

static void open_board(struct bench *bench, const char *token_file)
{
    site_token(&bench->site, token_file);
    bench->plan =
        (struct site_plan){.competition = "watch", .competitors = COMPETITORS, .parts = PARTS};
    site_prepare(&bench->site, &bench->plan);
    bench->judge = site_connect(&bench->site.address, 0);
    for (unsigned i = 0; i < COMPETITORS; i++) {
        send_news(bench); // one for each: the board is full
    }
}

static unsigned number(const char *text)
{
    return (unsigned)strtoul(text, NULL, 10);
}

static enum gallery_kind kind_of(const char *word)
{
    return strcmp(word, "bare") == 0   ? GALLERY_BARE
           : strcmp(word, "peer") == 0 ? GALLERY_PEER
                                       : GALLERY_BOARD;
}

static void read_arguments(struct bench *bench, int argc, char **argv)
{
    struct gallery *gallery = &bench->gallery;

    gallery->kind = kind_of(argv[1]);
    bench->kind = argv[1];
    gallery->path = gallery->kind == GALLERY_PEER ? "/sub" : "/api/v1/live";
    gallery->board_count = argc > 9 ? number(argv[9]) : 1;
    bench->deaf = gallery->deaf = argc > 10 ? number(argv[10]) : 0;
    memcpy(gallery->boards, boards, sizeof boards);
    site_address(&bench->site, argv[2]);
    gallery->address = &bench->site.address;
    bench->pid = (int)number(argv[3]);
    bench->rate = number(argv[6]);
    bench->warm = number(argv[7]);
    bench->frames = number(argv[8]);
    if (gallery->board_count < 1 || gallery->board_count > GALLERY_BOARDS_MAX) {
        site_fail("1 to %d boards", GALLERY_BOARDS_MAX);
    }
    gallery_open(gallery, number(argv[5]));
}

int main(int argc, char **argv)
{
    static struct bench bench;

    if (argc < 9 || argc > 11) {
        site_fail("see the head of bench/watch.c for its arguments");
    }
    proc_open_files();
    read_arguments(&bench, argc, argv);
    if (bench.gallery.kind == GALLERY_BOARD) {
        open_board(&bench, argv[4]);
    } else if (bench.gallery.kind == GALLERY_PEER) {
        bench.judge = site_connect(&bench.site.address, 0);
    }
    join_all(&bench);
    (void)fprintf(stderr, "watching %u\n", bench.gallery.ready);
    measure(&bench);
    report(&bench);
    return 0;
}
