// Panels for the tests of scoring, written as people write them.
#pragma once

#include "tests/scoring/chance.h"

// "7.5 7 8" as figures.
static inline uint32_t read_figures(const char *text, struct ratio *figures)
{
    uint32_t count = 0;

    for (const char *at = text; *at; at += strspn(at, " ")) {
        size_t len = strcspn(at, " ");
        point_t value = 0;
        assert_true(point_parse(at, len, &value));
        figures[count++] = ratio_of_point(value);
        at += len;
    }
    return count;
}
