// One connection, opened when it is first needed and again when it has been lost; one request on it
// at a time. Every answer, and every loss, comes through finish(), which frees the client for the
// next request before it calls back.
#include "net/client.h"

#include "base/buf.h"
#include "base/must.h"
#include "base/text.h"
#include "net/conn.h"

#include <llhttp.h>

#include <stdlib.h>
#include <strings.h>

enum { HOST_MAX = 254, HEADER_NAME_MAX = 32, VALUE_MAX = 1024, ANSWER_MAX = 1 << 28 };

struct client {
    uv_timer_t timer; // first: the handle is its client
    uv_loop_t *loop;
    struct tls *tls;
    struct conn *conn; // NULL: none, or given up
    struct sockaddr_storage address;
    uv_getaddrinfo_t lookup;
    struct buf *request; // to be sent; NULL when it has been
    struct buf *body;    // of the answer, so far
    client_on_answer on_answer;
    void *owner;
    llhttp_t parser;
    uint64_t retry_after_s;
    size_t name_len, value_len;
    int port;
    unsigned holds; // handles and lookups that still point here
    bool secure, resolved, looking, connected, closing;
    bool busy, head_only, whole, keeps;
    char host[HOST_MAX];
    char authority[HOST_MAX + 10];                // as the Host header has it
    char name[HEADER_NAME_MAX], value[VALUE_MAX]; // the header that is coming
    char etag[VALUE_MAX], location[VALUE_MAX];
};

struct dial {
    uv_connect_t connect; // first: libuv hands it back
    struct client *client;
    struct conn *conn;
};

static void release(struct client *client)
{
    if (--client->holds == 0) {
        buf_unref(client->request);
        buf_unref(client->body);
        free(client);
    }
}

static void drop_conn(struct client *client)
{
    if (client->conn) {
        conn_abort(client->conn, "dropped");
        client->conn = NULL;
        client->connected = false;
    }
}

// Status 0: lost. The client may be closed, or busy again, when this returns.
static void finish(struct client *client, int status)
{
    struct buf *body = client->body;

    if (!client->busy) {
        return;
    }
    client->busy = false;
    client->body = NULL;
    client->request = buf_unref(client->request);
    (void)uv_timer_stop(&client->timer);
    struct client_answer answer = {.status = status};
    char etag[VALUE_MAX];
    char location[VALUE_MAX];
    if (status != 0) {
        memcpy(etag, client->etag, sizeof etag); // a new request in the callback may overwrite them
        memcpy(location, client->location, sizeof location);
        answer.body = (struct slice){body->bytes, body->len};
        answer.etag = etag[0] ? slice_of(etag) : SLICE_NONE;
        answer.location = location[0] ? slice_of(location) : SLICE_NONE;
        answer.retry_after_s = client->retry_after_s;
    }
    client->on_answer(client->owner, &answer);
    buf_unref(body);
}

static void lose(struct client *client)
{
    drop_conn(client);
    finish(client, 0);
}

static void on_timer(uv_timer_t *timer)
{
    lose((struct client *)(void *)timer);
}

// From inside client_send no callback may come: on the next turn.
static void lose_soon(struct client *client)
{
    (void)uv_timer_start(&client->timer, on_timer, 0, 0);
}

// ---- the answer

static void header_done(struct client *client)
{
    uint64_t seconds = 0;

    if (strcasecmp(client->name, "etag") == 0) {
        memcpy(client->etag, client->value, sizeof client->etag);
    } else if (strcasecmp(client->name, "location") == 0) {
        memcpy(client->location, client->value, sizeof client->location);
    } else if (strcasecmp(client->name, "retry-after") == 0 &&
               text_uint(slice_of(client->value), 86400, &seconds)) {
        client->retry_after_s = seconds;
    }
    client->name_len = client->value_len = 0;
    client->name[0] = client->value[0] = '\0';
}

// What does not fit is not one of the headers that matter here.
static void append(char *to, size_t *len, size_t max, struct slice more)
{
    size_t take = more.len < max - 1 - *len ? more.len : max - 1 - *len;

    memcpy(to + *len, more.at, take);
    *len += take;
    to[*len] = '\0';
}

static int on_name(llhttp_t *parser, const char *bytes, size_t len)
{
    struct client *client = parser->data;

    append(client->name, &client->name_len, sizeof client->name, (struct slice){bytes, len});
    return 0;
}

static int on_value(llhttp_t *parser, const char *bytes, size_t len)
{
    struct client *client = parser->data;

    append(client->value, &client->value_len, sizeof client->value, (struct slice){bytes, len});
    return 0;
}

static int on_value_complete(llhttp_t *parser)
{
    header_done(parser->data);
    return 0;
}

static int on_headers_complete(llhttp_t *parser)
{
    const struct client *client = parser->data;

    return client->head_only ? 1 : 0;
}

