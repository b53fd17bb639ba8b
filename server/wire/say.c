#include "wire/say.h"

#include "base/text.h"

void say_uint(struct buf *out, uint64_t value)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    buf_add(out, digits + at, sizeof digits - at);
}

void say_int(struct buf *out, int64_t value)
{
    if (value < 0) {
        SAY(out, "-");
    }
    say_uint(out, value < 0 ? -(uint64_t)value : (uint64_t)value);
}

void say_text(struct buf *out, const char *lead, struct slice text)
{
    if (text.at) {
        text_add(out, slice_of(lead));
        text_json(out, text);
    }
}

void say_flag(struct buf *out, const char *lead, bool value)
{
    text_add(out, slice_of(lead));
    text_add(out, value ? SLICE("true") : SLICE("false"));
}
