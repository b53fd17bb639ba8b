// Watchers who all lose their node in one moment and come back when they were told to.
//   bench_again URL TOKEN-FILE WATCHERS
// Makes a competition on the node and joins the sockets to a board of it; says "watching" on
// stderr, waits until all are lost, and comes back: each after the pause of its own, as often as
// nobody listens yet. Prints one JSON line: from the first that is let in again until the last has
// its picture.
#include "base/clock.h"
#include "bench/kit/gallery.h"
#include "bench/kit/proc.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { COMPETITORS = 50, PARTS = 1, PATIENCE_MS = 60000, REFUSED_MS = 250, AT_ONCE = 64 };

struct again {
    struct gallery gallery;
    struct site site;
    struct site_plan plan;
    uint64_t lost_us, first_us; // the first lost; the first let in again
    unsigned refused;
};

static void open_board(struct again *again, const char *token_file)
{
    char request[1024];
    char answer[4096];

    site_token(&again->site, token_file);
    again->plan =
        (struct site_plan){.competition = "watch", .competitors = COMPETITORS, .parts = PARTS};
    site_prepare(&again->site, &again->plan);
    int judge = site_connect(&again->site.address, 0);
    size_t len = site_sheet(&again->plan, 0, 0, 120, request, sizeof request);
    if (send(judge, request, len, MSG_NOSIGNAL) != (ssize_t)len ||
        recv(judge, answer, sizeof answer, 0) < 12) {
        site_fail("a mark could not be put");
    }
    (void)close(judge);
}

// Those whose time has come; a look at what arrives after every few.
static void come_back(struct again *again)
{
    struct gallery *gallery = &again->gallery;
    unsigned tried = 0;

    for (unsigned i = 0; i < gallery->count; i++) {
        struct gallery_socket *socket = &gallery->sockets[i];
        uint64_t now = socket->fd < 0 ? clock_us() : 0;
        if (socket->fd >= 0 || now < socket->again_us) {
            continue;
        }
        if (!gallery_join(gallery, i)) {
            socket->again_us = now + REFUSED_MS * 1000ULL;
            again->refused++;
        } else if (again->first_us == 0) {
            again->first_us = now;
        }
        if (++tried % AT_ONCE == 0) {
            gallery_turn(gallery, 0);
        }
    }
}

static void await_all(struct again *again)
{
    struct gallery *gallery = &again->gallery;
    uint64_t end = clock_us() + PATIENCE_MS * 1000ULL;

    while (gallery->lost < gallery->count) {
        gallery_turn(gallery, 5);
        again->lost_us = again->lost_us || gallery->lost == 0 ? again->lost_us : clock_us();
    }
    while (gallery->ready < gallery->count && clock_us() < end) {
        come_back(again);
        gallery_turn(gallery, 2);
    }
    if (gallery->ready < gallery->count) {
        site_fail("only %u of %u are back", gallery->ready, gallery->count);
    }
}

static unsigned number(const char *text)
{
    return (unsigned)strtoul(text, NULL, 10);
}

int main(int argc, char **argv)
{
    static struct again again;
    struct gallery *gallery = &again.gallery;

    if (argc != 4) {
        site_fail("see the head of bench/again.c for its arguments");
    }
    proc_open_files();
    site_address(&again.site, argv[1]);
    gallery->kind = GALLERY_BOARD;
    gallery->address = &again.site.address;
    gallery->path = "/api/v1/live";
    gallery->board_count = 1;
    gallery->boards[0] = "watch/s/f/top50";
    gallery->keeps_tokens = true;
    gallery_open(gallery, number(argv[3]));
    open_board(&again, argv[2]);
    gallery_fill(gallery, 0, gallery->count);
    gallery->may_lose = true;
    (void)fprintf(stderr, "watching %u\n", gallery->ready);
    await_all(&again);
    uint64_t now = clock_us();
    (void)printf(
        "{\"bench\":\"again\",\"watchers\":%u,\"lost\":%u,\"refused\":%u,\"resumed\":%lu,"
        "\"snapshots\":%lu,\"away_ms\":%lu,\"back_ms\":%lu}\n",
        gallery->count, gallery->lost, again.refused, (unsigned long)gallery->all.resumed,
        (unsigned long)gallery->all.snapshots,
        (unsigned long)((again.first_us - again.lost_us) / 1000),
        (unsigned long)((now - again.first_us) / 1000));
    return 0;
}
