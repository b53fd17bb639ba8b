// One connection's requests, one after the other. A request is read (http_parse), handed up, and
// answered before the next is looked at; what has come meanwhile goes back to the conn, which stops
// reading. The phases and their deadlines: idle, head, body, open (the owner's time, none of ours),
// answer (until the kernel has it).
#include "net/http.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/list.h"
#include "base/meter.h"
#include "base/must.h"
#include "base/text.h"
#include "net/conn.h"
#include "net/http_parse.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

enum { BACKLOG_MAX = 65536, BODY_INLINE_MAX = 4096, DATE_MAX = 32 };

struct http {
    struct conn *conn;
    struct list in_all;
    struct http_parse *reading; // NULL between requests
    struct request *open;       // handed up and not yet answered
    struct slice rest;          // in on_bytes: what stands behind the open request
    bool *gone;                 // in on_bytes: set when the http is freed below it
    const char *ending;         // close with this word when the last answer is out; reads no more
    bool stopping;              // close after the next answer
    bool deaf;                  // a request was refused: what comes now has no meaning
    struct http_settings settings;
    struct http_events events;
    void *owner;
};

// ---- answers

static const char *status_text(int status)
{
    static const struct {
        int status;
        const char *text;
    } rows[] = {{200, "OK"},
                {201, "Created"},
                {202, "Accepted"},
                {204, "No Content"},
                {206, "Partial Content"},
                {301, "Moved Permanently"},
                {302, "Found"},
                {303, "See Other"},
                {304, "Not Modified"},
                {307, "Temporary Redirect"},
                {308, "Permanent Redirect"},
                {400, "Bad Request"},
                {401, "Unauthorized"},
                {403, "Forbidden"},
                {404, "Not Found"},
                {405, "Method Not Allowed"},
                {406, "Not Acceptable"},
                {408, "Request Timeout"},
                {409, "Conflict"},
                {410, "Gone"},
                {412, "Precondition Failed"},
                {413, "Content Too Large"},
                {414, "URI Too Long"},
                {415, "Unsupported Media Type"},
                {416, "Range Not Satisfiable"},
                {417, "Expectation Failed"},
                {421, "Misdirected Request"},
                {422, "Unprocessable Content"},
                {423, "Locked"},
                {426, "Upgrade Required"},
                {428, "Precondition Required"},
                {429, "Too Many Requests"},
                {431, "Request Header Fields Too Large"},
                {500, "Internal Server Error"},
                {501, "Not Implemented"},
                {503, "Service Unavailable"},
                {505, "HTTP Version Not Supported"},
                {507, "Insufficient Storage"}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].status == status) {
            return rows[i].text;
        }
    }
    return "";
}

