// Phones that follow: each socket a competitor of its own, beside all of them on the first fifty,
// and on the table of delegations, of one large board on one node, taking turns.
//   bench_follow URL NODE-PID REDIS-PID TOKEN-FILE COMPETITORS WATCHERS SECONDS ROUNDS
// Every competitor has a mark; then five marks a second bring one from the end to the head of the
// board each, so that all the others' places move. Prints a JSON line a round and way: what CPU
// time node and Redis took a second, how old the pictures were when they were read, and how long
// the judge waited for an answer.
#include "base/clock.h"
#include "bench/kit/gallery.h"
#include "bench/kit/proc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { RATE = 5, WARM_MS = 3000, EVERYBODY = 100, HEAD = 1000, UNITS = 300 };

struct bench {
    struct gallery gallery;
    struct site site;
    struct site_plan plan;
    int node, redis, judge;
    unsigned marks;
    struct spread answers; // µs
};

// Up to 50 points for all but the first, who are brought to the head one by one.
static unsigned halves_of(unsigned competitor)
{
    return competitor < HEAD ? 0 : competitor * 7919 % (EVERYBODY + 1);
}

static void send_mark(struct bench *bench)
{
    char bytes[4096];

    if (bench->marks == HEAD) {
        site_fail("everybody has been brought to the head");
    }
    size_t len = site_sheet(&bench->plan, 1, bench->marks, EVERYBODY + 2 + bench->marks, bytes,
                            sizeof bytes);
    uint64_t began = clock_us();
    bench->marks++;
    if (send(bench->judge, bytes, len, MSG_NOSIGNAL) != (ssize_t)len ||
        recv(bench->judge, bytes, sizeof bytes, 0) < 12 || memcmp(bytes, "HTTP/1.1 20", 11) != 0) {
        site_fail("a mark could not be put");
    }
    spread_add(&bench->answers, clock_us() - began);
}

static void run(struct bench *bench, uint64_t ms)
{
    uint64_t end = clock_us() + ms * 1000;
    uint64_t next = clock_us();

    while (clock_us() < end) {
        if (clock_us() >= next) {
            send_mark(bench);
            next += 1000000 / RATE;
        }
        gallery_turn(&bench->gallery, 2);
    }
}

static void measure(struct bench *bench, const char *what, uint64_t seconds)
{
    struct gallery *gallery = &bench->gallery;

    run(bench, WARM_MS);
    struct gallery_counts before = gallery->all;
    uint64_t node = proc_cpu_us(bench->node);
    uint64_t redis = proc_cpu_us(bench->redis);
    uint64_t began = clock_us();
    memset(&gallery->spread, 0, sizeof gallery->spread);
    spread_clear(&bench->answers);
    gallery->measuring = true;
    run(bench, seconds * 1000);
    gallery->measuring = false;
    double took = (double)(clock_us() - began) / 1e6;
    uint64_t deltas = gallery->all.deltas - before.deltas;
    uint64_t snapshots = gallery->all.snapshots - before.snapshots;
    (void)printf(
        "{\"bench\":\"follow\",\"what\":\"%s\",\"watchers\":%u,\"competitors\":%u,"
        "\"pictures_per_s\":%.0f,\"snapshots\":%lu,\"node_us\":%.0f,\"redis_us\":%.0f,"
        "\"cpu_us\":%.0f,\"p50_us\":%u,\"p99_us\":%u,\"answer_us\":%u,"
        "\"answer_most_us\":%u,\"node_bytes\":%lu}\n",
        what, gallery->count, bench->plan.competitors, (double)(deltas + snapshots) / took,
        (unsigned long)snapshots, (double)(proc_cpu_us(bench->node) - node) / took,
        (double)(proc_cpu_us(bench->redis) - redis) / took,
        (double)(proc_cpu_us(bench->node) + proc_cpu_us(bench->redis) - node - redis) / took,
        spread_at(&gallery->spread, 50), spread_at(&gallery->spread, 99),
        spread_at(&bench->answers, 50), spread_at(&bench->answers, 100),
        (unsigned long)proc_resident_bytes(bench->node));
    (void)fflush(stdout);
}

static void look(struct bench *bench, const char *what, unsigned count, const char *const *boards,
                 unsigned step, uint64_t seconds)
{
    bench->gallery.board_count = count;
    memcpy(bench->gallery.boards, boards, count * sizeof *boards);
    bench->gallery.follow_step = step;
    gallery_fill(&bench->gallery, 0, bench->gallery.count);
    measure(bench, what, seconds);
    gallery_leave(&bench->gallery);
}

static unsigned number(const char *text)
{
    return (unsigned)strtoul(text, NULL, 10);
}

static void prepare(struct bench *bench, const char *token_file, unsigned competitors)
{
    site_token(&bench->site, token_file);
    bench->plan = (struct site_plan){.competition = "watch",
                                     .competitors = competitors,
                                     .parts = 2,
                                     .units = UNITS,
                                     .wide = true};
    site_prepare(&bench->site, &bench->plan);
    site_bulk(&bench->site, &bench->plan, halves_of);
    bench->judge = site_connect(&bench->site.address, 0);
}

int main(int argc, char **argv)
{
    static const char *const top[] = {"watch/s/f/top50"};
    static const char *const each[] = {"watch/s/f/who:c"};
    static const char *const units[] = {"watch/s/f/delegations1", "watch/s/f/delegations2",
                                        "watch/s/f/delegations3"};
    static struct bench bench;

    if (argc != 9) {
        site_fail("see the head of bench/follow.c for its arguments");
    }
    proc_open_files();
    site_address(&bench.site, argv[1]);
    bench.node = (int)number(argv[2]);
    bench.redis = (int)number(argv[3]);
    prepare(&bench, argv[4], number(argv[5]));
    bench.gallery.kind = GALLERY_BOARD;
    bench.gallery.address = &bench.site.address;
    bench.gallery.path = "/api/v1/live";
    gallery_open(&bench.gallery, number(argv[6]));
    for (unsigned round = 0; round < number(argv[8]); round++) {
        uint64_t seconds = number(argv[7]);
        look(&bench, "top", 1, top, 0, seconds);
        look(&bench, "follow", 1, each, number(argv[5]) / number(argv[6]), seconds);
        look(&bench, "units", UNITS / 100, units, 0, seconds);
    }
    return 0;
}