static int on_body(llhttp_t *parser, const char *bytes, size_t len)
{
    struct client *client = parser->data;

    if (len > ANSWER_MAX - client->body->len) {
        return HPE_USER;
    }
    buf_add(client->body, bytes, len);
    return 0;
}

static int on_message_complete(llhttp_t *parser)
{
    struct client *client = parser->data;

    if (parser->status_code < 200) {
        return 0; // 100 Continue: the answer is still to come
    }
    client->whole = true;
    client->keeps = llhttp_should_keep_alive(parser) == 1;
    return HPE_PAUSED;
}

static llhttp_settings_t *callbacks(void)
{
    static llhttp_settings_t settings;

    settings.on_header_field = on_name;
    settings.on_header_value = on_value;
    settings.on_header_value_complete = on_value_complete;
    settings.on_headers_complete = on_headers_complete;
    settings.on_body = on_body;
    settings.on_message_complete = on_message_complete;
    return &settings;
}

static void expect_answer(struct client *client)
{
    llhttp_init(&client->parser, HTTP_RESPONSE, callbacks());
    client->parser.data = client;
    client->whole = false;
    client->name_len = client->value_len = 0;
    client->name[0] = client->value[0] = client->etag[0] = client->location[0] = '\0';
    client->retry_after_s = 0;
    buf_unref(client->body);
    client->body = buf_new(1024);
}

// ---- the connection

static void on_bytes(void *owner, char *bytes, size_t len)
{
    struct client *client = owner;

    if (!client->busy || client->request) {
        lose(client); // nobody asked
        return;
    }
    llhttp_errno_t error = llhttp_execute(&client->parser, bytes, len);
    if (client->whole) {
        if (!client->keeps || llhttp_get_error_pos(&client->parser) != bytes + len) {
            drop_conn(client);
        }
        finish(client, client->parser.status_code);
    } else if (error != HPE_OK) {
        lose(client);
    }
}

static void on_end(void *owner)
{
    struct client *client = owner;

    drop_conn(client);
    // A body that only the connection's end delimits.
    if (client->busy && !client->request && llhttp_finish(&client->parser) != HPE_INTERNAL &&
        client->whole) {
        finish(client, client->parser.status_code);
    } else {
        finish(client, 0);
    }
}

static void on_conn_freed(void *parent)
{
    release(parent);
}

static void send_request(struct client *client)
{
    expect_answer(client);
    conn_send(client->conn, client->request);
    client->request = buf_unref(client->request);
}

// Of a conn that was dropped, the events still name this client: only its end is of interest then.
static void on_conn_closed(void *owner, const char *reason)
{
    struct client *client = owner;

    (void)reason;
    if (client->conn && conn_is_closing(client->conn)) {
        client->conn = NULL;
        client->connected = false;
        finish(client, 0);
    }
}

static void on_connected(uv_connect_t *connect, int status)
{
    static const struct conn_events bells = {
        .on_bytes = on_bytes, .on_closed = on_conn_closed, .on_end = on_end};
    struct dial *dial = (struct dial *)(void *)connect;
    struct client *client = dial->client;
    bool ours = client->conn == dial->conn;

    free(dial);
    if (!ours) {
        return; // given up meanwhile
    }
    if (status < 0) {
        client->resolved = false; // the name may mean another address by now
        lose(client);
        return;
    }
    client->connected = true;
    conn_start(client->conn, &bells, client);
    if (client->request) {
        send_request(client);
    }
}

static void dial(struct client *client)
{
    struct dial *dial = calloc(1, sizeof *dial);

    must(dial);
    client->conn = conn_new(client->loop, client->secure ? client->tls : NULL, false);
    client->holds++;
    conn_parent(client->conn, on_conn_freed, client);
    conn_host(client->conn, client->host);
    dial->client = client;
    dial->conn = client->conn;
    if (uv_tcp_connect(&dial->connect, conn_handle(client->conn),
                       (const struct sockaddr *)&client->address, on_connected) != 0) {
        free(dial);
        drop_conn(client);
        lose_soon(client);
    }
}

static void on_resolved(uv_getaddrinfo_t *lookup, int status, struct addrinfo *found)
{
    struct client *client = lookup->data;

    client->looking = false;
    if (status == 0 && found) {
        memcpy(&client->address, found->ai_addr, found->ai_addrlen);
        client->resolved = true;
    }
    uv_freeaddrinfo(found);
    if (!client->closing && client->busy && !client->conn) {
        if (client->resolved) {
            dial(client);
        } else {
            lose(client);
        }
    }
    release(client);
}

