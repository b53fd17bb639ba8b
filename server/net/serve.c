#include "net/serve.h"

#include "base/list.h"
#include "base/log.h"
#include "base/meter.h"
#include "base/must.h"
#include "net/conn.h"

#include <stdlib.h>
#include <sys/socket.h>

enum { BACKLOG = 1024 };

struct serve {
    uv_tcp_t tcp; // first: the handle is its serve
    uv_loop_t *loop;
    struct list https;
    struct serve_settings settings;
    struct http_events events;
    void *owner;
    int port;
    unsigned count; // connections whose handles are open
    bool stopping, closed;
    void (*on_stopped)(void *owner);
    void *stop_owner;
};

static void end_if_empty(struct serve *serve)
{
    if (serve->closed && serve->count == 0) {
        if (serve->on_stopped) {
            serve->on_stopped(serve->stop_owner);
        }
        free(serve);
    }
}

static void on_handle_closed(uv_handle_t *handle)
{
    struct serve *serve = (struct serve *)(void *)handle;

    serve->closed = true;
    end_if_empty(serve);
}

static void on_conn_freed(void *parent)
{
    struct serve *serve = parent;

    serve->count--;
    meter_gauge("jinbang_connections", "", serve->count);
    end_if_empty(serve);
}

static void on_connection(uv_stream_t *listener, int status)
{
    struct serve *serve = (struct serve *)(void *)listener;

    if (status < 0) {
        log_line(LOG_WARN, "serve.accept", "error=%s", uv_err_name(status));
        return;
    }
    struct conn *conn = conn_new(serve->loop, serve->settings.tls, true);
    conn_parent(conn, on_conn_freed, serve);
    bool full = serve->count >= serve->settings.connections_max;
    serve->count++;
    meter_gauge("jinbang_connections", "", serve->count);
    if (uv_accept(listener, (uv_stream_t *)conn_handle(conn)) != 0) {
        conn_abort(conn, "accept");
    } else if (full || serve->stopping) {
        meter_count("jinbang_connections_refused_total", "", 1);
        conn_abort(conn, "full");
    } else {
        struct http *http = http_new(conn, &serve->settings.http, &serve->events, serve->owner);
        http_join(http, &serve->https);
    }
}

static int read_address(const struct serve_settings *settings, struct sockaddr_storage *ret)
{
    if (uv_ip4_addr(settings->host, settings->port, (struct sockaddr_in *)ret) == 0) {
        return 0;
    }
    return uv_ip6_addr(settings->host, settings->port, (struct sockaddr_in6 *)ret);
}

static int share_port(struct serve *serve)
{
    uv_os_fd_t fd = -1;
    int on = 1;
    int failed = uv_fileno((uv_handle_t *)&serve->tcp, &fd);

    if (failed == 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0) {
        failed = UV_ENOTSUP;
    }
    return failed;
}

static int listen_on(struct serve *serve, const struct sockaddr *address)
{
    struct sockaddr_storage bound;
    int len = sizeof bound;
    int failed = serve->settings.share_port ? share_port(serve) : 0;

    if (failed == 0) {
        failed = uv_tcp_bind(&serve->tcp, address, 0); // libuv sets SO_REUSEADDR
    }
    if (failed == 0) {
        failed = uv_listen((uv_stream_t *)&serve->tcp, BACKLOG, on_connection);
    }
    if (failed == 0) {
        failed = uv_tcp_getsockname(&serve->tcp, (struct sockaddr *)&bound, &len);
    }
    if (failed == 0) {
        // The port stands at the same place in both families.
        serve->port = ntohs(((const struct sockaddr_in *)&bound)->sin_port);
    }
    return failed;
}

int serve_start(uv_loop_t *loop, const struct serve_settings *settings,
                const struct http_events *events, void *owner, struct serve **ret)
{
    struct sockaddr_storage address;
    int failed = read_address(settings, &address);

    if (failed) {
        return failed;
    }
    struct serve *serve = calloc(1, sizeof *serve);
    must(serve);
    serve->loop = loop;
    serve->settings = *settings;
    serve->events = *events;
    serve->owner = owner;
    list_init(&serve->https);
    failed = uv_tcp_init_ex(loop, &serve->tcp, address.ss_family);
    if (failed) {
        free(serve);
        return failed;
    }
    failed = listen_on(serve, (const struct sockaddr *)&address);
    if (failed) {
        uv_close((uv_handle_t *)&serve->tcp, on_handle_closed);
        return failed;
    }
    *ret = serve;
    return 0;
}

int serve_port(const struct serve *serve)
{
    return serve->port;
}

unsigned serve_count(const struct serve *serve)
{
    return serve->count;
}

void serve_stop(struct serve *serve, void (*on_stopped)(void *owner), void *owner)
{
    must(!serve->stopping);
    serve->stopping = true;
    serve->on_stopped = on_stopped;
    serve->stop_owner = owner;
    http_close_all(&serve->https);
    uv_close((uv_handle_t *)&serve->tcp, on_handle_closed);
}
