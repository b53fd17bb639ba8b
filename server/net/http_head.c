// Every rule here refuses something that two servers in a row could understand differently (request
// smuggling), or that no honest client sends. What is refused is refused with a status and a name,
// and the connection closes.
#include "net/http_head.h"

#include "base/text.h"
#include "net/request.h"

#include <string.h>
#include <strings.h>

enum { HEADER_OTHER = -1, LENGTH_DIGITS_MAX = 18 };

enum header {
    HEADER_HOST,
    HEADER_LENGTH,
    HEADER_TRANSFER,
    HEADER_CONNECTION,
    HEADER_EXPECT,
    HEADER_AUTHORIZATION,
    HEADER_KEY,
    HEADER_IF_MATCH,
    HEADER_TYPE
};

static bool refuse(struct http_head *head, int status, const char *problem)
{
    head->status = status;
    head->problem = problem;
    return false;
}

static bool malformed(struct http_head *head)
{
    return refuse(head, 400, "malformed-request");
}

// ---- characters

bool http_head_is_token_char(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c != '\0' && strchr("!#$%&'*+-.^_`|~", c));
}

static bool is_token(struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!http_head_is_token_char((unsigned char)text.at[i])) {
            return false;
        }
    }
    return text.len > 0;
}

static bool is_word(struct slice text, const char *word)
{
    return text.len == strlen(word) && strncasecmp(text.at, word, text.len) == 0;
}

// ---- the first line

static const char *known_method(struct slice name)
{
    static const char *const known[] = {
        "GET",         "HEAD",       "POST",       "PUT",   "DELETE",   "OPTIONS", "PATCH",
        "TRACE",       "CONNECT",    "COPY",       "LOCK",  "MKCOL",    "MOVE",    "PROPFIND",
        "PROPPATCH",   "SEARCH",     "UNLOCK",     "BIND",  "REBIND",   "UNBIND",  "ACL",
        "REPORT",      "MKACTIVITY", "CHECKOUT",   "MERGE", "M-SEARCH", "NOTIFY",  "SUBSCRIBE",
        "UNSUBSCRIBE", "PURGE",      "MKCALENDAR", "LINK",  "UNLINK"};

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (slice_is(name, known[i])) {
            return known[i];
        }
    }
    return NULL;
}

// host, host:port, [address]:port: no user, no path, no blanks.
static bool is_authority(struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        bool alnum = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!alnum && (c == '\0' || !strchr("-._~!$&'()*+,;=%:[]", c))) {
            return false;
        }
    }
    return text.len > 0 && text.at[0] != ':'; // an http URI has a host (RFC 9110, 4.2.1)
}

// http://host/path?query becomes /path?query.
static bool reduce_absolute(struct slice *target)
{
    size_t scheme = 0;

    if (target->len > 7 && strncasecmp(target->at, "http://", 7) == 0) {
        scheme = 7;
    } else if (target->len > 8 && strncasecmp(target->at, "https://", 8) == 0) {
        scheme = 8;
    } else {
        return false;
    }
    target->at += scheme;
    target->len -= scheme;
    size_t host = 0;
    while (host < target->len && target->at[host] != '/' && target->at[host] != '?') {
        host++;
    }
    if (!is_authority((struct slice){target->at, host})) {
        return false;
    }
    target->at += host;
    target->len -= host;
    return true;
}

static bool read_target(struct http_head *head, struct request *request)
{
    struct slice target = request->target;

    for (size_t i = 0; i < target.len; i++) {
        unsigned char c = (unsigned char)target.at[i];
        if (c <= ' ' || c >= 0x7f || c == '#') {
            return malformed(head);
        }
    }
    if (slice_is(target, "*") && strcmp(request->method, "OPTIONS") == 0) {
        request->path = target;
        return true;
    }
    if (strcmp(request->method, "CONNECT") == 0 || target.len == 0) {
        return malformed(head);
    }
    if (target.at[0] != '/' && !reduce_absolute(&target)) {
        return malformed(head);
    }
    const char *mark = target.len > 0 ? memchr(target.at, '?', target.len) : NULL;
    size_t path = mark ? (size_t)(mark - target.at) : target.len;
    request->path = path > 0 ? (struct slice){target.at, path} : SLICE("/");
    request->query = mark ? (struct slice){mark + 1, target.len - path - 1} : SLICE("");
    return true;
}

static bool is_version(struct slice text)
{
    return text.len == 8 && memcmp(text.at, "HTTP/", 5) == 0 && text.at[6] == '.' &&
           text.at[5] >= '0' && text.at[5] <= '9' && text.at[7] >= '0' && text.at[7] <= '9';
}

bool http_head_first(struct http_head *head, struct request *request, char *line, size_t len)
{
    const char *first = memchr(line, ' ', len);
    const char *last = memrchr(line, ' ', len);

    if (!first || first == last) {
        return malformed(head);
    }
    struct slice method = {line, (size_t)(first - line)};
    struct slice version = {last + 1, (size_t)(line + len - last) - 1};
    request->target = (struct slice){first + 1, (size_t)(last - first) - 1};
    if (!is_token(method) || !is_version(version)) {
        return malformed(head);
    }
    if (version.at[5] != '1' || version.at[7] > '1') {
        return refuse(head, 505, "http-version-not-supported");
    }
    request->minor = (unsigned)(version.at[7] - '0');
    const char *known = known_method(method);
    if (!known) {
        return refuse(head, 501, "method-not-implemented");
    }
    request->method = known;
    return read_target(head, request);
}

