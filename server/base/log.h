// One event, one line on stderr:
// `2026-05-01T09:30:12.123+08:00 info room.commit contest=c17 took_us=810`.
// Never a person's name, never a token.
#pragma once

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

void log_set_level(enum log_level least);
// `what` is module.verb; the format gives key=value pairs. Values with blanks must be quoted by the
// caller.
void log_line(enum log_level level, const char *what, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
