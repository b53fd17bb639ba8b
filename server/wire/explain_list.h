// What stands before a line of a trace and belongs to it: the entry that a worth comes from, the
// faults, and the figures that a sum is made of.
#pragma once

#include "wire/explain.h"

enum { EXPLAIN_LIST_MAX = 12 }; // more are not read aloud

struct explain_list {
    size_t count;
    struct ratio figures[EXPLAIN_LIST_MAX];
};

// The part that a line is about, also when it names only an aspect; RULES_NONE: none.
uint32_t explain_list_part(const struct rules *rules, const struct trace_line *line);
// The entry `number` of the same aspect and seat, or NULL.
const struct trace_line *explain_list_entry(const struct trace *trace, size_t at, uint32_t number);
// The next fault of the same aspect and seat from *from on, before `at`; *from steps behind it.
// NULL at the end. Begin with explain_list_first.
const struct trace_line *explain_list_fault(const struct trace *trace, size_t at, size_t *from);
// Where the lines of one judge's sheet that `at` belongs to may begin.
size_t explain_list_first(const struct trace *trace, size_t at);

// Whether the node of the line (a module's sum, a stage's own) was adjusted or limited before it.
bool explain_list_is_adjusted(const struct trace *trace, size_t at);

// The figures that the line's own is made of: judges' figures that count, parts of a module,
// modules of a stage. False when there are too many or too few, or when `line->a` is not what they
// come to.
bool explain_list_find(const struct explain *explain, size_t at, struct explain_list *ret);
