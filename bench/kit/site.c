#include "bench/kit/site.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ROSTER_PIECE = 1000, ANSWER_ROOM = 1 << 20 };

void site_fail(const char *format, ...)
{
    va_list args;

    (void)fputs("bench: ", stderr);
    va_start(args, format);
    (void)vfprintf(stderr, format, args);
    va_end(args);
    (void)fputc('\n', stderr);
    exit(1);
}

void site_address(struct site *site, const char *url)
{
    static const char scheme[] = "http://";
    char host[INET_ADDRSTRLEN] = "";
    const char *at = url + sizeof scheme - 1;
    bool good = strncmp(url, scheme, sizeof scheme - 1) == 0 && strchr(at, ':');

    site->address = (struct sockaddr_in){.sin_family = AF_INET};
    if (good) {
        (void)snprintf(host, sizeof host, "%.*s", (int)strcspn(at, ":"), at);
    }
    if (!good || inet_pton(AF_INET, host, &site->address.sin_addr) != 1) {
        site_fail("%s is not http://ADDRESS:PORT", url);
    }
    site->address.sin_port = htons((uint16_t)strtoul(strchr(at, ':') + 1, NULL, 10));
}

void site_token(struct site *site, const char *token_file)
{
    FILE *file = fopen(token_file, "re");
    if (!file || !fgets(site->organiser, sizeof site->organiser, file)) {
        site_fail("%s holds no token", token_file);
    }
    (void)fclose(file);
    site->organiser[strcspn(site->organiser, "\r\n")] = 0;
}

int site_try(const struct sockaddr_in *address, uint32_t source, int segment)
{
    struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(source)};
    int late = 1; // the port is chosen at connect, so that it need only differ for one peer
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0 ||
        (source && (setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &late, sizeof late) != 0 ||
                    bind(fd, (const struct sockaddr *)&from, sizeof from) != 0))) {
        site_fail("no socket: %s", strerrordesc_np(errno));
    }
    if (segment && setsockopt(fd, IPPROTO_TCP, TCP_MAXSEG, &segment, sizeof segment) != 0) {
        site_fail("no small segments: %s", strerrordesc_np(errno));
    }
    if (connect(fd, (const struct sockaddr *)address, sizeof *address) != 0) {
        (void)close(fd);
        return -1;
    }
    return fd;
}

int site_connect(const struct sockaddr_in *address, uint32_t source)
{
    int fd = site_try(address, source, 0);

    if (fd < 0) {
        site_fail("cannot connect: %s", strerrordesc_np(errno));
    }
    return fd;
}

void site_key(char out[SITE_KEY + 1])
{
    static unsigned char pool[4096];
    static size_t used = sizeof pool;
    unsigned char bytes[16];
    char hex[2 * sizeof bytes + 1];

    if (used + sizeof bytes > sizeof pool) {
        used = 0;
        if (getrandom(pool, sizeof pool, 0) != sizeof pool) {
            site_fail("no random bytes");
        }
    }
    memcpy(bytes, pool + used, sizeof bytes);
    used += sizeof bytes;
    uint64_t now = (uint64_t)clock_wall_ms();
    for (unsigned i = 0; i < 6; i++) {
        bytes[i] = (unsigned char)(now >> (40 - 8 * i));
    }
    bytes[6] = (unsigned char)((bytes[6] & 0x0fU) | 0x70U);
    bytes[8] = (unsigned char)((bytes[8] & 0x3fU) | 0x80U);
    text_hex(bytes, sizeof bytes, hex);
    (void)snprintf(out, SITE_KEY + 1, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16,
                   hex + 20);
}

