// How a result came about, for people: each line of a trace (scoring/trace) as data and as a
// sentence in Chinese and English. Judges are called by their seat.
#pragma once

#include "base/slice.h"
#include "scoring/trace.h"
#include "wire/problem.h"

struct buf;

struct explain {
    const struct rules *rules;
    uint32_t skill, stage; // indexes in the competition
    const struct trace *trace;
    struct slice competitor;
    uint32_t place; // 0: none
    bool half;
    const struct rules_group *group; // his, or NULL; with the place in it
    uint32_t group_place;
    bool group_half;
    // What to call other competitors, by the `number` of a TRACE_TIE line less `who_first`; NULL,
    // or an absent text: "another competitor".
    const struct slice *who;
    size_t who_first, who_count;
};

// {"competitor","stage","place","half"?,"group"?,"group_place"?,
// "group_half"?,"cut"?,"lines":[{"kind","depth",…,"zh","en"}]}
void explain_write(const struct explain *explain, struct buf *out);
// The same as plain text, a sentence a line, indented by depth.
void explain_print(const struct explain *explain, enum problem_language language, struct buf *out);

// One line's object, and one line's sentence. A sentence may look at the lines before its own.
void explain_write_line(const struct explain *explain, size_t at, struct buf *out);
void explain_say(const struct explain *explain, size_t line, enum problem_language language,
                 struct buf *out);

const char *explain_kind(enum trace_kind kind);        // "entry", "reduced" …
unsigned explain_depth(const struct trace_line *line); // 0 the stage … 3 one judge's entry
// What to call the other one of a TRACE_TIE line; absent: not known.
struct slice explain_other(const struct explain *explain, const struct trace_line *line);
