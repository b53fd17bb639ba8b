#include "base/log.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/must.h"
#include "base/text.h"

#include <stdarg.h>
#include <unistd.h>

static enum log_level log_least = LOG_INFO;

void log_set_level(enum log_level least)
{
    log_least = least;
}

static const char *level_word(enum log_level level)
{
    static const char *const words[] = {"error", "warn", "info", "debug"};
    must((size_t)level < sizeof words / sizeof words[0]);
    return words[level];
}

// What a peer sent may stand in a value: it must not be able to begin a line of its own.
static void blot_controls(struct buf *line)
{
    for (size_t i = 0; i < line->len; i++) {
        if ((unsigned char)line->bytes[i] < 0x20 || line->bytes[i] == 0x7f) {
            line->bytes[i] = '?';
        }
    }
}

void log_line(enum log_level level, const char *what, const char *format, ...)
{
    if (level > log_least) {
        return;
    }
    char now[CLOCK_TEXT_MAX];
    clock_text(clock_wall_ms(), now);
    struct buf *line = buf_new(256);
    text_printf(line, "%s %s %s", now, level_word(level), what);
    text_add(line, SLICE(" "));
    va_list args;
    va_start(args, format);
    text_vprintf(line, format, args);
    va_end(args);
    line->len -= line->bytes[line->len - 1] == ' '; // no pairs
    blot_controls(line);
    text_add(line, SLICE("\n"));
    ssize_t done = write(STDERR_FILENO, line->bytes,
                         line->len); // in one, so that lines of two nodes never mix
    (void)done;                      // there is nowhere to report it
    buf_unref(line);
}
