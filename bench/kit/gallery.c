#include "bench/kit/gallery.h"

#include "base/clock.h"
#include "bench/kit/frame.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    EVENTS = 512,
    SOURCES = 8,
    JOINING_MAX = 200, // sockets that are not ready yet
    HELLO_ROOM = 1024,
    DEAF_BYTES = 4096,
    DEAF_SEGMENT = 536,
    PATIENCE_US = 15000000 // without anybody becoming ready
};

uint64_t gallery_pictures(const struct gallery *gallery)
{
    return gallery->all.deltas + gallery->all.snapshots;
}

void gallery_open(struct gallery *gallery, unsigned count)
{
    gallery->count = count;
    gallery->poll = epoll_create1(EPOLL_CLOEXEC);
    gallery->sockets = calloc(count, sizeof *gallery->sockets);
    for (unsigned i = 0; gallery->sockets && i < count; i++) {
        gallery->sockets[i].fd = -1;
    }
}

static bool is_ready(const struct gallery *gallery, const struct gallery_socket *socket)
{
    return gallery->kind == GALLERY_BOARD ? socket->pictures == gallery->board_count
                                          : socket->greeted;
}

// ---- saying hello

static int write_board(const struct gallery *gallery, const struct gallery_socket *socket,
                       unsigned i, char *out, size_t room)
{
    if (gallery->follow_step == 0) {
        return snprintf(out, room, "%s\"%s\"", i ? "," : "", gallery->boards[i]);
    }
    unsigned number = (unsigned)(socket - gallery->sockets) * gallery->follow_step;
    return snprintf(out, room, "\"%s%u\"", gallery->boards[0], number);
}

static size_t write_hello(const struct gallery *gallery, const struct gallery_socket *socket,
                          char out[HELLO_ROOM])
{
    const char *resume = socket->resume;
    int len = snprintf(out, HELLO_ROOM, "{\"type\":\"hello\",\"boards\":[");

    for (unsigned i = 0; i < gallery->board_count; i++) {
        len += write_board(gallery, socket, i, out + len, HELLO_ROOM - (size_t)len);
    }
    len += snprintf(out + len, HELLO_ROOM - (size_t)len, "]%s%s%s}", resume ? ",\"resume\":\"" : "",
                    resume ? resume : "", resume ? "\"" : "");
    return (size_t)len;
}

static void say_hello(const struct gallery *gallery, const struct gallery_socket *socket)
{
    char text[HELLO_ROOM];
    char frame[8 + HELLO_ROOM];
    size_t len = write_hello(gallery, socket, text);
    size_t head = 2;

    frame[0] = (char)0x81;
    if (len < 126) {
        frame[1] = (char)(0x80 | len);
    } else {
        frame[1] = (char)(0x80 | 126);
        frame[2] = (char)(len >> 8);
        frame[3] = (char)(len & 0xff);
        head = 4;
    }
    memset(frame + head, 0, 4); // masked with zeros: the bytes stay as they are
    memcpy(frame + head + 4, text, len);
    len += head + 4;
    if (send(socket->fd, frame, len, MSG_NOSIGNAL) != (ssize_t)len) {
        site_fail("a hello could not be sent");
    }
}

// The upgrade's answer; gives the bytes after it.
static size_t take_upgrade(struct gallery *gallery, struct gallery_socket *socket,
                           const char *bytes, size_t len)
{
    const char *end = memmem(bytes, len, "\r\n\r\n", 4);

    if (!end) {
        return 0;
    }
    if (memcmp(bytes, "HTTP/1.1 503", 12) == 0) { // it has just been started
        (void)shutdown(socket->fd, SHUT_RDWR);
        return len;
    }
    if (memcmp(bytes, "HTTP/1.1 101", 12) != 0) {
        site_fail("an upgrade was answered with %.*s", (int)len, bytes);
    }
    socket->greeted = true;
    if (gallery->kind == GALLERY_BOARD) {
        say_hello(gallery, socket);
    } else {
        gallery->ready++;
    }
    return (size_t)(end + 4 - bytes);
}

// ---- frames

static unsigned board_of(const struct gallery *gallery, const char *text, size_t len)
{
    static const char mark[] = "\"board\":\"";
    const char *at = memmem(text, len, mark, sizeof mark - 1);

    for (unsigned i = 0; at && i < gallery->board_count; i++) {
        size_t name = strlen(gallery->boards[i]);
        const char *begin = at + sizeof mark - 1;
        if ((size_t)(text + len - begin) > name && memcmp(begin, gallery->boards[i], name) == 0 &&
            begin[name] == '"') {
            return i;
        }
    }
    return 0;
}

