#include "store/redis_socket.h"

#include "base/buf.h"
#include "base/must.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { OUT_BYTES = 16384, OUT_KEPT_BYTES = 1048576 };

struct redis_socket {
    int fd;
    struct buf *out;
    size_t sent; // of `out`
};

static int open_fd(const struct sockaddr *address, socklen_t len, int *ret_error)
{
    int fd = socket(address->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0 || (connect(fd, address, len) < 0 && errno != EINPROGRESS)) {
        *ret_error = errno;
        if (fd >= 0) {
            (void)close(fd);
        }
        return -1;
    }
    return fd;
}

static struct redis_socket *wrap(int fd)
{
    if (fd < 0) {
        return NULL;
    }
    struct redis_socket *it = calloc(1, sizeof *it);
    must(it);
    it->fd = fd;
    it->out = buf_new(OUT_BYTES);
    return it;
}

struct redis_socket *redis_socket_unix(const char *path, int *ret_error)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t len = strlen(path);

    must(len < sizeof address.sun_path); // redis_url has checked it
    memcpy(address.sun_path, path, len);
    return wrap(
        open_fd((const struct sockaddr *)(const void *)&address, sizeof address, ret_error));
}

static void set_port(struct sockaddr_storage *address, unsigned port)
{
    if (address->ss_family == AF_INET6) {
        ((struct sockaddr_in6 *)(void *)address)->sin6_port = htons((uint16_t)port);
    } else {
        ((struct sockaddr_in *)(void *)address)->sin_port = htons((uint16_t)port);
    }
}

static const struct addrinfo *choose(const struct addrinfo *list, unsigned turn)
{
    unsigned count = 0;
    for (const struct addrinfo *at = list; at; at = at->ai_next) {
        count++;
    }
    must(count > 0);
    for (unsigned left = turn % count; left > 0; left--) {
        list = list->ai_next;
    }
    return list;
}

struct redis_socket *redis_socket_tcp(const struct addrinfo *list, unsigned turn, unsigned port,
                                      int *ret_error)
{
    const struct addrinfo *chosen = choose(list, turn);
    struct sockaddr_storage address = {0};
    int one = 1;

    memcpy(&address, chosen->ai_addr, chosen->ai_addrlen);
    set_port(&address, port);
    int fd =
        open_fd((const struct sockaddr *)(const void *)&address, chosen->ai_addrlen, ret_error);
    if (fd >= 0) {
        (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    }
    return wrap(fd);
}

struct redis_socket *redis_socket_free(struct redis_socket *it)
{
    if (it) {
        (void)close(it->fd);
        buf_unref(it->out);
        free(it);
    }
    return NULL;
}

int redis_socket_fd(const struct redis_socket *it)
{
    return it->fd;
}

int redis_socket_error(const struct redis_socket *it)
{
    int error = 0;
    socklen_t len = sizeof error;
    return getsockopt(it->fd, SOL_SOCKET, SO_ERROR, &error, &len) == 0 ? error : errno;
}

static void add_head(struct buf *out, char kind, size_t number)
{
    char text[32];
    int len = snprintf(text, sizeof text, "%c%zu\r\n", kind, number);
    buf_add(out, text, (size_t)len);
}

void redis_socket_add(struct redis_socket *it, size_t argc, const struct slice *args)
{
    add_head(it->out, '*', argc);
    for (size_t i = 0; i < argc; i++) {
        add_head(it->out, '$', args[i].len);
        buf_add(it->out, args[i].at, args[i].len);
        buf_add(it->out, "\r\n", 2);
    }
}

// All is written: begin anew at the buffer's start, and do not keep a big one for ever.
static void rewind_out(struct redis_socket *it)
{
    it->sent = 0;
    it->out->len = 0;
    if (it->out->cap > OUT_KEPT_BYTES) {
        buf_unref(it->out);
        it->out = buf_new(OUT_BYTES);
    }
}

int redis_socket_flush(struct redis_socket *it, bool *ret_more)
{
    while (it->sent < it->out->len) {
        // Not hiredis' own writing, which would raise SIGPIPE.
        ssize_t sent =
            send(it->fd, it->out->bytes + it->sent, it->out->len - it->sent, MSG_NOSIGNAL);
        if (sent < 0 && errno == EAGAIN) {
            *ret_more = true;
            return 0;
        }
        if (sent < 0 && errno != EINTR) {
            return errno;
        }
        it->sent += sent > 0 ? (size_t)sent : 0;
    }
    rewind_out(it);
    *ret_more = false;
    return 0;
}

ssize_t redis_socket_read(struct redis_socket *it, char *bytes, size_t size)
{
    ssize_t got = recv(it->fd, bytes, size, 0);
    if (got < 0) {
        return errno == EINTR ? -EAGAIN : -errno;
    }
    return got;
}