// ---- the headers

static int which(struct slice name)
{
    static const struct {
        struct slice name;
        enum header header;
    } rows[] = {{{"host", 4}, HEADER_HOST},
                {{"content-length", 14}, HEADER_LENGTH},
                {{"transfer-encoding", 17}, HEADER_TRANSFER},
                {{"connection", 10}, HEADER_CONNECTION},
                {{"expect", 6}, HEADER_EXPECT},
                {{"authorization", 13}, HEADER_AUTHORIZATION},
                {{"idempotency-key", 15}, HEADER_KEY},
                {{"if-match", 8}, HEADER_IF_MATCH},
                {{"content-type", 12}, HEADER_TYPE}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (slice_equal(name, rows[i].name)) {
            return (int)rows[i].header;
        }
    }
    return HEADER_OTHER;
}

static bool read_length(struct http_head *head, struct slice value)
{
    uint64_t length = 0;
    size_t digits = 0;

    for (size_t i = 0; i < value.len; i++) {
        if (value.at[i] < '0' || value.at[i] > '9') {
            return malformed(head);
        }
        digits += digits > 0 || value.at[i] != '0' ? 1 : 0;
        if (digits > LENGTH_DIGITS_MAX) {
            return refuse(head, 413, "body-too-large");
        }
        length = length * 10 + (uint64_t)(value.at[i] - '0');
    }
    head->length = length;
    return value.len > 0 || malformed(head);
}

// Only "chunked", once, is read here. Another coding is unknown (501), unless chunked is misused
// (400).
static bool read_transfer(struct http_head *head, struct slice value)
{
    struct slice coding;
    size_t codings = 0;

    while (text_next_element(&value, &coding)) {
        if (head->chunked) {
            return malformed(head); // chunked must be the last, and come once
        }
        head->chunked = is_word(coding, "chunked");
        codings += coding.len > 0 ? 1 : 0;
    }
    if (codings == 0) {
        return malformed(head);
    }
    if (codings > 1 || !head->chunked) {
        return refuse(head, 501, "transfer-coding-not-implemented");
    }
    return true;
}

static void read_connection(struct http_head *head, struct slice value)
{
    struct slice option;

    while (text_next_element(&value, &option)) {
        head->closes = head->closes || is_word(option, "close");
        head->keeps = head->keeps || is_word(option, "keep-alive");
    }
}

static bool read_known(struct http_head *head, const struct request *request, int header,
                       struct slice value)
{
    switch (header) {
    case HEADER_HOST:
        return is_authority(value) || malformed(head);
    case HEADER_LENGTH:
        return read_length(head, value);
    case HEADER_TRANSFER:
        return read_transfer(head, value);
    case HEADER_CONNECTION:
        read_connection(head, value);
        return true;
    case HEADER_EXPECT:
        if (!is_word(value, "100-continue")) {
            return refuse(head, 417, "expectation-failed");
        }
        head->expects = request->minor > 0; // RFC 9110, 10.1.1
        return true;
    default:
        return true;
    }
}

static bool read_header(struct http_head *head, struct request *request, char *line, size_t len)
{
    char *colon = memchr(line, ':', len);

    if (!colon || !is_token((struct slice){line, (size_t)(colon - line)})) {
        return malformed(head); // also a folded line, a blank before the colon and an empty name
    }
    if (request->header_count == HTTP_HEADERS_MAX) {
        return refuse(head, 431, "headers-too-large");
    }
    for (char *c = line; c < colon; c++) {
        *c = (char)(*c >= 'A' && *c <= 'Z' ? *c - 'A' + 'a' : *c);
    }
    struct slice value = {colon + 1, (size_t)(line + len - colon) - 1};
    struct http_header *header = &request->headers[request->header_count++];
    *header = (struct http_header){{line, (size_t)(colon - line)}, text_trim(value)};
    int known = which(header->name);
    if (known == HEADER_OTHER) {
        return true;
    }
    bool again = (head->seen >> known & 1U) != 0;
    head->seen |= 1U << known;
    if (again && known != HEADER_CONNECTION) {
        return malformed(head);
    }
    return read_known(head, request, known, header->value);
}

bool http_head_has_length(const struct http_head *head)
{
    return (head->seen >> HEADER_LENGTH & 1U) != 0;
}

// What only the whole head can tell.
static bool agrees(struct http_head *head, const struct request *request)
{
    bool transfer = (head->seen >> HEADER_TRANSFER & 1U) != 0;
    bool host = (head->seen >> HEADER_HOST & 1U) != 0;

    if (request->minor > 0 && !host) {
        return malformed(head);
    }
    if (transfer && (http_head_has_length(head) || request->minor == 0)) {
        return malformed(head); // RFC 9112, 6.1
    }
    return true;
}

bool http_head_read(struct http_head *head, struct request *request, char *bytes, size_t len)
{
    bool first = true;

    for (size_t at = 0; at < len;) {
        char *line = bytes + at;
        const char *end = memchr(line, '\r', len - at);
        size_t line_len = end ? (size_t)(end - line) : len - at;
        at += line_len + 2;
        if (line_len == 0) {
            break;
        }
        if (first ? !http_head_first(head, request, line, line_len)
                  : !read_header(head, request, line, line_len)) {
            return false;
        }
        first = false;
    }
    return first ? malformed(head) : agrees(head, request);
}
