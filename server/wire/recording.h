// One line of a recording (fixtures/RECORDING.md) as plain fields and as the bytes that are to be
// sent.
#pragma once

#include "base/slice.h"
#include "wire/recording_figure.h" // struct recording_figure

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
    RECORDING_EXPECT_END,
    RECORDING_RULING,
    RECORDING_BULK,
    RECORDING_EXPECT_FIELD,
    RECORDING_EXPECT_TEAM,
    RECORDING_RULES,
    RECORDING_TRIAL
};

enum { RECORDING_VALUES_MAX = 64, RECORDING_LINE_MAX = 16 << 20 };

struct recording_line {
    enum recording_kind kind;
    uint64_t at_ms;
    struct slice competition, skill, stage, competitor, judge, part, seat; // what the kind has
    struct slice table, team;                                              // EXPECT_TEAM
    bool amend;
    bool declares;     // the sheet is a declaration
    struct slice body; // of the request: compact JSON
    size_t figure_count;
    const struct recording_figure *figures; // of an expectation
    size_t member_count;
    const struct slice *members; // EXPECT_FIELD: ids of those who go on
};

// Is it one of expect, expect-end, expect-field, expect-team?
bool recording_is_expectation(enum recording_kind kind);

// Reads one line strictly. Everything lives on the arena. On false, faults holds why.
bool recording_read(struct arena *arena, struct slice json, struct recording_line *ret,
                    struct faults *faults);

// The body of a judges line with other ids: each judge's id gets `suffix`. For a second try, when
// the tokens of the first are lost.
struct slice recording_judges(struct arena *arena, struct slice body, const char *suffix);

// Whether an expectation asks for something that GET …/honours says (titles, promotion), and
// whether for something that the scoreboard says only with detail=parts (own, parts, ties).
bool recording_wants_honours(const struct recording_line *line);
bool recording_wants_parts(const struct recording_line *line);
// Does this figure come from GET …/honours?
bool recording_is_honour(struct slice name);

// Whether two figures are the same: decimals have the same value ("8.50" and "8.5", "-0" and "0"),
// lists the same ids in whatever order.
bool recording_same(struct slice a, struct slice b);
