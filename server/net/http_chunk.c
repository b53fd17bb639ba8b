#include "net/http_chunk.h"

#include "net/http_head.h"

enum { DIGITS_MAX = 15 };

static bool to(struct http_chunk *chunk, enum http_chunk_state state)
{
    chunk->state = state;
    return true;
}

static bool is_blank(unsigned char c)
{
    return c == ' ' || c == '\t';
}

static bool is_text(unsigned char c)
{
    return (c >= ' ' && c != 0x7f) || c == '\t';
}

static bool take_digit(struct http_chunk *chunk, unsigned value)
{
    chunk->left = chunk->left * 16 + value;
    return ++chunk->digits <= DIGITS_MAX;
}

static bool take_size(struct http_chunk *chunk, unsigned char c)
{
    unsigned char lower = c | 0x20;

    if (c >= '0' && c <= '9') {
        return take_digit(chunk, c - (unsigned)'0');
    }
    if (lower >= 'a' && lower <= 'f') {
        return take_digit(chunk, lower - (unsigned)'a' + 10);
    }
    if (chunk->digits == 0) {
        return false;
    }
    if (c == '\r') {
        return to(chunk, HTTP_CHUNK_SIZE_LF);
    }
    if (c == ';') {
        return to(chunk, HTTP_CHUNK_EXTENSION);
    }
    return is_blank(c) && to(chunk, HTTP_CHUNK_BLANK);
}

static bool take_lf(struct http_chunk *chunk, unsigned char c)
{
    if (c != '\n') {
        return false;
    }
    if (chunk->state == HTTP_CHUNK_SIZE_LF) {
        return to(chunk, chunk->left > 0 ? HTTP_CHUNK_DATA : HTTP_CHUNK_TRAILER);
    }
    if (chunk->state == HTTP_CHUNK_DATA_LF) {
        *chunk = (struct http_chunk){.state = HTTP_CHUNK_SIZE};
        return true;
    }
    return to(chunk, chunk->state == HTTP_CHUNK_VALUE_LF ? HTTP_CHUNK_TRAILER : HTTP_CHUNK_DONE);
}

static bool take_trailer(struct http_chunk *chunk, unsigned char c)
{
    if (chunk->state == HTTP_CHUNK_TRAILER && c == '\r') {
        return to(chunk, HTTP_CHUNK_END_LF);
    }
    if (chunk->state == HTTP_CHUNK_NAME && c == ':') {
        return to(chunk, HTTP_CHUNK_VALUE);
    }
    return http_head_is_token_char(c) && to(chunk, HTTP_CHUNK_NAME);
}

static bool take_byte(struct http_chunk *chunk, unsigned char c)
{
    switch ((int)chunk->state) {
    case HTTP_CHUNK_SIZE:
        return take_size(chunk, c);
    case HTTP_CHUNK_BLANK:
        return is_blank(c) || (c == ';' && to(chunk, HTTP_CHUNK_EXTENSION));
    case HTTP_CHUNK_EXTENSION:
        return c == '\r' ? to(chunk, HTTP_CHUNK_SIZE_LF) : is_text(c);
    case HTTP_CHUNK_DATA_CR:
        return c == '\r' && to(chunk, HTTP_CHUNK_DATA_LF);
    case HTTP_CHUNK_TRAILER:
    case HTTP_CHUNK_NAME:
        return take_trailer(chunk, c);
    case HTTP_CHUNK_VALUE:
        return c == '\r' ? to(chunk, HTTP_CHUNK_VALUE_LF) : is_text(c);
    default:
        return take_lf(chunk, c);
    }
}

size_t http_chunk_take(struct http_chunk *chunk, const char *bytes, size_t len)
{
    size_t at = 0;

    while (at < len && chunk->state != HTTP_CHUNK_DONE && chunk->state != HTTP_CHUNK_BROKEN) {
        if (chunk->state == HTTP_CHUNK_DATA) {
            size_t take = chunk->left < len - at ? (size_t)chunk->left : len - at;
            at += take;
            chunk->left -= take;
            chunk->state = chunk->left > 0 ? HTTP_CHUNK_DATA : HTTP_CHUNK_DATA_CR;
        } else if (take_byte(chunk, (unsigned char)bytes[at])) {
            at++;
        } else {
            chunk->state = HTTP_CHUNK_BROKEN;
        }
    }
    return at;
}
