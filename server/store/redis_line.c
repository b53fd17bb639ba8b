#include "store/redis_line.h"

#include "base/must.h"
#include "store/redis_socket.h"
#include "store/redis_url.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

enum {
    READ_BYTES = 8192, // at a time: those who are answered first should not wait for the last
    PUSH_CALLS = 8     // Redis begins with these while we still make the rest of this turn's
};

struct redis_line {
    uv_loop_t *loop;
    const struct redis_url *url;
    unsigned turn;
    struct redis_line_events events;
    void *owner;
    uv_getaddrinfo_t resolve;
    uv_poll_t poll;
    struct redis_socket *socket; // NULL before the host is found, and once closed
    unsigned unsent;             // calls since the last flush
    int wanted;                  // events that we wait for now
    int holders;                 // whoever opened us, the poll handle, the name request
    bool resolving;
    bool open;
    bool closed;
};

static void release(struct redis_line *line)
{
    if (--line->holders == 0) {
        void (*on_closed)(void *) = line->events.on_closed;
        void *owner = line->owner;
        free(line);
        on_closed(owner);
    }
}

static void on_poll_closed(uv_handle_t *handle)
{
    release(handle->data);
}

static void fail(struct redis_line *line, const char *reason)
{
    line->open = false;
    line->events.on_lost(line->owner, reason);
}

static void on_poll(uv_poll_t *poll, int status, int events);

static void want(struct redis_line *line, int events)
{
    if (line->wanted != events) {
        line->wanted = events;
        must(uv_poll_start(&line->poll, events, on_poll) == 0);
    }
}

// Writes early. An error is left for the poll, which meets it too: no call may end from inside of
// being made.
static void push(struct redis_line *line)
{
    bool more = false;

    line->unsent = 0;
    if (redis_socket_flush(line->socket, &more) == 0 && !more) {
        want(line, UV_READABLE);
    }
}

void redis_line_send(struct redis_line *line, size_t argc, const struct slice *args)
{
    must(line->open && !line->closed);
    redis_socket_add(line->socket, argc, args);
    want(line, UV_READABLE | UV_WRITABLE);
    if (++line->unsent == PUSH_CALLS) {
        push(line);
    }
}

static void flush(struct redis_line *line)
{
    bool more = false;
    line->unsent = 0;
    int error = redis_socket_flush(line->socket, &more);
    if (error) {
        fail(line, uv_strerror(-error));
    } else if (!more) {
        want(line, UV_READABLE);
    }
}

void redis_line_read(struct redis_line *line)
{
    static char bytes[READ_BYTES]; // a node has one loop

    ssize_t got = redis_socket_read(line->socket, bytes, sizeof bytes);
    if (got == -EAGAIN) {
        return;
    }
    if (got <= 0) {
        fail(line, got == 0 ? "Redis closed the connection" : uv_strerror((int)got));
        return;
    }
    line->events.on_bytes(line->owner, (struct slice){bytes, (size_t)got});
}

static void on_poll(uv_poll_t *poll, int status, int events)
{
    struct redis_line *line = poll->data;
    // The socket's own error tells more than poll does.
    int error = status < 0 || !line->open ? redis_socket_error(line->socket) : 0;

    if (status < 0 || error) {
        fail(line, uv_strerror(error ? -error : status));
        return;
    }
    if (!line->open) {
        line->open = true;
        want(line, UV_READABLE);
        line->events.on_open(line->owner);
        return;
    }
    if (events & UV_READABLE) {
        redis_line_read(line);
    }
    if (line->open && !line->closed && (events & UV_WRITABLE)) {
        flush(line);
    }
}

static void attach(struct redis_line *line, struct redis_socket *socket, int error)
{
    if (!socket) {
        fail(line, uv_strerror(-error));
        return;
    }
    line->socket = socket;
    must(uv_poll_init(line->loop, &line->poll, redis_socket_fd(socket)) == 0);
    line->poll.data = line;
    line->holders++;
    want(line, UV_WRITABLE);
}

static void on_resolved(uv_getaddrinfo_t *request, int status, struct addrinfo *list)
{
    struct redis_line *line = request->data;
    int error = 0;

    line->resolving = false;
    if (!line->closed && (status || !list)) {
        fail(line, status ? uv_strerror(status) : "The host of Redis has no address");
    } else if (!line->closed) {
        struct redis_socket *socket = redis_socket_tcp(list, line->turn, line->url->port, &error);
        attach(line, socket, error);
    }
    uv_freeaddrinfo(list);
    release(line);
}

struct redis_line *redis_line_new(uv_loop_t *loop, const struct redis_url *url, unsigned turn,
                                  const struct redis_line_events *events, void *owner)
{
    struct redis_line *line = calloc(1, sizeof *line);
    must(line);
    line->loop = loop;
    line->url = url;
    line->turn = turn;
    line->events = *events;
    line->owner = owner;
    line->resolve.data = line;
    line->holders = 1; // until redis_line_close()
    return line;
}

void redis_line_dial(struct redis_line *line)
{
    static const struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
    int error = 0;

    if (line->url->path) {
        struct redis_socket *socket = redis_socket_unix(line->url->path, &error);
        attach(line, socket, error);
        return;
    }
    error = uv_getaddrinfo(line->loop, &line->resolve, on_resolved, line->url->host, NULL, &hints);
    if (error) {
        fail(line, uv_strerror(error));
        return;
    }
    line->resolving = true;
    line->holders++;
}

void redis_line_close(struct redis_line *line)
{
    must(!line->closed);
    line->closed = true;
    if (line->socket) {
        uv_close((uv_handle_t *)&line->poll, on_poll_closed);
        line->socket = redis_socket_free(line->socket); // uv_close() took it out of the loop before
    }
    if (line->resolving) {
        (void)uv_cancel((uv_req_t *)&line->resolve); // its callback comes in any case
    }
    release(line);
}