size_t site_sheet(const struct site_plan *plan, unsigned part, unsigned competitor, unsigned halves,
                  char *out, size_t room)
{
    char key[SITE_KEY + 1];
    char body[128];

    site_key(key);
    int body_len =
        snprintf(body, sizeof body, "{\"marks\":[{\"aspect\":\"a%u\",\"value\":\"%u%s\"}]}", part,
                 halves / 2, halves % 2 ? ".5" : "");
    int len =
        snprintf(out, room,
                 "PUT /api/v1/competitions/%s/sheets/p%u/c%u/J HTTP/1.1\r\n"
                 "Host: bench\r\nAuthorization: Bearer %s\r\nIdempotency-Key: %s\r\n"
                 "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
                 plan->competition, part, competitor, plan->tokens[part], key, body_len, body);
    return (size_t)len;
}

static void send_all(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t sent = send(fd, bytes, len, MSG_NOSIGNAL);
        if (sent < 0) {
            site_fail("cannot send: %s", strerrordesc_np(errno));
        }
        bytes += sent;
        len -= (size_t)sent;
    }
}

// Sends a request on a connection of its own and reads until the node closes it. The answer is the
// caller's to free.
static char *ask(const struct site *site, const char *head, const char *body, size_t body_len)
{
    char *answer = malloc(ANSWER_ROOM);
    size_t len = 0;
    int fd = site_connect(&site->address, 0);

    send_all(fd, head, strlen(head));
    send_all(fd, body, body_len);
    for (ssize_t got = 1; answer && got > 0; len += got > 0 ? (size_t)got : 0) {
        got = recv(fd, answer + len, ANSWER_ROOM - 1 - len, 0);
    }
    (void)close(fd);
    if (!answer || len < 12) {
        site_fail("no answer to %s", head);
    }
    answer[len] = 0;
    return answer;
}

// 201 or the end.
static char *post(const struct site *site, const char *path, const struct buf *body)
{
    char head[1024];
    char key[SITE_KEY + 1];

    site_key(key);
    (void)snprintf(head, sizeof head,
                   "POST /api/v1/competitions%s HTTP/1.1\r\nHost: bench\r\n"
                   "Connection: close\r\nAuthorization: Bearer %s\r\n"
                   "Idempotency-Key: %s\r\nContent-Type: application/json\r\n"
                   "Content-Length: %zu\r\n\r\n",
                   path, site->organiser, key, body->len);
    char *answer = ask(site, head, body->bytes, body->len);
    if (memcmp(answer + 9, "201", 3) != 0) {
        site_fail("%s was answered with %s", path, answer);
    }
    return answer;
}

uint64_t site_meter(const struct site *site, const char *name)
{
    char *answer =
        ask(site, "GET /metrics HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n", "", 0);
    char line[128];

    (void)snprintf(line, sizeof line, "\n%s ", name);
    const char *at = strstr(answer, line);
    uint64_t value = at ? strtoull(at + strlen(line), NULL, 10) : 0;
    free(answer);
    return value;
}

static void post_definition(const struct site *site, const struct site_plan *plan)
{
    struct buf *body = buf_new(1 << 16);

    text_printf(body,
                "{\"format\":\"jinbang-competition/1\",\"id\":\"%s\",\"name\":{\"zh\":\"量\"},"
                "\"fictional\":true,\"skills\":[{\"id\":\"s\",\"name\":{\"zh\":\"焊工\"},"
                "\"tie_break\":[{\"part\":\"p0\"}],"
                "\"exposure\":{\"before\":\"name\",\"after\":\"name\"},"
                "\"stages\":[{\"id\":\"f\",\"name\":{\"zh\":\"决赛\"},"
                "\"modules\":[{\"id\":\"m\",\"name\":{\"zh\":\"实操\"},\"parts\":[",
                plan->competition);
    for (unsigned i = 0; i < plan->parts; i++) {
        text_printf(
            body,
            "%s{\"id\":\"p%u\",\"name\":{\"zh\":\"第%u项\"},\"seats\":[\"J\"],%s\"aspects\":"
            "[{\"id\":\"a%u\",\"name\":{\"zh\":\"操作\"},\"min\":\"0\",\"max\":\"%u\","
            "\"step\":\"0.5\"}]}",
            i ? "," : "", i, i + 1, plan->wide && i == 0 ? "\"marks\":\"one_by_one\"," : "", i,
            plan->wide ? 100000 : 100);
    }
    text_printf(body, "]}]}]}]}");
    free(post(site, "", body));
    buf_unref(body);
}

