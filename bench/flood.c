// One board saturated: marks come faster than pictures can be passed round, and some of the
// watchers do not read meanwhile.
//   bench_flood URL PID TOKEN-FILE WATCHERS DEAF MARKS-A-SECOND SECONDS
// Joins WATCHERS sockets to a board, of which DEAF are not read while the marks come. Prints one
// JSON line: how many pictures the node made of so many marks, how many of them were left out of
// what the sockets got (by their sequence numbers) and how many the node says it left out, and when
// the last mark stood before every reader; then the deaf are read again: how long until it stands
// before them. A socket that never gets it ends the program.
#include "base/clock.h"
#include "bench/kit/gallery.h"
#include "bench/kit/proc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { COMPETITORS = 90, PARTS = 40, LAST_US = 20000000 };

static const char skipped_meter[] = "jinbang_frames_skipped_total";

struct flood {
    struct gallery gallery;
    struct site site;
    struct site_plan plan;
    int judge;
    unsigned pid, deaf, rate, seconds, marks;
    uint64_t first_sequence, counted, cpu_us, took_us;
};

static void put_mark(struct flood *flood)
{
    char request[2048];
    char answer[4096];
    unsigned number = flood->marks++;
    size_t len = site_sheet(&flood->plan, number / COMPETITORS % PARTS, number % COMPETITORS,
                            120 + number * 7919 % 81, request, sizeof request);

    if (send(flood->judge, request, len, MSG_NOSIGNAL) != (ssize_t)len ||
        recv(flood->judge, answer, sizeof answer, 0) < 12 || memcmp(answer + 9, "201", 3) != 0) {
        site_fail("a mark could not be put: %.60s", answer);
    }
}

static void open_board(struct flood *flood, const char *token_file)
{
    site_token(&flood->site, token_file);
    flood->plan =
        (struct site_plan){.competition = "watch", .competitors = COMPETITORS, .parts = PARTS};
    site_prepare(&flood->site, &flood->plan);
    flood->judge = site_connect(&flood->site.address, 0);
    for (unsigned i = 0; i < COMPETITORS; i++) {
        put_mark(flood);
    }
}

// Until every socket from `first` on has a picture of the last mark; how long that took.
static uint64_t await_last(struct flood *flood, unsigned first, unsigned end)
{
    struct gallery *gallery = &flood->gallery;
    uint64_t began = clock_us();
    unsigned at = first;

    while (at < end) {
        if (gallery->sockets[at].done == flood->marks) {
            at++;
        } else if (clock_us() - began > LAST_US) {
            site_fail("socket %u knows %lu marks of %u", at,
                      (unsigned long)gallery->sockets[at].done, flood->marks);
        } else {
            gallery_turn(gallery, 2);
        }
    }
    return clock_us() - began;
}

static void pour(struct flood *flood)
{
    uint64_t began = clock_us();
    uint64_t cpu = proc_cpu_us((int)flood->pid);
    uint64_t period = 1000000 / flood->rate;

    for (unsigned i = 0; i < flood->rate * flood->seconds; i++) {
        while (clock_us() < began + i * period) {
            gallery_turn(&flood->gallery, 1);
        }
        put_mark(flood);
    }
    flood->took_us = clock_us() - began;
    flood->cpu_us = proc_cpu_us((int)flood->pid) - cpu;
}

static void begin(struct flood *flood)
{
    struct gallery *gallery = &flood->gallery;

    gallery_fill(gallery, 0, gallery->count);
    await_last(flood, 0, gallery->count);
    for (unsigned i = 0; i < flood->deaf; i++) {
        gallery_deafen(gallery, i);
    }
    for (unsigned i = 0; i < gallery->count; i++) {
        gallery->sockets[i].taken = 0;
    }
    flood->first_sequence = gallery->sockets[0].sequence[0];
    flood->counted = site_meter(&flood->site, skipped_meter);
}

static uint64_t sum_taken(const struct gallery *gallery, unsigned first, unsigned end)
{
    uint64_t sum = 0;

    for (unsigned i = first; i < end; i++) {
        sum += gallery->sockets[i].taken;
    }
    return sum;
}

static void report(const struct flood *flood, uint64_t last_us, uint64_t deaf_us)
{
    const struct gallery *gallery = &flood->gallery;
    unsigned readers = gallery->count - flood->deaf;
    uint64_t pictures = gallery->sockets[0].sequence[0] - flood->first_sequence;
    uint64_t taken = sum_taken(gallery, 0, gallery->count);

    (void)printf(
        "{\"bench\":\"flood\",\"watchers\":%u,\"deaf\":%u,\"marks\":%u,\"seconds\":%.2f,"
        "\"pictures\":%lu,\"a_reader\":%.1f,\"a_deaf\":%.1f,\"skipped\":%lu,\"counted\":%lu,"
        "\"last_ms\":%lu,\"deaf_last_ms\":%lu,\"node_cpu\":%.2f}\n",
        gallery->count, flood->deaf, flood->rate * flood->seconds, (double)flood->took_us / 1e6,
        (unsigned long)pictures,
        (double)sum_taken(gallery, flood->deaf, gallery->count) / (double)readers,
        flood->deaf ? (double)sum_taken(gallery, 0, flood->deaf) / (double)flood->deaf : 0,
        (unsigned long)(pictures * gallery->count - taken),
        (unsigned long)(site_meter(&flood->site, skipped_meter) - flood->counted),
        (unsigned long)(last_us / 1000), (unsigned long)(deaf_us / 1000),
        (double)flood->cpu_us / (double)flood->took_us);
}

int main(int argc, char **argv)
{
    static struct flood flood;
    static const char board[] = "watch/s/f/top100";

    if (argc != 8) {
        site_fail("see the head of bench/flood.c for its arguments");
    }
    proc_open_files();
    site_address(&flood.site, argv[1]);
    flood.pid = (unsigned)strtoul(argv[2], NULL, 10);
    flood.gallery = (struct gallery){.kind = GALLERY_BOARD,
                                     .address = &flood.site.address,
                                     .path = "/api/v1/live",
                                     .board_count = 1,
                                     .boards = {board},
                                     .keeps_done = true};
    flood.deaf = flood.gallery.deaf = (unsigned)strtoul(argv[5], NULL, 10);
    flood.rate = (unsigned)strtoul(argv[6], NULL, 10);
    flood.seconds = (unsigned)strtoul(argv[7], NULL, 10);
    open_board(&flood, argv[3]);
    gallery_open(&flood.gallery, (unsigned)strtoul(argv[4], NULL, 10));
    begin(&flood);
    pour(&flood);
    uint64_t last_us = await_last(&flood, flood.deaf, flood.gallery.count);
    for (unsigned i = 0; i < flood.deaf; i++) {
        gallery_hear(&flood.gallery, i);
    }
    report(&flood, last_us, await_last(&flood, 0, flood.deaf));
    return 0;
}