static void keep_token(struct gallery_socket *socket, const char *text, size_t len)
{
    static const char mark[] = "\"token\":\"";
    const char *at = memmem(text, len, mark, sizeof mark - 1);
    const char *begin = at ? at + sizeof mark - 1 : NULL;
    const char *end = begin ? memchr(begin, '"', (size_t)(text + len - begin)) : NULL;

    if (end && end > begin && end - begin < GALLERY_TOKEN_MAX) {
        free(socket->resume);
        socket->resume = strndup(begin, (size_t)(end - begin));
    }
}

static void count_ready(struct gallery *gallery, struct gallery_socket *socket, bool is_first)
{
    if (is_first && ++socket->pictures == gallery->board_count) {
        gallery->ready++;
    }
}

static void take_picture(struct gallery *gallery, struct gallery_socket *socket, const char *text,
                         size_t len)
{
    bool delta = frame_is(text, len, "delta");
    unsigned board = board_of(gallery, text, len);
    uint64_t from = 0;
    uint64_t to = 0;
    uint64_t sealed = 0;
    uint64_t now = clock_us();
    uint64_t *sequence = &socket->sequence[board];

    gallery->last_us = now;
    bool whole = frame_number(text, len, delta ? "to" : "seq", &to) &&
                 frame_number(text, len, "sealed_us", &sealed) && sealed <= now &&
                 (!delta || frame_number(text, len, "from", &from));
    if (!whole || (delta && *sequence > 0 && from != *sequence)) {
        site_fail("a frame is wrong after %lu: %.*s", (unsigned long)*sequence, (int)len, text);
    }
    *(delta ? &gallery->all.deltas : &gallery->all.snapshots) += 1;
    if (gallery->kind == GALLERY_BOARD) {
        count_ready(gallery, socket, *sequence == 0);
    }
    *sequence = to;
    socket->taken++;
    if (gallery->keeps_done) {
        (void)frame_number(text, len, "done", &socket->done); // of the board: it stands first
    }
    if (gallery->keeps_tokens) {
        keep_token(socket, text, len);
    }
    if (gallery->measuring) {
        spread_add(&gallery->spread, now - sealed);
    }
}

// Who is told that he goes on holds all pictures already.
static void take_welcome(struct gallery *gallery, struct gallery_socket *socket, const char *text,
                         size_t len)
{
    (void)frame_number(text, len, "retry_ms", &socket->pause_ms);
    if (memmem(text, len, "\"resumed\":true", 14)) {
        gallery->all.resumed++;
        gallery->ready += socket->pictures < gallery->board_count;
        socket->pictures = gallery->board_count;
    }
}

static void take_goodbye(struct gallery_socket *socket, const char *text, size_t len)
{
    uint64_t after_ms = 0;

    (void)frame_number(text, len, "retry_after_ms", &after_ms);
    socket->pause_ms += after_ms;
}

static void take_frame(struct gallery *gallery, struct gallery_socket *socket, const char *text,
                       size_t len)
{
    if (frame_is(text, len, "delta") || frame_is(text, len, "snapshot")) {
        take_picture(gallery, socket, text, len);
    } else if (frame_is(text, len, "heartbeat")) {
        gallery->all.beats++;
    } else if (frame_is(text, len, "welcome")) {
        take_welcome(gallery, socket, text, len);
    } else if (frame_is(text, len, "bye")) {
        take_goodbye(socket, text, len);
    } else if (frame_is(text, len, "problem") && memmem(text, len, "\"status\":503", 12)) {
        (void)shutdown(socket->fd, SHUT_RDWR); // it has just been started: again after a pause
    } else {
        site_fail("an unexpected frame: %.*s", (int)len, text);
    }
}

// A ping without a text, which who is silent is asked with; returns its length, 0: it is none.
static size_t take_ping(const struct gallery_socket *socket, const char *bytes, size_t len)
{
    static const char pong[] = {(char)0x8a, (char)0x80, 0, 0, 0, 0};

    if (len < 2 || (unsigned char)bytes[0] != 0x89 || bytes[1] != 0) {
        return 0;
    }
    if (send(socket->fd, pong, sizeof pong, MSG_NOSIGNAL) != sizeof pong) {
        site_fail("a pong could not be sent");
    }
    return 2;
}

// Takes what is whole; returns the number of bytes taken.
static size_t take_bytes(struct gallery *gallery, struct gallery_socket *socket, const char *bytes,
                         size_t len)
{
    size_t at = socket->greeted ? 0 : take_upgrade(gallery, socket, bytes, len);
    const char *text = NULL;
    size_t text_len = 0;
    size_t frame_len = 0;
    int got = socket->greeted ? 1 : 0;

    while (got > 0) {
        at += take_ping(socket, bytes + at, len - at);
        got = frame_next(bytes + at, len - at, &text, &text_len, &frame_len);
        if (got > 0) {
            take_frame(gallery, socket, text, text_len);
            at += frame_len;
        } else if (got < 0 && (unsigned char)bytes[at] == 0x88) {
            return len; // its close frame; the end follows
        }
    }
    if (got < 0) {
        site_fail("not a whole text frame: %02x %02x %.*s", (unsigned char)bytes[at],
                  (unsigned char)bytes[at + 1], (int)(len - at - 2), bytes + at + 2);
    }
    return at;
}