// RFC 9110, 5.6.7; made once a second, and never in the language of the machine.
static const char *date_now(void)
{
    static const char days[7][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    static _Thread_local char text[DATE_MAX * 2];
    static _Thread_local time_t made;
    time_t now = (time_t)(clock_wall_ms() / 1000);
    struct tm utc;

    if (now != made && gmtime_r(&now, &utc)) {
        (void)snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d GMT",
                       days[utc.tm_wday % 7], utc.tm_mday, months[utc.tm_mon % 12],
                       utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
        made = now;
    }
    return text;
}

static void count_answer(int status)
{
    char labels[32];

    (void)snprintf(labels, sizeof labels, "code=\"%d\"", status);
    meter_count("jinbang_http_requests_total", labels, 1);
}

static struct buf *head_of(const struct request *request, const struct http_answer *answer,
                           bool last)
{
    struct buf *head = buf_new(512);
    size_t len = answer->body ? answer->body->len : 0;

    text_printf(head, "HTTP/1.1 %d %s\r\nDate: %s\r\n", answer->status, status_text(answer->status),
                date_now());
    if (answer->status != 204 && answer->status != 304) {
        if (answer->type) {
            text_printf(head, "Content-Type: %s\r\n", answer->type);
        }
        text_printf(head, "Content-Length: %zu\r\n", len);
    }
    if (answer->headers) {
        text_add(head, slice_of(answer->headers));
    }
    if (last) {
        text_add(head, SLICE("Connection: close\r\n"));
    } else if (request->minor == 0) {
        text_add(head, SLICE("Connection: keep-alive\r\n"));
    }
    text_add(head, SLICE("\r\n"));
    return head;
}

static void send_answer(struct http *http, const struct request *request,
                        const struct http_answer *answer, bool last)
{
    struct buf *head = head_of(request, answer, last);
    struct buf *body = answer->body;
    bool silent =
        answer->status == 204 || answer->status == 304 || strcmp(request->method, "HEAD") == 0;

    if (silent || (body && body->len == 0)) {
        body = NULL;
    }
    if (body && body->len <= BODY_INLINE_MAX) {
        buf_add(head, body->bytes, body->len); // one piece is cheaper than two
        body = NULL;
    }
    conn_send(http->conn, buf_seal(head));
    buf_unref(head);
    if (body) {
        conn_send(http->conn, body->sealed ? body : buf_seal(body));
    }
}

static void free_request(struct request *request)
{
    http_parse_free((struct http_parse *)(void *)request);
}

void http_answer(struct request *request, const struct http_answer *answer)
{
    struct http *http = request->http;

    must(!request->answered);
    request->answered = true;
    if (http) {
        bool keeps = http_parse_keeps((struct http_parse *)(void *)request);
        bool last = answer->close || http->deaf || http->stopping || !keeps;
        send_answer(http, request, answer, last);
        count_answer(answer->status);
        http->open = NULL;
        if (last) {
            http->ending = http->deaf ? "refused" : "answered";
        }
        conn_deadline(http->conn, http->settings.answer_ms);
        conn_pause(http->conn, false);
    }
    buf_unref(answer->body);
    free_request(request);
}

// ---- requests

static void refuse(struct http *http, int status, const char *name)
{
    struct request *request = &http->reading->request;
    char labels[96];

    (void)snprintf(labels, sizeof labels, "status=\"%d\",problem=\"%s\"", status, name);
    meter_count("jinbang_http_refusals_total", labels, 1);
    http->open = request;
    http->reading = NULL;
    http->deaf = true;
    conn_deadline(http->conn, 0);
    if (http->events.on_refused) {
        http->events.on_refused(http->owner, request, status, name);
    } else {
        http_answer(request, &(struct http_answer){.status = status, .close = true});
    }
}

static void begin(struct http *http)
{
    http->reading = http_parse_new(http->settings.head_bytes_max, http->settings.body_bytes_max);
    struct request *request = &http->reading->request;
    request->http = http;
    request->started_us = clock_us();
    request->tls = conn_is_tls(http->conn);
    (void)snprintf(request->address, sizeof request->address, "%s", conn_address(http->conn));
    conn_deadline(http->conn, http->settings.head_ms);
}

// The head is there: is the body wanted?
static void admit(struct http *http, bool more_is_here)
{
    struct http_parse *parse = http->reading;

    conn_deadline(http->conn, http->settings.body_ms);
    if (http->events.on_head) {
        http_parse_limit(parse, http->events.on_head(http->owner, &parse->request));
    }
    if (parse->state == HTTP_PARSE_BODY && parse->head.expects && !more_is_here) {
        struct buf *go_on = buf_new(32);
        text_add(go_on, SLICE("HTTP/1.1 100 Continue\r\n\r\n"));
        conn_send(http->conn, buf_seal(go_on));
        buf_unref(go_on);
    }
}

// One step forward in the bytes; returns how many it took. The http may be gone afterwards.
static size_t step(struct http *http, char *bytes, size_t len)
{
    if (!http->reading) {
        begin(http);
    }
    struct http_parse *parse = http->reading;
    enum http_parse_state before = parse->state;
    size_t took = http_parse_feed(parse, bytes, len);
    if (before == HTTP_PARSE_HEAD && parse->state == HTTP_PARSE_BODY) {
        admit(http, took < len);
    }
    http->rest = (struct slice){bytes + took, len - took};
    if (parse->state == HTTP_PARSE_REFUSED) {
        refuse(http, parse->head.status, parse->head.problem);
    } else if (parse->state == HTTP_PARSE_DONE) {
        http->open = &parse->request;
        http->reading = NULL;
        conn_deadline(http->conn, 0);
        http->events.on_request(http->owner, &parse->request);
    }
    return took;
}

static bool may_read(const struct http *http)
{
    return !http->open && !http->ending && !conn_is_closing(http->conn) &&
           conn_backlog(http->conn) <= BACKLOG_MAX;
}

static void on_bytes(void *owner, char *bytes, size_t len)
{
    struct http *http = owner;
    bool gone = false;

    if (http->deaf || http->ending) {
        return;
    }
    http->gone = &gone;
    while (len > 0 && may_read(http)) {
        size_t took = step(http, bytes, len);
        if (gone) {
            return; // upgraded; http_upgrade has given the rest back
        }
        bytes += took;
        len -= took;
    }
    http->gone = NULL;
    if (len > 0 && !http->deaf && !http->ending) {
        conn_unread(http->conn, bytes, len);
        conn_pause(http->conn, true);
    }
}

static void on_drained(void *owner)
{
    struct http *http = owner;

    if (http->open) {
        return; // that was a 100 Continue, or the answer before
    }
    if (http->ending) {
        conn_close(http->conn, http->ending);
        return;
    }
    conn_pause(http->conn, false);
    if (!http->reading) {
        conn_deadline(http->conn, http->settings.idle_ms);
    }
}

static void on_deadline(void *owner)
{
    struct http *http = owner;

    if (http->reading && http->reading->head_len > 0) {
        refuse(http, 408, "too-slow");
    } else if (conn_backlog(http->conn) > 0) {
        conn_abort(http->conn, "slow");
    } else if (!http->open) {
        conn_close(http->conn, "idle");
    }
}

// The peer says no more. Who waits for an answer may still get it.
static void on_end(void *owner)
{
    struct http *http = owner;

    if (http->open) {
        http->stopping = true;
    } else if (conn_backlog(http->conn) > 0) {
        http->ending = http->ending ? http->ending : "eof";
    } else {
        conn_close(http->conn, "eof");
    }
}

static void on_closed(void *owner, const char *reason)
{
    struct http *http = owner;

    (void)reason;
    if (http->open) {
        http->open->http = NULL;
    }
    http_parse_free(http->reading);
    list_remove(&http->in_all);
    if (http->events.on_closed) {
        http->events.on_closed(http->owner, http);
    }
    free(http);
}

// ---- from the outside

struct http *http_new(struct conn *conn, const struct http_settings *settings,
                      const struct http_events *events, void *owner)
{
    static const struct conn_events bells = {.on_bytes = on_bytes,
                                             .on_drained = on_drained,
                                             .on_closed = on_closed,
                                             .on_deadline = on_deadline,
                                             .on_end = on_end};
    struct http *http = calloc(1, sizeof *http);

    must(http);
    http->conn = conn;
    http->settings = *settings;
    http->events = *events;
    http->owner = owner;
    list_init(&http->in_all);
    conn_start(conn, &bells, http);
    conn_deadline(conn, settings->idle_ms);
    return http;
}

void http_join(struct http *http, struct list *all)
{
    list_remove(&http->in_all);
    list_add_tail(all, &http->in_all);
}

void http_close_idle(struct http *http)
{
    http->stopping = true;
    if (!http->open && !http->reading && !http->ending && conn_backlog(http->conn) > 0) {
        http->ending = "stopped";
    } else if (!http->open && !http->reading && !http->ending) {
        conn_close(http->conn, "stopped");
    }
}

void http_close_all(struct list *all)
{
    list_each_safe (at, all) {
        http_close_idle(list_item(at, struct http, in_all));
    }
}

struct slice http_header(const struct request *request, const char *name)
{
    for (size_t i = 0; i < request->header_count; i++) {
        if (slice_is(request->headers[i].name, name)) {
            return request->headers[i].value;
        }
    }
    return SLICE_NONE;
}

struct slice http_query(const struct request *request, const char *name)
{
    struct slice query = request->query;
    size_t name_len = strlen(name);

    while (query.len > 0) {
        const char *end = memchr(query.at, '&', query.len);
        struct slice pair = {query.at, end ? (size_t)(end - query.at) : query.len};
        query.at += pair.len + (end ? 1 : 0);
        query.len -= pair.len + (end ? 1 : 0);
        if (pair.len < name_len || memcmp(pair.at, name, name_len) != 0 ||
            (pair.len > name_len && pair.at[name_len] != '=')) {
            continue;
        }
        size_t skip = pair.len > name_len ? name_len + 1 : name_len;
        struct slice value = SLICE_NONE;
        bool good = text_url_decode(request->arena, (struct slice){pair.at + skip, pair.len - skip},
                                    true, &value);
        return good ? value : SLICE_NONE;
    }
    return SLICE_NONE;
}

struct conn *http_upgrade(struct request *request, struct buf *head)
{
    static const struct conn_events nobody;
    struct http *http = request->http;
    struct conn *conn = http ? http->conn : NULL;

    must(!request->answered);
    request->answered = true;
    if (http) {
        conn_send(conn, head);
        if (http->gone) {
            *http->gone = true;
            conn_unread(conn, http->rest.at, http->rest.len);
        }
        count_answer(101);
        conn_start(conn, &nobody, NULL);
        conn_deadline(conn, 0);
        conn_pause(conn, false);
        list_remove(&http->in_all);
        free(http);
    }
    buf_unref(head);
    free_request(request);
    return conn;
}
