#include "net/http_parse.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/must.h"

#include <llhttp.h>

#include <string.h>

enum { BODY_FIRST_MAX = 65536, FRAMING_SHARE = 6 };

struct http_parse *http_parse_new(size_t head_max, size_t body_max)
{
    struct arena *arena = arena_new();
    struct http_parse *parse = arena_alloc(arena, sizeof *parse);

    parse->request.arena = arena;
    parse->request.method = "";
    parse->request.target = parse->request.path = parse->request.query = SLICE("");
    parse->head_max = head_max;
    parse->body_max = body_max;
    return parse;
}

struct http_parse *http_parse_free(struct http_parse *parse)
{
    if (parse) {
        buf_unref(parse->part);
        buf_unref(parse->body);
        arena_free(parse->request.arena);
    }
    return NULL;
}

void http_parse_refuse(struct http_parse *parse, int status, const char *problem)
{
    parse->head.status = status;
    parse->head.problem = problem;
    parse->state = HTTP_PARSE_REFUSED;
}

static void malformed(struct http_parse *parse)
{
    http_parse_refuse(parse, 400, "malformed-request");
}

// ---- llhttp's side

static int on_body(llhttp_t *framer, const char *bytes, size_t len)
{
    struct http_parse *parse = framer->data;

    if (len > parse->body_max - parse->body->len) {
        http_parse_refuse(parse, 413, "body-too-large");
        return HPE_USER;
    }
    buf_add(parse->body, bytes, len);
    return 0;
}

static int on_message_complete(llhttp_t *framer)
{
    struct http_parse *parse = framer->data;

    parse->state = HTTP_PARSE_DONE;
    return HPE_PAUSED; // whatever follows is not this request's
}

static llhttp_settings_t *callbacks(void)
{
    static llhttp_settings_t settings;

    settings.on_body = on_body;
    settings.on_message_complete = on_message_complete;
    return &settings;
}

// Bytes to llhttp. Returns how many it took.
static size_t frame(struct http_parse *parse, const char *bytes, size_t len)
{
    llhttp_errno_t error = llhttp_execute(parse->framer, bytes, len);

    if (parse->state == HTTP_PARSE_DONE && (error == HPE_PAUSED || error == HPE_PAUSED_UPGRADE)) {
        return (size_t)(llhttp_get_error_pos(parse->framer) - bytes);
    }
    if (error != HPE_OK && parse->state != HTTP_PARSE_REFUSED) {
        malformed(parse);
    }
    return len;
}

// ---- the head

// Where the head ends, byte by byte: only \r\n ends a line, and no other control but a tab is in
// it. Returns the bytes looked at; the head is whole when *ret_whole.
static size_t scan(struct http_parse *parse, const char *bytes, size_t len, bool *ret_whole)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (parse->cr != (c == '\n')) {
            malformed(parse); // a bare \r or a bare \n
            return i;
        }
        if (c == '\n') {
            parse->cr = false;
            *ret_whole = parse->line_len == 0;
            parse->line_len = 0;
            parse->lines++;
            if (*ret_whole) {
                return i + 1;
            }
        } else if (c == '\r') {
            parse->cr = true;
        } else if ((c < ' ' && c != '\t') || c == 0x7f) {
            malformed(parse);
            return i;
        } else {
            parse->line_len++;
        }
    }
    return len;
}

// Before anything else may come one empty line (RFC 9112, 2.2): an old client's, behind its last
// body.
static size_t skip_empty(struct http_parse *parse, const char *bytes, size_t len)
{
    size_t took = 0;

    while (took < len && parse->head_len == 0 && parse->empty < 2 &&
           (bytes[took] == '\r' || parse->empty == 1)) {
        if (bytes[took] != "\r\n"[parse->empty]) {
            malformed(parse);
            return took;
        }
        parse->empty++;
        took++;
    }
    return took;
}

static void too_long(struct http_parse *parse)
{
    if (parse->lines == 0) {
        http_parse_refuse(parse, 414, "target-too-long");
    } else {
        http_parse_refuse(parse, 431, "headers-too-large");
    }
}

static void frame_head(struct http_parse *parse, const char *bytes, size_t len)
{
    parse->framer = arena_alloc(parse->request.arena, sizeof *parse->framer);
    llhttp_init(parse->framer, HTTP_REQUEST, callbacks());
    parse->framer->data = parse;
    size_t took = frame(parse, bytes, len);
    if (parse->state == HTTP_PARSE_REFUSED) {
        return;
    }
    bool done = parse->state == HTTP_PARSE_DONE;
    bool has_body = parse->head.chunked || parse->head.length > 0;
    if (took != len || done == has_body) {
        malformed(parse); // two readings of one head
    } else if (has_body && parse->head.length > parse->body_max) {
        http_parse_refuse(parse, 413, "body-too-large");
    }
}

