// Judges' sheets over HTTP, one mark each, every one a new address with its own key.
//   bench_put prepare URL TOKEN-FILE PLAN COMPETITORS PARTS NODE-PID REDIS-PID
//       makes the competition and writes PLAN: what the rounds need to know; prints one JSON line
//   bench_put round URL PLAN CONNECTIONS COUNT NODE-PID REDIS-PID LAYOUT
//       puts COUNT sheets that no round has put before, prints one JSON line
// A round's first tenth warms up and is not in its figures. Any answer but 201 fails the round.
#include "base/clock.h"
#include "bench/kit/proc.h"
#include "bench/kit/site.h"
#include "bench/kit/spread.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { REQUEST_ROOM = 1024, ANSWER_ROOM = 4096, EVENTS = 64, QUIET_MS = 10000, STRIDE = 1000003 };

struct line { // one connection
    int fd;
    uint64_t sent_us;
    size_t len;
    char answer[ANSWER_ROOM];
};

struct usage {
    uint64_t at_us, node_us, redis_us;
};

struct round {
    struct site site;
    struct site_plan plan;
    const char *plan_file, *layout;
    unsigned first; // number of the first sheet
    unsigned begun, done, warm, count;
    int node, redis;
    struct usage start;
    struct spread spread;
};

static void write_plan(const char *path, const struct site_plan *plan, unsigned next)
{
    FILE *file = fopen(path, "we");

    if (!file) {
        site_fail("%s: %s", path, strerrordesc_np(errno));
    }
    (void)fprintf(file, "%u %u %u\n", plan->competitors, plan->parts, next);
    for (unsigned i = 0; i < plan->parts; i++) {
        (void)fprintf(file, "%s\n", plan->tokens[i]);
    }
    (void)fclose(file);
}

static unsigned read_plan(const char *path, struct site_plan *plan)
{
    FILE *file = fopen(path, "re");
    char text[SITE_TOKEN_MAX] = "";
    char *rest = text;

    if (!file || !fgets(text, sizeof text, file)) {
        site_fail("%s is not a plan", path);
    }
    plan->competitors = (unsigned)strtoul(rest, &rest, 10);
    plan->parts = (unsigned)strtoul(rest, &rest, 10);
    unsigned next = (unsigned)strtoul(rest, &rest, 10);
    plan->tokens = calloc(plan->parts + 1U, sizeof *plan->tokens);
    for (unsigned i = 0; plan->tokens && i < plan->parts; i++) {
        if (!fgets(plan->tokens[i], SITE_TOKEN_MAX, file)) {
            site_fail("%s lacks a token", path);
        }
        plan->tokens[i][strcspn(plan->tokens[i], "\n")] = 0;
    }
    (void)fclose(file);
    return next;
}

static struct usage usage_now(const struct round *round)
{
    return (struct usage){clock_us(), proc_cpu_us(round->node), proc_cpu_us(round->redis)};
}

// Neighbouring sheets are of competitors far apart, as at benches that mark in parallel.
static void put_next(struct round *round, struct line *line)
{
    char request[REQUEST_ROOM];
    unsigned number = round->first + round->begun++;
    uint64_t spread = (uint64_t)number * STRIDE % round->plan.competitors;
    unsigned competitor = (unsigned)spread;
    unsigned part = number / round->plan.competitors;

    size_t len =
        site_sheet(&round->plan, part, competitor, number * 7919 % 201, request, sizeof request);
    line->len = 0;
    line->sent_us = clock_us();
    if (send(line->fd, request, len, MSG_NOSIGNAL) != (ssize_t)len) {
        site_fail("a request could not be sent: %s", strerrordesc_np(errno));
    }
}

// Whether the whole answer is there; its status must be 201.
static bool is_answered(struct line *line)
{
    line->answer[line->len] = 0;
    const char *body = strstr(line->answer, "\r\n\r\n");
    const char *field = body ? strcasestr(line->answer, "\r\ncontent-length:") : NULL;

    if (!field) {
        return false;
    }
    size_t head = (size_t)(body + 4 - line->answer);
    if (line->len < head + strtoul(field + 17, NULL, 10)) {
        return false;
    }
    if (memcmp(line->answer, "HTTP/1.1 201", 12) != 0 || !strstr(body, "\"receipt\"")) {
        site_fail("a sheet was answered with %s", line->answer);
    }
    return true;
}

static void on_answer(struct round *round, struct line *line)
{
    round->done++;
    if (round->done == round->warm) {
        round->start = usage_now(round);
    } else if (round->done > round->warm) {
        spread_add(&round->spread, clock_us() - line->sent_us);
    }
    if (round->begun < round->count) {
        put_next(round, line);
    }
}

