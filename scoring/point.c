#include "scoring/point.h"

#include <string.h>

enum { WHOLE_DIGITS_MAX = 12 };

static bool take_digits(const char **at, const char *end, unsigned max, int64_t *ret)
{
    const char *start = *at;
    int64_t value = 0;

    while (*at < end && **at >= '0' && **at <= '9') {
        if ((unsigned)(*at - start) == max) {
            return false;
        }
        value = value * 10 + (**at - '0');
        ++*at;
    }
    *ret = value;
    return *at > start;
}

static bool take_places(const char **at, const char *end, int64_t *ret)
{
    const char *start = *at;

    if (!take_digits(at, end, POINT_PLACES, ret)) {
        return false;
    }
    for (long count = *at - start; count < POINT_PLACES; count++) {
        *ret *= 10;
    }
    return true;
}

bool point_parse(const char *text, size_t len, point_t *ret)
{
    if (len == 0) {
        return false;
    }
    const char *at = text;
    const char *end = text + len;
    bool minus = *at == '-';
    int64_t whole = 0;
    int64_t places = 0;

    at += minus;
    if (!take_digits(&at, end, WHOLE_DIGITS_MAX, &whole)) {
        return false;
    }
    if (at < end && *at == '.') {
        at++;
        if (!take_places(&at, end, &places)) {
            return false;
        }
    }
    if (at != end) {
        return false;
    }
    *ret = (whole * POINT_ONE + places) * (minus ? -1 : 1);
    return true;
}

static size_t print_whole(uint64_t whole, char *out)
{
    char tail[POINT_TEXT_MAX];
    size_t at = sizeof tail;

    do {
        tail[--at] = (char)('0' + whole % 10);
        whole /= 10;
    } while (whole != 0);
    memcpy(out, tail + at, sizeof tail - at);
    return sizeof tail - at;
}

size_t point_print(point_t value, char out[POINT_TEXT_MAX])
{
    uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    unsigned places = (unsigned)(size % POINT_ONE);
    size_t len = 0;

    if (value < 0) {
        out[len++] = '-';
    }
    len += print_whole(size / POINT_ONE, out + len);
    if (places != 0) {
        out[len++] = '.';
    }
    for (unsigned place = POINT_ONE / 10; places != 0; place /= 10) {
        out[len++] = (char)('0' + places / place);
        places %= place;
    }
    return len;
}