static void read_head(struct http_parse *parse, const char *bytes, size_t len)
{
    char *copy = arena_alloc(parse->request.arena, len);

    memcpy(copy, bytes, len);
    if (!http_head_read(&parse->head, &parse->request, copy, len)) {
        parse->state = HTTP_PARSE_REFUSED;
        return;
    }
    parse->state = HTTP_PARSE_BODY;
    frame_head(parse, bytes, len);
    if (parse->state == HTTP_PARSE_BODY) {
        size_t length = parse->head.chunked ? 1024 : (size_t)parse->head.length;
        parse->body = buf_new(length < BODY_FIRST_MAX ? length : BODY_FIRST_MAX);
    }
}

// A first line that is whole is judged at once, not only when its head is.
static void judge_early(struct http_parse *parse)
{
    const char *end = memchr(parse->part->bytes, '\r', parse->part->len);
    struct http_head early = {0};
    struct request request = {0};

    if (parse->lines == 0 || !end) {
        return;
    }
    if (!http_head_first(&early, &request, parse->part->bytes,
                         (size_t)(end - parse->part->bytes))) {
        http_parse_refuse(parse, early.status, early.problem);
    }
}

static void keep_head(struct http_parse *parse, const char *bytes, size_t len)
{
    if (!parse->part) {
        parse->part = buf_new(len * 2);
    }
    buf_add(parse->part, bytes, len);
}

static size_t feed_head(struct http_parse *parse, const char *bytes, size_t len)
{
    bool whole = false;
    bool begun = parse->lines > 0;
    size_t room = parse->head_max - parse->head_len;
    size_t took = scan(parse, bytes, len < room + 1 ? len : room + 1, &whole);

    if (parse->state == HTTP_PARSE_REFUSED) {
        return took;
    }
    if (took > room) {
        too_long(parse);
        return took;
    }
    parse->head_len += took;
    if (whole && !parse->part) {
        read_head(parse, bytes, took);
        return took;
    }
    keep_head(parse, bytes, took);
    if (whole) {
        read_head(parse, parse->part->bytes, parse->part->len);
        parse->part = buf_unref(parse->part);
    } else if (!begun) {
        judge_early(parse);
    }
    return took;
}

// ---- the body

static size_t feed_body(struct http_parse *parse, const char *bytes, size_t len)
{
    size_t before = parse->body->len;
    size_t ours = parse->head.chunked ? http_chunk_take(&parse->chunk, bytes, len) : len;

    if (parse->chunk.state == HTTP_CHUNK_BROKEN) {
        malformed(parse);
        return ours;
    }
    size_t took = frame(parse, bytes, ours);
    if (parse->head.chunked && parse->state != HTTP_PARSE_REFUSED &&
        (parse->state == HTTP_PARSE_DONE) != (parse->chunk.state == HTTP_CHUNK_DONE)) {
        malformed(parse); // two readings of one body
    }
    if (parse->state == HTTP_PARSE_REFUSED) {
        return took;
    }
    parse->framing += took - (parse->body->len - before);
    if (parse->framing > parse->head_max + FRAMING_SHARE * parse->body->len) {
        http_parse_refuse(parse, 413,
                          "body-too-large"); // mostly chunk extensions, or endless trailers
    } else if (parse->state == HTTP_PARSE_DONE) {
        parse->request.body = (struct slice){parse->body->bytes, parse->body->len};
    }
    return took;
}

size_t http_parse_feed(struct http_parse *parse, const char *bytes, size_t len)
{
    if (parse->state == HTTP_PARSE_BODY) {
        return feed_body(parse, bytes, len);
    }
    size_t took = skip_empty(parse, bytes, len);
    if (took < len && parse->state == HTTP_PARSE_HEAD) {
        took += feed_head(parse, bytes + took, len - took);
    }
    return took;
}

void http_parse_limit(struct http_parse *parse, size_t body_max)
{
    if (parse->state == HTTP_PARSE_BODY && body_max < parse->body_max) {
        parse->body_max = body_max;
        if (parse->head.length > body_max) {
            http_parse_refuse(parse, 413, "body-too-large");
        }
    }
}

bool http_parse_keeps(const struct http_parse *parse)
{
    return !parse->head.closes && (parse->request.minor > 0 || parse->head.keeps);
}
