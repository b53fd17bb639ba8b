// One line of a recording (fixtures/RECORDING.md) as plain fields and as the bytes that are to be
// sent.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct faults;

enum recording_kind {
    RECORDING_HEAD,
    RECORDING_COMPETITION,
    RECORDING_ROSTER,
    RECORDING_JUDGES,
    RECORDING_SHEET,
    RECORDING_PUBLISH,
    RECORDING_EXPECT,
    RECORDING_EXPECT_END
};

enum { RECORDING_VALUES_MAX = 64, RECORDING_LINE_MAX = 16 << 20 };

// A figure by name: "total", "place" or "modules.ID". The value is a decimal's text; an absent
// place is "".
struct recording_figure {
    struct slice name, value;
};

struct recording_line {
    enum recording_kind kind;
    uint64_t at_ms;
    struct slice competition, skill, stage, competitor, judge, part, seat; // what the kind has
    bool amend;
    bool declares;     // the sheet is a declaration
    struct slice body; // of the request: compact JSON
    size_t figure_count;
    const struct recording_figure *figures; // of an expectation
};

// Reads one line strictly. Everything lives on the arena. On false, faults holds why.
bool recording_read(struct arena *arena, struct slice json, struct recording_line *ret,
                    struct faults *faults);

// The body of a judges line with other ids: each judge's id gets `suffix`. For a second try, when
// the tokens of the first are lost.
struct slice recording_judges(struct arena *arena, struct slice body, const char *suffix);

// Whether two decimals have the same value: "8.50" and "8.5", "-0" and "0".
bool recording_same(struct slice a, struct slice b);