static void on_readable(struct round *round, struct line *line)
{
    ssize_t got = recv(line->fd, line->answer + line->len, ANSWER_ROOM - 1 - line->len, 0);

    if (got <= 0) {
        site_fail("the node closed a connection");
    }
    line->len += (size_t)got;
    if (is_answered(line)) {
        on_answer(round, line);
    }
}

static void open_lines(struct round *round, int poll, struct line *lines, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &lines[i]};
        lines[i].fd = site_connect(&round->site.address, 0);
        if (epoll_ctl(poll, EPOLL_CTL_ADD, lines[i].fd, &event) != 0) {
            site_fail("epoll: %s", strerrordesc_np(errno));
        }
    }
    for (unsigned i = 0; i < count; i++) {
        put_next(round, &lines[i]);
    }
}

static void run(struct round *round, unsigned connections)
{
    struct epoll_event events[EVENTS];
    struct line *lines = calloc(connections, sizeof *lines);
    int poll = epoll_create1(EPOLL_CLOEXEC);

    open_lines(round, poll, lines, connections);
    while (round->done < round->count) {
        int ready = epoll_wait(poll, events, EVENTS, QUIET_MS);
        if (ready <= 0) {
            site_fail("no answer for %d ms; %u of %u were answered", QUIET_MS, round->done,
                      round->count);
        }
        for (int i = 0; i < ready; i++) {
            on_readable(round, events[i].data.ptr);
        }
    }
    for (unsigned i = 0; i < connections; i++) {
        (void)close(lines[i].fd);
    }
    (void)close(poll);
    free(lines);
}

static void report(struct round *round, unsigned connections)
{
    struct usage end = usage_now(round);
    double seconds = (double)(end.at_us - round->start.at_us) / 1e6;
    double measured = round->count - round->warm;

    (void)printf(
        "{\"bench\":\"put\",\"what\":\"PUT\",\"layout\":\"%s\",\"competitors\":%u,\"connections\":%"
        "u,"
        "\"created\":%u,\"measured\":%.0f,\"seconds\":%.3f,\"per_s\":%.0f,\"p50_us\":%u,"
        "\"p99_us\":%u,\"node_us\":%.2f,\"redis_us\":%.2f}\n",
        round->layout, round->plan.competitors, connections, round->done, measured, seconds,
        measured / seconds, spread_at(&round->spread, 50), spread_at(&round->spread, 99),
        (double)(end.node_us - round->start.node_us) / measured,
        (double)(end.redis_us - round->start.redis_us) / measured);
}

static int run_round(char **args)
{
    struct round round = {.plan = {.competition = "put"}, .plan_file = args[3]};
    unsigned connections = (unsigned)strtoul(args[4], NULL, 10);

    site_address(&round.site, args[2]);
    round.first = read_plan(round.plan_file, &round.plan);
    round.count = (unsigned)strtoul(args[5], NULL, 10);
    round.warm = round.count / 10;
    round.node = (int)strtoul(args[6], NULL, 10);
    round.redis = (int)strtoul(args[7], NULL, 10);
    round.layout = args[8];
    if (round.first + round.count > (uint64_t)round.plan.competitors * round.plan.parts) {
        site_fail("the competition has no further sheets");
    }
    run(&round, connections);
    report(&round, connections);
    write_plan(round.plan_file, &round.plan, round.first + round.count);
    spread_free(&round.spread);
    free(round.plan.tokens);
    return 0;
}

static int prepare(char **args)
{
    struct site site;
    struct round round = {.node = (int)strtoul(args[7], NULL, 10),
                          .redis = (int)strtoul(args[8], NULL, 10),
                          .plan = {.competition = "put",
                                   .competitors = (unsigned)strtoul(args[5], NULL, 10),
                                   .parts = (unsigned)strtoul(args[6], NULL, 10)}};
    struct usage start = usage_now(&round);

    site_address(&site, args[2]);
    site_token(&site, args[3]);
    site_prepare(&site, &round.plan);
    write_plan(args[4], &round.plan, 0);
    struct usage end = usage_now(&round);
    double rows = round.plan.competitors;
    (void)printf(
        "{\"bench\":\"put\",\"what\":\"roster\",\"competitors\":%u,\"rows_per_s\":%.0f,"
        "\"node_us\":%.2f,\"redis_us\":%.2f,\"node_bytes\":%lu,\"redis_bytes\":%lu}\n",
        round.plan.competitors, rows * 1e6 / (double)(end.at_us - start.at_us),
        (double)(end.node_us - start.node_us) / rows,
        (double)(end.redis_us - start.redis_us) / rows,
        (unsigned long)proc_resident_bytes(round.node),
        (unsigned long)proc_resident_bytes(round.redis));
    free(round.plan.tokens);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 9 && strcmp(argv[1], "prepare") == 0) {
        return prepare(argv);
    }
    if (argc == 9 && strcmp(argv[1], "round") == 0) {
        return run_round(argv);
    }
    site_fail("see the head of bench/put.c for its arguments");
}