static void resolve(struct client *client)
{
    char port[8];
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG};

    (void)snprintf(port, sizeof port, "%d", client->port);
    client->resolved =
        uv_ip4_addr(client->host, client->port, (struct sockaddr_in *)&client->address) == 0 ||
        uv_ip6_addr(client->host, client->port, (struct sockaddr_in6 *)&client->address) == 0;
    if (client->resolved) {
        dial(client);
        return;
    }
    if (client->looking) {
        return; // the last request's lookup serves this one too
    }
    client->lookup.data = client;
    if (uv_getaddrinfo(client->loop, &client->lookup, on_resolved, client->host, port, &hints) !=
        0) {
        lose_soon(client);
        return;
    }
    client->looking = true;
    client->holds++;
}

// ---- from the outside

// host, host:port or [address]:port, up to the end or to one slash.
static const char *read_authority(struct client *client, const char *at)
{
    size_t len = strcspn(at, "/");
    size_t host_len = at[0] == '[' ? strcspn(at, "]/") : strcspn(at, ":/");
    const char *host = at[0] == '[' ? at + 1 : at;
    uint64_t port = (uint64_t)client->port;

    if (at[len] == '/' && at[len + 1] != '\0') {
        return "the address of a server has no path";
    }
    const char *rest = at + host_len + (at[host_len] == ']' ? 1 : 0);
    host_len -= (size_t)(host - at);
    if (at[0] == '[' && *(rest - 1) != ']') {
        return "the address in brackets has no end";
    }
    if (host_len == 0 || host_len >= sizeof client->host || len >= sizeof client->authority) {
        return "the address of a server needs a host name";
    }
    struct slice digits = {rest + 1, (size_t)(at + len - rest) - 1};
    if (rest < at + len && (*rest != ':' || !text_uint(digits, 65535, &port) || port == 0)) {
        return "the port of a server is a number from 1 to 65535";
    }
    memcpy(client->host, host, host_len);
    memcpy(client->authority, at, len);
    client->port = (int)port;
    return NULL;
}

static const char *read_url(struct client *client, const char *url)
{
    if (strncasecmp(url, "http://", 7) == 0) {
        client->port = 80;
        return read_authority(client, url + 7);
    }
    if (strncasecmp(url, "https://", 8) != 0) {
        return "the address of a server begins with http:// or https://";
    }
    client->port = 443;
    client->secure = true;
    return client->tls ? read_authority(client, url + 8) : "this address needs TLS to be set up";
}

struct client *client_new(uv_loop_t *loop, const char *url, struct tls *tls,
                          const char **ret_problem)
{
    struct client *client = calloc(1, sizeof *client);

    must(client);
    client->loop = loop;
    client->tls = tls;
    const char *problem = read_url(client, url);
    if (problem) {
        *ret_problem = problem;
        free(client);
        return NULL;
    }
    must(uv_timer_init(loop, &client->timer) == 0);
    client->holds = 1;
    return client;
}

static void on_timer_closed(uv_handle_t *handle)
{
    release((struct client *)(void *)handle);
}

void client_close(struct client *client)
{
    if (client->closing) {
        return;
    }
    client->closing = true;
    client->busy = false;
    drop_conn(client);
    if (client->looking) {
        (void)uv_cancel((uv_req_t *)&client->lookup);
    }
    uv_close((uv_handle_t *)&client->timer, on_timer_closed);
}

static struct buf *request_of(const struct client *client, const char *method, const char *path,
                              const char *headers, struct slice body)
{
    struct buf *request = buf_new(256 + body.len);

    text_printf(request, "%s %s HTTP/1.1\r\nHost: %s\r\n", method, path, client->authority);
    if (body.len > 0 || strcmp(method, "POST") == 0 || strcmp(method, "PUT") == 0) {
        text_printf(request, "Content-Length: %zu\r\n", body.len);
    }
    text_printf(request, "%s\r\n", headers ? headers : "");
    text_add(request, body);
    return buf_seal(request);
}

static void connect_or_send(struct client *client)
{
    if (client->connected && !conn_is_closing(client->conn)) {
        send_request(client);
        return;
    }
    drop_conn(client);
    if (client->resolved) {
        dial(client);
    } else {
        resolve(client);
    }
}

// The shape is the contract's: what a request is, how long it may take, and whom to tell.
// NOLINTNEXTLINE(readability-function-size)
void client_send(struct client *client, const char *method, const char *path, const char *headers,
                 struct slice body, uint64_t deadline_ms, client_on_answer on_answer, void *owner)
{
    must(!client->busy && !client->closing);
    client->request = request_of(client, method, path, headers, body);
    client->busy = true;
    client->head_only = strcmp(method, "HEAD") == 0;
    client->on_answer = on_answer;
    client->owner = owner;
    if (deadline_ms > 0) {
        uv_update_time(client->loop);
        (void)uv_timer_start(&client->timer, on_timer, deadline_ms, 0);
    }
    connect_or_send(client);
}

bool client_is_busy(const struct client *client)
{
    return client->busy;
}
