// HTTP/1.1 on a conn, strict (RFC 9110, 9112): llhttp plus our own refusals, limits in bytes and in
// total time on every phase. One request is open at a time; reading is paused until it is answered.
// A request outlives its connection: hold the request across a wait, never the connection.
#pragma once

#include "base/slice.h"
#include "net/request.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct conn;
struct list;
struct http; // the HTTP side of one connection

struct http_settings {
    size_t head_bytes_max; // request line and headers together: 431 / 414
    size_t body_bytes_max; // 413; a lower limit by route: http_events.on_head
    uint64_t head_ms;      // from the first byte to the end of the headers: 408
    uint64_t body_ms;      // the whole body: 408
    uint64_t idle_ms;      // keep-alive between requests: closed without words
    uint64_t answer_ms;    // the peer must have taken the answer
};

struct http_events {
    // Headers are there, and a body is to come: return the largest that this route takes. May be
    // NULL.
    size_t (*on_head)(void *owner, const struct request *request);
    // The whole request. Answer now or later with http_answer, or take the connection with
    // http_upgrade.
    void (*on_request)(void *owner, struct request *request);
    // A refusal that net itself decided (malformed, too large, too slow): the owner writes the
    // answer's body, so that every error is a problem document. `name` is its type, e.g.
    // "malformed-request", "body-too-large". Of a request that was refused in its head, method and
    // path may be empty. NULL: an answer without a body.
    void (*on_refused)(void *owner, struct request *request, int status, const char *name);
    // May be NULL; not called after http_upgrade.
    void (*on_closed)(void *owner, struct http *http);
};

// Starts HTTP on a fresh conn. Freed when the conn closes, after on_closed.
struct http *http_new(struct conn *conn, const struct http_settings *settings,
                      const struct http_events *events, void *owner);
// At shutdown: close now if no request is open, else after its answer.
void http_close_idle(struct http *http);
// Puts it into a list of the caller's, which it leaves by itself when it is freed or upgraded.
void http_join(struct http *http, struct list *all);
void http_close_all(struct list *all); // http_close_idle on each

// A header by its lower-case name; SLICE_NONE when absent. Repeated single-value headers were
// refused before.
struct slice http_header(const struct request *request, const char *name);
// A query value, percent-decoded onto the request's arena; SLICE_NONE when absent, also when
// broken.
struct slice http_query(const struct request *request, const char *name);

struct http_answer {
    int status;
    const char *type;    // Content-Type; NULL: no body
    struct buf *body;    // sealed or not; taken over (unref'd after sending). May be NULL
    const char *headers; // further header lines, each ended by \r\n; may be NULL
    bool close;
};

// Exactly once per request; frees the request. On a request whose connection is gone it only frees
// it. HEAD gets the headers and no body; 204 and 304 have neither body nor Content-Length.
void http_answer(struct request *request, const struct http_answer *answer);

// Hands the connection over after writing `head` (a whole 101 answer, sealed, taken over): frees
// the request and the http; the caller owns the conn and sets new events with conn_start at once.
// Bytes that came after the head are passed to on_bytes on the next turn. NULL, with `head` and
// request freed, when the connection is gone.
struct conn *http_upgrade(struct request *request, struct buf *head);
