// One line of an explanation that is being said: where it is, in which language, and what the rules
// know of it.
#pragma once

#include "wire/explain.h"

struct buf;

struct explain_at {
    const struct explain *explain;
    const struct rules *rules;
    const struct trace_line *line;
    size_t at; // the line's number
    enum problem_language language;
    struct buf *out;
};

// The aspect, or the part, that the line is about; NULL: none.
const struct rules_aspect *explain_at_aspect(const struct explain_at *here);
const struct rules_part *explain_at_part(const struct explain_at *here);
// The fault that a TRACE_FAULT line is about; NULL: none.
const struct rules_fault *explain_at_fault(const struct rules *rules,
                                           const struct trace_line *line);
// What the judge entered for the aspect: cell 0, or 1 for the target (the definition's where none
// was entered).
struct ratio explain_at_entry(const struct explain_at *here, uint32_t number);
// What the line's value was before it was rounded, as far as the line lets it be told; else the
// value itself.
struct ratio explain_at_before(const struct explain_at *here);
