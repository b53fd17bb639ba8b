#include "print/csv.h"

#include "base/buf.h"
#include "base/text.h"

#include <string.h>

void csv_begin(struct buf *out)
{
    text_add(out, SLICE("\xef\xbb\xbf"));
}

static bool contains(struct slice text, const char *signs)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] != 0 && strchr(signs, text.at[i])) {
            return true;
        }
    }
    return false;
}

static void add_quoted(struct buf *out, struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '"') {
            text_add(out, SLICE("\""));
        }
        buf_add(out, text.at + i, 1);
    }
}

void csv_field(struct buf *out, struct slice text, bool number, bool first)
{
    bool formula = !number && text.len > 0 && contains((struct slice){text.at, 1}, "=+-@\t\r");
    bool quoted = contains(text, "\",\r\n");

    text_add(out, first ? SLICE("") : SLICE(","));
    text_add(out, quoted ? SLICE("\"") : SLICE(""));
    text_add(out, formula ? SLICE("'") : SLICE(""));
    if (quoted) {
        add_quoted(out, text);
    } else {
        text_add(out, text);
    }
    text_add(out, quoted ? SLICE("\"") : SLICE(""));
}

void csv_end_row(struct buf *out)
{
    text_add(out, SLICE("\r\n"));
}
