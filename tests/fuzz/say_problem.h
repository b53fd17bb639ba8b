// What every target of request bodies asks: a refusal has a fault, and its words are UTF-8.
#pragma once

#include "base/buf.h"
#include "base/text.h"
#include "wire/faults.h"
#include "wire/problem.h"

#include <stdlib.h>
#include <string.h>

static inline void check(bool holds)
{
    if (!holds) {
        abort();
    }
}

static inline void check_problem(bool good, const struct faults *faults)
{
    struct buf *buf = buf_new(256);
    const char *name = good ? "internal" : faults->items[0].name;

    check(good == (faults->count == 0));
    check(good || problem_status(name) != 500);
    problem_write(buf, name, PROBLEM_ZH, "", faults, "");
    check(text_is_utf8((struct slice){buf->bytes, buf->len}));
    (void)buf_unref(buf);
}

static inline bool same_bytes(const struct buf *a, const struct buf *b)
{
    return a->len == b->len && memcmp(a->bytes, b->bytes, a->len) == 0;
}
