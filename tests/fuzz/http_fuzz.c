// One stream of bytes, read at once and read in pieces: the requests must be the same, or the same
// refusal at the end. The first byte says how the pieces are cut.
#include "base/buf.h"
#include "net/http_parse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HEAD_MAX = 2048, BODY_MAX = 1024, LINE_MAX = 256 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void note(struct buf *out, struct slice text)
{
    char len[LINE_MAX];

    buf_add(out, len, (size_t)snprintf(len, sizeof len, "%zu:", text.len));
    buf_add(out, text.at, text.len);
}

static void note_parse(struct buf *out, const struct http_parse *parse)
{
    const struct request *request = &parse->request;
    char line[LINE_MAX];

    // Of a head with two faults, the cut decides which is met first: only that it is refused is the
    // same.
    buf_add(out, line, (size_t)snprintf(line, sizeof line, "state %d ", (int)parse->state));
    if (parse->state != HTTP_PARSE_DONE) {
        return;
    }
    note(out, slice_of(request->method));
    note(out, request->path);
    note(out, request->query);
    note(out, request->body);
    for (size_t i = 0; i < request->header_count; i++) {
        note(out, request->headers[i].name);
        note(out, request->headers[i].value);
    }
    buf_add(out, line, (size_t)snprintf(line, sizeof line, "keeps %d\n", http_parse_keeps(parse)));
}

// Requests one after the other, as a connection would read them. What was read is noted in `out`.
static void read_all(const char *bytes, size_t len, size_t cut, struct buf *out)
{
    struct http_parse *parse = http_parse_new(HEAD_MAX, BODY_MAX);

    for (size_t at = 0; at < len && parse->state != HTTP_PARSE_REFUSED;) {
        size_t piece = len - at < cut ? len - at : cut;
        char *copy = malloc(piece); // a block of its own: a read behind it is seen
        if (!copy) {
            break;
        }
        memcpy(copy, bytes + at, piece);
        size_t took = http_parse_feed(parse, copy, piece);
        free(copy);
        if (took > piece || (took == 0 && parse->state != HTTP_PARSE_REFUSED)) {
            abort();
        }
        at += took;
        if (parse->state == HTTP_PARSE_DONE) {
            note_parse(out, parse);
            http_parse_free(parse);
            parse = http_parse_new(HEAD_MAX, BODY_MAX);
        }
    }
    note_parse(out, parse);
    http_parse_free(parse);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2) {
        return 0;
    }
    const char *bytes = (const char *)data + 1;
    struct buf *whole = buf_new(1024);
    struct buf *cut = buf_new(1024);
    read_all(bytes, size - 1, size, whole);
    read_all(bytes, size - 1, data[0] % 37U + 1, cut);
    if (whole->len != cut->len || memcmp(whole->bytes, cut->bytes, whole->len) != 0) {
        abort();
    }
    buf_unref(whole);
    buf_unref(cut);
    return 0;
}