static void post_roster(const struct site *site, const struct site_plan *plan, unsigned first)
{
    struct buf *body = buf_new(1 << 18);
    char path[128];
    unsigned end =
        first + ROSTER_PIECE < plan->competitors ? first + ROSTER_PIECE : plan->competitors;

    text_printf(body, "{\"competitors\":[");
    for (unsigned i = first; i < end; i++) {
        text_printf(body,
                    "%s{\"id\":\"c%u\",\"skill\":\"s\",\"code\":\"A%u\",\"name\":\"选手%u\","
                    "\"delegation\":\"示例单位",
                    i > first ? "," : "", i, i, i);
        text_printf(body, plan->units ? "%u\"}" : "\"}", plan->units ? i % plan->units : 0);
    }
    text_printf(body, "]}");
    (void)snprintf(path, sizeof path, "/%s/roster", plan->competition);
    free(post(site, path, body));
    buf_unref(body);
}

static void post_judges(const struct site *site, struct site_plan *plan)
{
    static const char mark[] = "\"token\":\"";
    struct buf *body = buf_new(1 << 16);
    char path[128];

    text_printf(body, "{\"judges\":[");
    for (unsigned i = 0; i < plan->parts; i++) {
        text_printf(body,
                    "%s{\"id\":\"j%u\",\"name\":\"裁判\",\"role\":\"judge\",\"seats\":"
                    "[{\"skill\":\"s\",\"part\":\"p%u\",\"seat\":\"J\"}]}",
                    i ? "," : "", i, i);
    }
    text_printf(body, "]}");
    (void)snprintf(path, sizeof path, "/%s/judges", plan->competition);
    char *answer = post(site, path, body);
    buf_unref(body);
    plan->tokens = calloc(plan->parts + 1U, sizeof *plan->tokens);
    const char *at = answer;
    for (unsigned i = 0; plan->tokens && i < plan->parts; i++) { // in the order of the request
        at = strstr(at, mark);
        if (!at) {
            site_fail("judge %u has no token", i);
        }
        at += sizeof mark - 1;
        (void)snprintf(plan->tokens[i], SITE_TOKEN_MAX, "%.*s", (int)strcspn(at, "\""), at);
    }
    free(answer);
}

static void post_bulk(const struct site *site, const struct site_plan *plan, unsigned first,
                      unsigned (*halves)(unsigned))
{
    struct buf *body = buf_new(1 << 16);
    char path[128];

    text_printf(body, "{\"part\":\"p0\",\"seat\":\"J\",\"aspect\":\"a0\",\"rows\":[");
    for (unsigned i = first; i < first + ROSTER_PIECE && i < plan->competitors; i++) {
        unsigned mark = halves(i);
        text_printf(body, "%s[\"c%u\",\"%u%s\"]", i > first ? "," : "", i, mark / 2,
                    mark % 2 ? ".5" : "");
    }
    text_printf(body, "]}");
    (void)snprintf(path, sizeof path, "/%s/bulk", plan->competition);
    free(post(site, path, body));
    buf_unref(body);
}

void site_bulk(const struct site *site, const struct site_plan *plan, unsigned (*halves)(unsigned))
{
    for (unsigned first = 0; first < plan->competitors; first += ROSTER_PIECE) {
        post_bulk(site, plan, first, halves);
    }
}

void site_prepare(const struct site *site, struct site_plan *plan)
{
    post_definition(site, plan);
    for (unsigned first = 0; first < plan->competitors; first += ROSTER_PIECE) {
        post_roster(site, plan, first);
    }
    post_judges(site, plan);
}