// ---- sockets

static void lose(struct gallery *gallery, struct gallery_socket *socket)
{
    if (!gallery->may_lose) {
        site_fail("a watcher lost its connection");
    }
    gallery->ready -= is_ready(gallery, socket);
    gallery->lost++;
    (void)close(socket->fd);
    free(socket->rest);
    *socket = (struct gallery_socket){
        .fd = -1, .resume = socket->resume, .again_us = clock_us() + socket->pause_ms * 1000};
}

static void on_readable(struct gallery *gallery, struct gallery_socket *socket)
{
    size_t before = socket->rest_len;

    if (before > 0) {
        memcpy(gallery->read, socket->rest, before);
        free(socket->rest);
        socket->rest = NULL;
        socket->rest_len = 0;
    }
    ssize_t got = recv(socket->fd, gallery->read + before, GALLERY_READ - before, MSG_DONTWAIT);
    if (got <= 0) {
        lose(gallery, socket);
        return;
    }
    gallery->all.bytes += (uint64_t)got;
    size_t len = before + (size_t)got;
    size_t taken = take_bytes(gallery, socket, gallery->read, len);
    socket->rest_len = len - taken;
    if (socket->rest_len > 0) {
        socket->rest = malloc(socket->rest_len);
        memcpy(socket->rest, gallery->read + taken, socket->rest_len);
    }
}

void gallery_turn(struct gallery *gallery, int ms)
{
    struct epoll_event events[EVENTS];
    int ready = epoll_wait(gallery->poll, events, EVENTS, ms);

    for (int i = 0; i < ready; i++) {
        on_readable(gallery, events[i].data.ptr);
    }
}

bool gallery_join(struct gallery *gallery, unsigned index)
{
    struct gallery_socket *socket = &gallery->sockets[index];
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = socket};
    char upgrade[512];

    socket->fd = site_try(gallery->address, 0x7f000101 + index % SOURCES, // 127.0.1.1 …
                          index < gallery->deaf ? DEAF_SEGMENT : 0);
    if (socket->fd < 0) {
        return false;
    }
    if (epoll_ctl(gallery->poll, EPOLL_CTL_ADD, socket->fd, &event) != 0) {
        site_fail("epoll: %s", strerrordesc_np(errno));
    }
    if (gallery->kind == GALLERY_BARE) {
        socket->greeted = true;
        gallery->ready++;
        return true;
    }
    int len = snprintf(upgrade, sizeof upgrade,
                       "GET %s HTTP/1.1\r\nHost: bench\r\nConnection: Upgrade\r\n"
                       "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
                       gallery->path);
    if (send(socket->fd, upgrade, (size_t)len, MSG_NOSIGNAL) != len) {
        site_fail("an upgrade could not be sent");
    }
    return true;
}

void gallery_fill(struct gallery *gallery, unsigned first, unsigned end)
{
    unsigned joined = first;
    unsigned ready = gallery->ready;
    uint64_t since = clock_us();

    while (gallery->ready < end) {
        while (joined < end && joined - gallery->ready < JOINING_MAX) {
            if (!gallery_join(gallery, joined++)) {
                site_fail("nobody listens");
            }
        }
        gallery_turn(gallery, 10);
        if (gallery->ready > ready) {
            ready = gallery->ready;
            since = clock_us();
        } else if (clock_us() - since > PATIENCE_US) {
            site_fail("after %u of %u nobody is let in any more", ready, end);
        }
    }
}

void gallery_leave(struct gallery *gallery)
{
    for (unsigned i = 0; i < gallery->count; i++) {
        struct gallery_socket *socket = &gallery->sockets[i];
        if (socket->fd >= 0) {
            (void)close(socket->fd);
        }
        free(socket->rest);
        free(socket->resume);
        *socket = (struct gallery_socket){.fd = -1};
    }
    gallery->ready = 0;
}

void gallery_deafen(struct gallery *gallery, unsigned index)
{
    struct gallery_socket *socket = &gallery->sockets[index];
    int bytes = DEAF_BYTES;

    (void)setsockopt(socket->fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    (void)epoll_ctl(gallery->poll, EPOLL_CTL_DEL, socket->fd, NULL);
}

void gallery_hear(struct gallery *gallery, unsigned index)
{
    struct gallery_socket *socket = &gallery->sockets[index];
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = socket};

    if (epoll_ctl(gallery->poll, EPOLL_CTL_ADD, socket->fd, &event) != 0) {
        site_fail("epoll: %s", strerrordesc_np(errno));
    }
}
