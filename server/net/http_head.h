// The head of a request, strictly (RFC 9112): lines in, struct request out, or a status to refuse
// with. Pure.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct request;

struct http_head {
    unsigned seen;       // which of the headers that matter here have come
    bool keeps;          // Connection: keep-alive
    bool closes;         // Connection: close
    bool chunked;        // Transfer-Encoding
    bool expects;        // Expect: 100-continue
    uint64_t length;     // Content-Length, 0 without
    int status;          // 0, or the refusal's
    const char *problem; // the refusal's name
};

// The first line without its end. False: refused, and *head says how.
bool http_head_first(struct http_head *head, struct request *request, char *line, size_t len);
// A whole head, from its first line to the empty one, every line ended by \r\n. Changes it in place
// (names become lower case); the request's slices point into it.
bool http_head_read(struct http_head *head, struct request *request, char *bytes, size_t len);
bool http_head_has_length(const struct http_head *head);
bool http_head_is_token_char(unsigned char c); // of a method or a header's name
