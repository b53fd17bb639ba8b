// One request as it is read: bytes cut anywhere in, a struct request out. No socket, no clock, so
// the fuzzer and the tests need none. llhttp frames the body and must agree with our own stricter
// reading of the head.
#pragma once

#include "net/http_chunk.h"
#include "net/http_head.h"
#include "net/request.h"

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct llhttp__internal_s;

enum http_parse_state {
    HTTP_PARSE_HEAD,   // more bytes, please
    HTTP_PARSE_BODY,   // the head is read; more bytes, please
    HTTP_PARSE_DONE,   // request is whole
    HTTP_PARSE_REFUSED // head.status and head.problem
};

struct http_parse {
    struct request request; // first: a request is its parse
    struct http_head head;
    enum http_parse_state state;
    size_t head_max, body_max;
    size_t head_len;  // bytes of the head so far
    size_t lines;     // that have ended
    size_t line_len;  // of the one that has not
    bool cr;          // the last byte was \r
    unsigned empty;   // bytes of the empty line before the first
    struct buf *part; // the head's first bytes, when they did not come all at once
    struct buf *body;
    struct http_chunk chunk; // of a chunked body
    size_t framing;          // bytes around the body: chunk sizes, extensions, trailers
    struct llhttp__internal_s *framer;
};

struct http_parse *http_parse_new(size_t head_max, size_t body_max);
struct http_parse *http_parse_free(struct http_parse *parse);
// Returns how many bytes it took. Stops behind the head (state BODY), so that the caller may choose
// a limit for the body, and behind the request (state DONE).
size_t http_parse_feed(struct http_parse *parse, const char *bytes, size_t len);
// After the head: lowers the limit. A longer Content-Length is refused at once.
void http_parse_limit(struct http_parse *parse, size_t body_max);
void http_parse_refuse(struct http_parse *parse, int status, const char *problem);
bool http_parse_keeps(const struct http_parse *parse); // the connection may go on after the answer
